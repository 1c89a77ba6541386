using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Rtts;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_RTT_FOLD: replaces a homogeneous table by one leaf that means the same.</summary>
internal sealed class RttFold() : RmiHandler(RmiCommand.RttFold,
[
    RmmActive,
    .. RdAt(1),
    .. RttConditions.Table(2, 3),
    RttConditions.WalkToParent(2, 3),
    RttConditions.ParentIsTable,
    new("rtt_homo", call => TryFold(call, out _) ? RmiResult.Success : RmiResult.ErrorRtt((int)call[3])),
], Footprint.Realm(1), Footprint.Table(1, 2, 3))
{
    protected override RmiResult Apply(RmiCall call)
    {
        ulong table = call.Walk.Address;
        TryFold(call, out RttEntry folded);
        call.Tree.Write(call.Walk.EntryAddress, RttEntry.UnmappedNs);
        call.InvalidateTlb();
        call.Tree.Write(call.Walk.EntryAddress, folded);
        call.SetState(table, GranuleState.Delegated);
        call.Return(1, table);
        return RmiResult.Success;
    }

    // Homogeneous: all entries are what the first one's leaf one level up would unfold to.
    private static bool TryFold(RmiCall call, out RttEntry folded)
    {
        int level = (int)call[3];
        Span<ulong> entries = stackalloc ulong[call.Geometry.Entries];
        call.Tree.ReadTable(call.Walk.Address, entries);
        var first = new RttEntry(entries[0]);
        folded = first.Fold();
        if (first.IsTable(level))
            return false;
        bool mapped = !first.IsVoid;
        if (mapped && (level < 2 || !call.Geometry.AllowsLeaf(level - 1) || !call.Geometry.IsAligned(first.Address(call.Geometry), level - 1)))
            return false;
        for (int i = 0; i < entries.Length; i++)
        {
            if (entries[i] != folded.Unfold(call.Geometry, level - 1, i).Value)
                return false;
        }
        return true;
    }
}
