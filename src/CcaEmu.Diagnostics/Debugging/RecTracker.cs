using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>Which REC of which Realm each PE runs, learnt from the host's calls. Both are numbered in the order of their creation.</summary>
internal sealed class RecTracker : ICallObserver
{
    private readonly RealmNumbers _numbers = new();
    private readonly Dictionary<int, (int Realm, int Number)> _running = [];

    /// <summary>Number of the Realm whose REC was entered last on a PE and has not exited; -1 for none.</summary>
    public int RealmOn(ProcessingElement pe) => _running.TryGetValue(pe.Index, out var rec) ? rec.Realm : -1;

    /// <summary>The REC on a PE, for example <c>realm 0 rec 2</c>; null for none.</summary>
    public string? RecOn(ProcessingElement pe) => _running.TryGetValue(pe.Index, out var rec) ? $"realm {rec.Realm} rec {rec.Number}" : null;

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        if (call.Is(RmiCommand.RecEnter) && _numbers.TryFindRec(call.Arguments[1], out var rec))
            _running[call.PeIndex] = rec;
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        if (call.Is(RmiCommand.RecEnter))
            _running.Remove(call.PeIndex);
        else
            _numbers.Learn(call);
    }
}
