using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Calls;

/// <summary>Keeps the last calls of some interfaces, for reports.</summary>
/// <remarks>
/// Calls stand in the order in which they were made; a call that waits is completed in its place when it returns. REC exits for one and the same page of a
/// device stand there once: a console's would soon fill it.
/// </remarks>
public sealed class CallHistory : ICallObserver
{
    /// <summary>How many calls are kept.</summary>
    public const int Capacity = 64;

    private readonly CallInterface[] _interfaces;
    private readonly CallRecord[] _ring = new CallRecord[Capacity];
    private readonly int[] _times = new int[Capacity];
    private ulong _made;

    /// <summary>A history.</summary>
    /// <param name="interfaces">Whose calls are kept.</param>
    public CallHistory(params CallInterface[] interfaces) => _interfaces = interfaces;

    /// <summary>The calls kept, oldest first.</summary>
    public IEnumerable<CallRecord> Calls => Repeated.Select(kept => kept.Call);

    /// <summary>The calls kept, oldest first, with how often each was made.</summary>
    public IEnumerable<RepeatedCall> Repeated
    {
        get
        {
            for (ulong i = _made - Math.Min(_made, Capacity); i < _made; i++)
                yield return new RepeatedCall(_ring[i % Capacity], _times[i % Capacity]);
        }
    }

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        if (Array.IndexOf(_interfaces, call.Interface) < 0)
            return;
        _times[_made % Capacity] = 1;
        _ring[_made++ % Capacity] = call;
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        if (Array.IndexOf(_interfaces, call.Interface) < 0)
            return;
        // The call that returns is nearly always one of the latest.
        for (ulong i = 1; i <= Math.Min(_made, Capacity); i++)
        {
            ref CallRecord kept = ref _ring[(_made - i) % Capacity];
            bool same = kept.StartCycles == call.StartCycles && kept.Outcome == CallOutcome.Pending && kept.PeIndex == call.PeIndex
                && kept.CallerLevel == call.CallerLevel && kept.CallerState == call.CallerState;
            if (same)
            {
                (kept.Results, kept.Exit, kept.Outcome) = (call.Results, call.Exit, call.Outcome);
                (kept.EndInstructions, kept.EndCycles) = (call.EndInstructions, call.EndCycles);
                if (i == 1)
                    Fold();
                return;
            }
        }
    }

    // The last call says what the one before it said: it takes its place.
    private void Fold()
    {
        if (_made < 2)
            return;
        ulong last = (_made - 1) % Capacity, before = (_made - 2) % Capacity;
        if (!RepeatedCall.IsSame(_ring[before], _ring[last]))
            return;
        _ring[before] = _ring[last];
        _times[before]++;
        _made--;
    }
}
