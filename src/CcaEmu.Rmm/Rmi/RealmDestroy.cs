using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Machine.Scripting;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Rtts;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_REALM_DESTROY: gives back RD and starting tables of a Realm that has nothing left.</summary>
internal sealed class RealmDestroy() : RmiHandler(RmiCommand.RealmDestroy,
[
    RmmActive,
    .. RdAt(1),
    RmiCondition.When("realm_state", RmiStatus.ErrorRealm, call => call.Rd.State != RealmState.Zombie),
    RmiCondition.When("realm_live", RmiStatus.ErrorRealm, IsLive),
], Footprint.RealmAlone(1))
{
    public override IReadOnlyList<AddressRangeDescriptor> MemoryReturned(RmiCall call) =>
        call.AuxiliaryOf(call.Rd.Address).ToList();

    public override void Released(RmiCall call) => call.AuxiliaryOf(call.Rd.Address).Clear();

    protected override RmiResult Apply(RmiCall call)
    {
        call.InvalidateTlb();
        ulong table = call.Rd.RttBase;
        for (int i = 0; i < call.Rd.RttNumStart; i++, table += call.Rmm.GranuleBytes)
        {
            call.SetState(table, GranuleState.Delegated);
            call.Wipe(table);
        }
        call.Rmm.Vmids.Release(call.Rd.Vmid);
        bool ownMecid = call.Rd.HasOwnMecid;
        ushort mecid = call.Rd.Mecid;
        call.SetState(call.Rd.Address, GranuleState.Delegated);
        call.Wipe(call.Rd.Address);
        call.Rmm.NumRealms--;
        return ownMecid ? BeginEnd(call, mecid) : RmiResult.Success;
    }

    private static RmiResult BeginEnd(RmiCall call, ushort mecid) => call.Defer(() => EndContext(call, mecid));

    // What the Realm has left anywhere becomes noise before another Realm gets the MECID. A monitor that will not do it costs the MECID.
    private static async Script EndContext(RmiCall call, ushort mecid)
    {
        if (await call.Rmm.Mecs.End(call.RmmPe.Script, mecid) == FirmeStatus.Success)
            call.Rmm.Mecids.Release(mecid);
        call.Finish(RmiResult.Success);
    }

    private static bool IsLive(RmiCall call)
    {
        if (call.Rd.NumRecs != 0)
            return true;
        var tree = new RttTree(call.Pe, call.Rd);
        for (int i = 0; i < tree.StartTables; i++)
        {
            if (tree.IsLive(tree.Base + (ulong)i * call.Rmm.GranuleBytes, tree.StartLevel))
                return true;
        }
        return false;
    }
}
