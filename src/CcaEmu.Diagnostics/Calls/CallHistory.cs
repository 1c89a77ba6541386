using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Calls;

/// <summary>Keeps the last calls, for reports.</summary>
/// <remarks>Calls stand in the order in which they were made; a call that waits is completed in its place when it returns.</remarks>
/// <param name="capacity">How many calls are kept.</param>
public sealed class CallHistory(int capacity = CallHistory.DefaultCapacity) : ICallObserver
{
    /// <summary>How many calls are kept where nothing else is said.</summary>
    public const int DefaultCapacity = 20;

    private readonly CallRecord[] _ring = new CallRecord[capacity];
    private ulong _made;

    /// <summary>The calls kept, oldest first.</summary>
    public IEnumerable<CallRecord> Calls
    {
        get
        {
            ulong kept = Math.Min(_made, (ulong)_ring.Length);
            for (ulong i = _made - kept; i < _made; i++)
                yield return _ring[i % (ulong)_ring.Length];
        }
    }

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call) => _ring[_made++ % (ulong)_ring.Length] = call;

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        for (int i = 0; i < _ring.Length; i++)
        {
            ref CallRecord kept = ref _ring[i];
            bool same = kept.Outcome == CallOutcome.Pending && kept.PeIndex == call.PeIndex && kept.StartCycles == call.StartCycles
                && kept.CallerLevel == call.CallerLevel && kept.CallerState == call.CallerState;
            if (same)
            {
                kept = call;
                return;
            }
        }
    }
}
