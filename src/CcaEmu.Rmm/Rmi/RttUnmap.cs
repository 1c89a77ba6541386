using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Rtts;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>
/// What RMI_RTT_DATA_UNMAP and RMI_RTT_UNPROT_UNMAP have in common: entries of one table, reported to the host.
/// </summary>
/// <remarks>
/// X1 says how far the call came, also when it fails with ERROR_RTT; X2 is the one range freed (SINGLE), X3 the number of
/// descriptors written (LIST). RMM specification 2.0 (DEN0137), the two commands.
/// </remarks>
internal abstract class RttUnmap : RmiHandler
{
    protected RttUnmap(RmiCommand command, RmiCondition range, RmiCondition[] first, RmiCondition[] last)
        : base(command,
        [
            RmmActive,
            .. RdAt(1),
            .. RttConditions.Range,
            range,
            RmiCondition.When("flags", RmiStatus.ErrorInput, call => !new RmiMapFlags(call[4]).IsValidForProtected),
            RmiCondition.When("list_unused", RmiStatus.ErrorInput, call =>
                !IsList(call) && (call[5] != 0 || new RmiMapFlags(call[4]).ListCount != 0)),
            RmiCondition.When("list_count", RmiStatus.ErrorInput, call =>
                IsList(call) && new RmiMapFlags(call[4]).ListCount == 0),
            RmiCondition.When("list_align", RmiStatus.ErrorInput, call => IsList(call) && (call[5] & 7) != 0),
            RmiCondition.When("list_pas", RmiStatus.ErrorInput, call => IsList(call) && !call.Host.IsAccessible(call[5], call.Rmm.GranuleBytes)),
            .. first,
            RmiCondition.Unless("rtte_size", call => WalkToBase(call).Entry.IsVoid || Fits(call, call[2])),
            .. last,
        ], Footprint.Realm(1), Footprint.Entries(1, 2, 3))
    {
    }

    public override IReadOnlyList<(string Name, string Reason)> OutOfReach =>
        [("list_write", "list_pas has just read the list, no other PE runs within the command, and no memory of the host can be read but not written")];

    protected sealed override RmiResult Apply(RmiCall call)
    {
        RttWalk walk = call.Walk;
        var freed = new AddressRangeWriter(call.Host, call.Rmm.AddressRange, call.Rmm.RmiGranule, new RmiMapFlags(call[4]), call[5]);
        ulong ipa = call[2];
        ulong end = call.LimitEntries(ipa, Math.Min(call[3], call.Geometry.TableEnd(ipa, walk.Level)), walk.Level);
        bool listOk = true;
        bool invalidate = false;
        for (ulong at = walk.EntryAddress; ipa < end && listOk; at += 8)
        {
            RttEntry entry = call.Tree.Read(at);
            bool ends = entry.IsVoid
                ? !SkipsVoid
                : entry.IsTable(walk.Level) || !Fits(call, ipa) || !IsUnmappable(call, entry, walk.Level) || !freed.CanAdd(entry.Address(call.Geometry), walk.Level);
            if (ends)
                break;
            if (!entry.IsVoid)
            {
                listOk = freed.TryAdd(entry.Address(call.Geometry), walk.Level);
                invalidate |= entry.IsValid;
                call.Tree.Write(at, Unmap(call, entry, walk.Level));
            }
            ipa = Math.Min(end, call.Geometry.EntryEnd(ipa, walk.Level));
        }
        listOk &= freed.Flush();
        if (invalidate)
            call.InvalidateTlb();
        call.Return(1, ipa);
        call.Return(2, freed.Single);
        call.Return(3, (ulong)freed.Written);
        return listOk ? RmiResult.Success : RmiStatus.ErrorInput;
    }

    /// <summary>Whether entries without memory count as progress.</summary>
    protected abstract bool SkipsVoid { get; }

    /// <summary>Whether what an entry maps can be freed by itself.</summary>
    protected virtual bool IsUnmappable(RmiCall call, RttEntry entry, int level) => true;

    /// <summary>Frees what an entry maps.</summary>
    /// <returns>The entry that remains.</returns>
    protected abstract RttEntry Unmap(RmiCall call, RttEntry entry, int level);

    /// <summary>Walks to the first entry; where the command fails from here on, no progress has been made.</summary>
    protected static RttWalk WalkToBase(RmiCall call)
    {
        call.Return(1, call[2]);
        return call.WalkTo(call[2], RttGeometry.LastLevel);
    }

    private static bool Fits(RmiCall call, ulong ipa) =>
        call.Geometry.IsAligned(ipa, call.Walk.Level) && call.Geometry.EntryEnd(ipa, call.Walk.Level) <= call[3];

    private static bool IsList(RmiCall call) => new RmiMapFlags(call[4]).AddressType == RmiAddressType.List;
}

/// <summary>RMI_RTT_DATA_UNMAP: takes memory from a Realm; what was RAM becomes DESTROYED.</summary>
internal sealed class RttDataUnmap() : RttUnmap(RmiCommand.RttDataUnmap,
    RttConditions.RangeProtected, [],
    [
        RmiCondition.When("data_tracking", RmiStatus.ErrorTracking, call => !CanBeTaken(call, call.Walk.Entry, call.Walk.Level)),
    ])
{
    protected override bool SkipsVoid => true;

    protected override bool IsUnmappable(RmiCall call, RttEntry entry, int level) => CanBeTaken(call, entry, level);

    // Part of a region that is tracked as one unit stays where it is: the host has to fold first.
    private static bool CanBeTaken(RmiCall call, RttEntry entry, int level) =>
        entry.IsVoid || !call.Rmm.Granules.IsCoarse(entry.Address(call.Geometry))
        || call.Geometry.EntrySize(level) >= call.Rmm.Granules.Tracking.RegionBytes;

    protected override RttEntry Unmap(RmiCall call, RttEntry entry, int level)
    {
        call.SetStates(entry.Address(call.Geometry), call.Geometry.EntrySize(level), GranuleState.Delegated);
        return RttEntry.Void(entry.Ripas == Ripas.Ram ? Ripas.Destroyed : entry.Ripas);
    }
}

/// <summary>RMI_RTT_UNPROT_UNMAP: takes the host's memory out of a Realm's sight.</summary>
internal sealed class RttUnprotUnmap() : RttUnmap(RmiCommand.RttUnprotUnmap,
    RttConditions.RangeUnprotected,
    [
        RmiCondition.Unless("rtte_state", call => WalkToBase(call).Entry.IsMappedNs(call.Walk.Level)),
    ], [])
{
    protected override bool SkipsVoid => false;

    protected override RttEntry Unmap(RmiCall call, RttEntry entry, int level) => RttEntry.UnmappedNs;
}
