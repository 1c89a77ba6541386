using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Rtts;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>
/// What RMI_RTT_DATA_MAP and RMI_RTT_UNPROT_MAP have in common: entries of one table, each given a block of the host's list.
/// </summary>
/// <remarks>
/// The size field of the first address range says at which level entries are written. A call ends at the end of the table, of the
/// range or of the list, or at the first item that cannot be mapped; where that is the first one, its error is the command's.
/// Deviation: that a list is shorter or longer than the range is not looked for, as no command page has a status for it; a host that goes on
/// where the answer says loses nothing.
/// RMM specification 2.0 (DEN0137), sections "Range operations" and the two commands.
/// </remarks>
internal abstract class RttMap : RmiHandler
{
    protected RttMap(RmiCommand command, RmiCondition flags, RmiCondition range, RmiCondition[] realm, RmiCondition[] output)
        : base(command,
        [
            RmmActive,
            .. RdAt(1),
            .. RttConditions.Range,
            range,
            flags,
            RmiCondition.When("oaddr_type", RmiStatus.ErrorInput, call =>
                new RmiMapFlags(call[4]).AddressType == RmiAddressType.None),
            RmiCondition.When("list_align", RmiStatus.ErrorInput, call => IsList(call) && (call[5] & 7) != 0),
            RmiCondition.When("list_pas", RmiStatus.ErrorInput, call => IsList(call) && !call.Host.IsAccessible(call[5], call.Rmm.GranuleBytes)),
            RmiCondition.When("oaddr_valid", RmiStatus.ErrorInput, call =>
                !call.Ranges.TryStart(call.Host, call.Rmm.AddressRange, call.Geometry, new RmiMapFlags(call[4]), call[5])),
            RmiCondition.When("base_level_align", RmiStatus.ErrorInput, call =>
                !call.Geometry.IsAligned(call[2], call.Ranges.Level)),
            .. realm,
            new("range_level", call =>
                call[3] - call[2] >= call.Geometry.EntrySize(call.Ranges.Level)
                    ? RmiResult.Success
                    : RmiResult.ErrorRtt(call.Ranges.Level)),
            new("rtt_walk", WalkToLevel),
            RmiCondition.Unless("rtte_state", call => call.Walk.Entry.IsVoid),
            .. output,
        ], Footprint.Realm(1), Footprint.Entries(1, 2, 3))
    {
    }

    public override IReadOnlyList<(string Name, string Reason)> OutOfReach =>
        [("no_progress", "the conditions have looked at the first entry and the first block, and no other PE runs within the command")];

    protected sealed override RmiResult Apply(RmiCall call)
    {
        RttWalk walk = call.Walk;
        ulong size = call.Geometry.EntrySize(walk.Level);
        ulong end = call.LimitEntries(call[2], Math.Min(call[3], call.Geometry.TableEnd(call[2], walk.Level)), walk.Level);
        ulong ipa = call[2];
        ulong at = walk.EntryAddress;
        do
        {
            RttEntry old = call.Tree.Read(at);
            if (!old.IsVoid || !TryMap(call, old, at, walk.Level))
                break;
            ipa += size;
            at += 8;
        }
        while (ipa + size <= end && call.Ranges.TryAdvance());
        call.Return(1, ipa);
        return ipa > call[2] ? RmiResult.Success : RmiStatus.ErrorInput;
    }

    /// <summary>Maps the next block into one entry.</summary>
    /// <returns>False where the block cannot be mapped.</returns>
    protected abstract bool TryMap(RmiCall call, RttEntry old, ulong entryAddress, int level);

    private static bool IsList(RmiCall call) => new RmiMapFlags(call[4]).AddressType == RmiAddressType.List;

    private static RmiResult WalkToLevel(RmiCall call)
    {
        if (call.Ranges.Level < call.Rd.RttLevelStart)
            return RmiResult.ErrorRtt(call.Rd.RttLevelStart);
        RttWalk walk = call.WalkTo(call[2], call.Ranges.Level);
        return walk.Level == call.Ranges.Level ? RmiResult.Success : RmiResult.ErrorRtt(walk.Level);
    }
}
