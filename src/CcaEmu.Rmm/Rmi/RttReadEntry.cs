using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Rtts;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_RTT_READ_ENTRY: where a walk ends and what stands there.</summary>
internal sealed class RttReadEntry() : RmiHandler(RmiCommand.RttReadEntry,
[
    RmmActive,
    .. RdAt(1),
    RmiCondition.When("level_bound", RmiStatus.ErrorInput, call =>
        (long)call[3] < call.Rd.RttLevelStart || (long)call[3] > RttGeometry.LastLevel),
    RmiCondition.When("ipa_align", RmiStatus.ErrorInput, call => !call.Geometry.IsAligned(call[2], (int)call[3])),
    RmiCondition.When("ipa_bound", RmiStatus.ErrorInput, call => !call.Rd.Contains(call[2])),
], Footprint.Realm(1), Footprint.Table(1, 2, 3))
{
    protected override RmiResult Apply(RmiCall call)
    {
        RttWalk walk = call.WalkTo(call[2], (int)call[3]);
        bool hasRipas = call.Rd.IsProtected(call[2]) && !walk.IsTable;
        call.Return(1, (ulong)walk.Level);
        call.Return(2, (ulong)walk.Entry.State(walk.Level));
        call.Return(3, walk.Entry.Description(call.Geometry, walk.Level));
        call.Return(4, hasRipas ? (ulong)walk.Ripas : 0);
        return RmiResult.Success;
    }
}
