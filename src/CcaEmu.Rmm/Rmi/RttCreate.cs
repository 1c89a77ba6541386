using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Rtts;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_RTT_CREATE: puts a table where a leaf was; its entries together mean what the leaf meant.</summary>
internal sealed class RttCreate() : RmiHandler(RmiCommand.RttCreate,
[
    RmmActive,
    .. RdAt(1),
    .. RttConditions.Table(3, 4),
    .. Delegated("rtt", 2),
    RttConditions.WalkToParent(3, 4),
    new("rtte_state", call => call.Walk.IsTable ? RmiResult.ErrorRtt(call.Walk.Level) : RmiResult.Success),
], Footprint.Realm(1), Footprint.Granule("rtt", 2), Footprint.Table(1, 3, 4))
{
    protected override RmiResult Apply(RmiCall call)
    {
        RttWalk walk = call.Walk;
        if (walk.Entry.IsValid)
        {
            // Break before make: no walk may see the block and the table at once.
            call.Tree.Write(walk.EntryAddress, RttEntry.UnmappedNs);
            call.InvalidateTlb();
        }
        Span<ulong> entries = stackalloc ulong[call.Geometry.Entries];
        for (int i = 0; i < entries.Length; i++)
            entries[i] = walk.Entry.Unfold(call.Geometry, walk.Level, i).Value;
        call.Tree.WriteTable(call[2], entries);
        call.SetState(call[2], GranuleState.Rtt);
        call.Tree.Write(walk.EntryAddress, RttEntry.Table(call.Geometry, call[2]));
        return RmiResult.Success;
    }
}
