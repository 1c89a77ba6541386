using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Rtts;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>
/// RMI_RTT_DESTROY: takes away a table that is not live. What it mapped in the protected half becomes DESTROYED.
/// </summary>
/// <remarks>X2 tells the host where to go on, also when it fails with ERROR_RTT.</remarks>
internal sealed class RttDestroy() : RmiHandler(RmiCommand.RttDestroy,
[
    RmmActive,
    .. RdAt(1),
    .. RttConditions.Table(2, 3),
    new("rtt_walk", call =>
    {
        RttWalk walk = call.WalkTo(call[2], (int)call[3] - 1);
        return walk.Level == (int)call[3] - 1 ? RmiResult.Success : NoTable(call);
    }),
    new("rtte_state", call => call.Walk.IsTable ? RmiResult.Success : NoTable(call)),
    new("rtt_live", call =>
    {
        if (!call.Tree.IsLive(call.Walk.Address, (int)call[3]))
            return RmiResult.Success;
        call.Return(2, call[2]);
        return RmiResult.ErrorRtt((int)call[3]);
    }),
], Footprint.Realm(1), Footprint.Table(1, 2, 3))
{
    protected override RmiResult Apply(RmiCall call)
    {
        ulong table = call.Walk.Address;
        RttEntry parent = call.Rd.IsProtected(call[2]) ? RttEntry.Void(Ripas.Destroyed) : RttEntry.UnmappedNs;
        call.Tree.Write(call.Walk.EntryAddress, parent);
        call.InvalidateTlb();
        call.SetState(table, GranuleState.Delegated);
        call.Return(1, table);
        call.Return(2, call.Tree.SkipNonLive(call.Walk, call[2]));
        return RmiResult.Success;
    }

    private static RmiResult NoTable(RmiCall call)
    {
        call.Return(2, call.Tree.SkipNonLive(call.Walk, call[2]));
        return RmiResult.ErrorRtt(call.Walk.Level);
    }
}
