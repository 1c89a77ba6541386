using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Tracing.Events;

/// <summary>An SMC was made, or one has ended.</summary>
/// <param name="place">Who made it; of one that has ended, on the PE that the caller goes on with.</param>
/// <param name="stamp">When.</param>
/// <param name="call">The call; its arguments are zero in a return whose beginning was not traced.</param>
/// <param name="isReturn">Whether it has ended.</param>
public sealed class CallEvent(TracePlace place, TraceStamp stamp, CallRecord call, bool isReturn) : TraceEvent(place, stamp)
{
    private readonly CallRecord _call = call;

    /// <summary>The call.</summary>
    public ref readonly CallRecord Call => ref _call;

    /// <summary>Whether it has ended.</summary>
    public bool IsReturn => isReturn;

    /// <inheritdoc/>
    public override TraceKinds Kinds => TraceKindList.OfCalls(_call.Interface);

    /// <inheritdoc/>
    public override bool Touches(ulong first, ulong last)
    {
        for (int i = 1; i < CallRegisters.Count; i++)
        {
            if (_call.Arguments[i] != 0 && IsWithin(_call.Arguments[i], first, last))
                return true;
        }
        return IsWithin(_call.ReturnAddress, first, last);
    }

    /// <inheritdoc/>
    private protected override bool SaysSame(TraceEvent other, bool ignoresTime)
    {
        if (other is not CallEvent { IsReturn: var ended } same || ended != isReturn)
            return false;
        ref readonly CallRecord theirs = ref same.Call;
        return (theirs.Interface, theirs.Outcome, theirs.ReturnAddress, theirs.Exit) == (_call.Interface, _call.Outcome, _call.ReturnAddress, _call.Exit)
            && ((ReadOnlySpan<ulong>)theirs.Arguments).SequenceEqual(_call.Arguments) && ((ReadOnlySpan<ulong>)theirs.Results).SequenceEqual(_call.Results)
            && (ignoresTime || (theirs.StartCycles == _call.StartCycles && theirs.StartInstructions == _call.StartInstructions));
    }
}
