using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>Which REC of which Realm each PE runs, learnt from the host's calls. Both are numbered in the order of their creation.</summary>
internal sealed class RecTracker : ICallObserver
{
    private readonly Dictionary<ulong, int> _realms = [];
    private readonly Dictionary<ulong, (int Realm, int Number)> _recs = [];
    private readonly Dictionary<int, (int Realm, int Number)> _running = [];
    private int _realmsCreated;

    /// <summary>Number of the Realm whose REC was entered last on a PE and has not exited; -1 for none.</summary>
    public int RealmOn(ProcessingElement pe) => _running.TryGetValue(pe.Index, out var rec) ? rec.Realm : -1;

    /// <summary>The REC on a PE, for example <c>realm 0 rec 2</c>; null for none.</summary>
    public string? RecOn(ProcessingElement pe) => _running.TryGetValue(pe.Index, out var rec) ? $"realm {rec.Realm} rec {rec.Number}" : null;

    /// <summary>Numbers of Realm and REC whose REC was entered last on a PE and has not exited; -1 for none.</summary>
    public (int Realm, int Rec) On(int peIndex) => _running.TryGetValue(peIndex, out var rec) ? rec : (-1, -1);

    /// <summary>Numbers of the Realm and the REC that a host's call names by its first argument; -1 for none.</summary>
    public (int Realm, int Rec) NamedBy(in CallRecord call)
    {
        if (call.Interface != CallInterface.Rmi)
            return (-1, -1);
        if (_recs.TryGetValue(call.Arguments[1], out var rec))
            return rec;
        return _realms.TryGetValue(call.Arguments[1], out int realm) ? (realm, -1) : (-1, -1);
    }

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        if (Command(call) == RmiCommand.RecEnter && _recs.TryGetValue(call.Arguments[1], out var rec))
            _running[call.PeIndex] = rec;
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        RmiCommand? command = Command(call);
        if (command == RmiCommand.RecEnter)
            _running.Remove(call.PeIndex);
        if (command is null || call.Outcome != CallOutcome.Returned || new RmiResult(call.Results[0]).Status is not (RmiStatus.Success or RmiStatus.Incomplete))
            return;
        if (command == RmiCommand.RealmCreate)
            _realms[call.Arguments[1]] = _realmsCreated++;
        else if (command == RmiCommand.RecCreate)
            Number(call.Arguments[2], _realms.GetValueOrDefault(call.Arguments[1], -1));
    }

    private void Number(ulong rec, int realm) => _recs[rec] = (realm, _recs.Values.Count(other => other.Realm == realm));

    private static RmiCommand? Command(in CallRecord call) =>
        call.Interface == CallInterface.Rmi ? (RmiCommand)new SmcFunctionId(call.FunctionId).WithoutSveHint.Value : null;
}
