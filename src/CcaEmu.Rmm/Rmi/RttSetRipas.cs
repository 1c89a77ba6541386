using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Rtts;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_RTT_SET_RIPAS: the host applies a change of RIPAS that the Realm asked for, as far as one table goes.</summary>
internal sealed class RttSetRipas() : RmiHandler(RmiCommand.RttSetRipas,
[
    RmmActive,
    .. RdAt(1),
    .. RecAt(2),
    RmiCondition.When("size", RmiStatus.ErrorInput, call => call[4] <= call[3]),
    RmiCondition.When("base_bound", RmiStatus.ErrorInput, call => call[3] != call.Rec.RipasAddr),
    RmiCondition.When("top_bound", RmiStatus.ErrorInput, call => call[4] > call.Rec.RipasTop),
    Aligned("top_gran_align", 4),
    RmiCondition.When("rec_running", RmiStatus.ErrorRec, call => call.Rec.State == RecState.Running),
    RmiCondition.When("rec_owner", RmiStatus.ErrorRec, call => call.Rec.Owner != call.Rd.Address),
    new("base_align", call =>
    {
        RttWalk walk = call.WalkTo(call[3], RttGeometry.LastLevel);
        return HasWanted(call, walk.Entry) || call.Geometry.IsAligned(call[3], walk.Level)
            ? RmiResult.Success
            : RmiResult.ErrorRtt(walk.Level);
    }),
    RmiCondition.Unless("no_progress", call => HasWanted(call, call.Walk.Entry) || CanChange(call, call.Walk.Entry, call[3])),
], Footprint.Realm(1), Footprint.Granule("rec", 2), Footprint.Entries(1, 3, 4))
{
    protected override RmiResult Apply(RmiCall call)
    {
        RttWalk walk = call.Walk;
        Rec rec = call.Rec;
        ulong ipa = call[3];
        ulong end = call.LimitEntries(ipa, Math.Min(call[4], call.Geometry.TableEnd(ipa, walk.Level)), walk.Level);
        bool invalidate = false;
        for (ulong at = walk.EntryAddress; ipa < end; at += 8)
        {
            RttEntry entry = call.Tree.Read(at);
            if (entry.IsTable(walk.Level))
                break;
            if (!HasWanted(call, entry))
            {
                if (!CanChange(call, entry, ipa))
                    break;
                invalidate |= entry.IsValid;
                call.Tree.Write(at, entry.WithRipas(call.Geometry, walk.Level, rec.RipasValue));
            }
            ipa = Math.Min(end, call.Geometry.EntryEnd(ipa, walk.Level));
        }
        if (invalidate)
            call.InvalidateTlb();
        rec.RipasAddr = ipa;
        call.Return(1, ipa);
        return RmiResult.Success;
    }

    private static bool HasWanted(RmiCall call, RttEntry entry) => entry.Ripas == call.Rec.RipasValue;

    // The whole entry must be in the range, and DESTROYED becomes RAM only where the Realm says so.
    private static bool CanChange(RmiCall call, RttEntry entry, ulong ipa)
    {
        bool kept = entry.Ripas == Ripas.Destroyed && call.Rec.RipasValue == Ripas.Ram && !call.Rec.RipasChangeDestroyed;
        return !kept && call.Geometry.EntryEnd(ipa, call.Walk.Level) <= call[4];
    }
}
