using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>Numbers Realms and their RECs in the order of their creation, learnt from the host's calls.</summary>
internal sealed class RealmNumbers
{
    private readonly Dictionary<ulong, int> _realms = [];
    private readonly Dictionary<ulong, (int Realm, int Rec)> _recs = [];
    private int _realmsCreated;

    /// <summary>Hears of a call that has ended.</summary>
    public void Learn(in CallRecord call)
    {
        if (call.Interface != CallInterface.Rmi || call.Outcome != CallOutcome.Returned)
            return;
        var command = (RmiCommand)new SmcFunctionId(call.FunctionId).WithoutSveHint.Value;
        if (command is not (RmiCommand.RealmCreate or RmiCommand.RecCreate)
            || new RmiResult(call.Results[0]).Status is not (RmiStatus.Success or RmiStatus.Incomplete))
            return;
        if (command == RmiCommand.RealmCreate)
            _realms[call.Arguments[1]] = _realmsCreated++;
        else
            Number(call.Arguments[2], _realms.GetValueOrDefault(call.Arguments[1], -1));
    }

    /// <summary>Finds a REC by its address.</summary>
    public bool TryFindRec(ulong address, out (int Realm, int Rec) rec) => _recs.TryGetValue(address, out rec);

    /// <summary>Numbers of the Realm and the REC that a host's call names by its first argument; -1 for none.</summary>
    public (int Realm, int Rec) NamedBy(in CallRecord call)
    {
        if (_recs.TryGetValue(call.Arguments[1], out (int Realm, int Rec) rec))
            return rec;
        return _realms.TryGetValue(call.Arguments[1], out int realm) ? (realm, -1) : (-1, -1);
    }

    private void Number(ulong rec, int realm) => _recs[rec] = (realm, _recs.Values.Count(other => other.Realm == realm));
}
