using CcaEmu.Diagnostics.Faults;

namespace CcaEmu.Diagnostics.Tracing.Events;

/// <summary>An exception was taken, or injected by software at a higher level.</summary>
/// <param name="place">Where it came from.</param>
/// <param name="stamp">When.</param>
/// <param name="exception">The exception.</param>
public sealed class ExceptionEvent(TracePlace place, TraceStamp stamp, ExceptionRecord exception) : TraceEvent(place, stamp)
{
    /// <summary>The exception.</summary>
    public ExceptionRecord Exception => exception;

    /// <inheritdoc/>
    public override TraceKinds Kinds => TraceKinds.Exception;

    /// <summary>Whether a trace holds an exception. An SMC is a call; only where all of them are wanted are their exceptions, too.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="kinds">What is recorded.</param>
    public static bool IsHeldBy(in ExceptionRecord exception, TraceKinds kinds)
    {
        TraceKinds needed = exception.IsSmc ? TraceKinds.Exception | TraceKinds.Smc : TraceKinds.Exception;
        return (kinds & needed) == needed;
    }

    /// <inheritdoc/>
    public override bool IsHeldBy(TraceKinds kinds) => IsHeldBy(exception, kinds);

    /// <inheritdoc/>
    public override bool Touches(ulong first, ulong last) =>
        IsWithin(exception.ReturnAddress, first, last) || (exception.FaultAddress is { } far && IsWithin(far, first, last))
        || (exception.FaultIpa is { } ipa && first <= (ipa | 0xFFF) && last >= ipa);

    /// <inheritdoc/>
    private protected override bool SaysSame(TraceEvent other, bool ignoresTime) =>
        other is ExceptionEvent same && (ignoresTime ? same.Exception with { ModelledCycles = exception.ModelledCycles, RetiredInstructions = exception.RetiredInstructions } : same.Exception) == exception;
}
