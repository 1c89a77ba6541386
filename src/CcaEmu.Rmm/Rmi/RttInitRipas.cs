using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Rtts;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_RTT_INIT_RIPAS: the host says where a NEW Realm has RAM. It does not change the RIM.</summary>
internal sealed class RttInitRipas() : RmiHandler(RmiCommand.RttInitRipas,
[
    RmmActive,
    .. RdAt(1),
    RmiCondition.When("size", RmiStatus.ErrorInput, call => call[3] <= call[2]),
    RmiCondition.When("top_bound", RmiStatus.ErrorInput, call => !call.Rd.IsProtected(call[3] - call.Rmm.GranuleBytes)),
    Aligned("top_gran_align", 3),
    RmiCondition.When("realm_state", RmiStatus.ErrorRealm, call => call.Rd.State != RealmState.New),
    new("base_align", call =>
    {
        RttWalk walk = call.WalkTo(call[2], RttGeometry.LastLevel);
        return call.Geometry.IsAligned(call[2], walk.Level) ? RmiResult.Success : RmiResult.ErrorRtt(walk.Level);
    }),
    RmiCondition.Unless("no_progress", call => call[2] + call.Geometry.EntrySize(call.Walk.Level) <= call[3]),
], Footprint.Realm(1), Footprint.Entries(1, 2, 3))
{
    protected override RmiResult Apply(RmiCall call)
    {
        RttWalk walk = call.Walk;
        ulong ipa = call[2];
        ulong size = call.Geometry.EntrySize(walk.Level);
        ulong end = call.LimitEntries(ipa, Math.Min(call[3], call.Geometry.TableEnd(ipa, walk.Level)), walk.Level);
        for (ulong at = walk.EntryAddress; ipa + size <= end; at += 8, ipa += size)
        {
            RttEntry entry = call.Tree.Read(at);
            if (entry.IsTable(walk.Level))
                break;
            call.Tree.Write(at, entry.WithRipas(call.Geometry, walk.Level, Ripas.Ram));
        }
        call.Return(1, ipa);
        return RmiResult.Success;
    }
}
