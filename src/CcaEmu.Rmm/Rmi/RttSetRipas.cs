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
        return Wanted(call).IsIn(walk.Entry) || call.Geometry.IsAligned(call[3], walk.Level)
            ? RmiResult.Success
            : RmiResult.ErrorRtt(walk.Level);
    }),
    RmiCondition.Unless("no_progress", call => Wanted(call).IsIn(call.Walk.Entry) || CanChange(call, Wanted(call), call.Walk.Entry, call[3])),
], Footprint.Realm(1), Footprint.Granule("rec", 2), Footprint.Entries(1, 3, 4))
{
    protected override RmiResult Apply(RmiCall call)
    {
        RttWalk walk = call.Walk;
        Rec rec = call.Rec;
        ulong ipa = call[3];
        ulong end = call.LimitEntries(ipa, Math.Min(call[4], call.Geometry.TableEnd(ipa, walk.Level)), walk.Level);
        Change wanted = Wanted(call);
        bool invalidate = false;
        for (ulong at = walk.EntryAddress; ipa < end; at += 8)
        {
            RttEntry entry = call.Tree.Read(at);
            if (entry.IsTable(walk.Level))
                break;
            if (!wanted.IsIn(entry))
            {
                if (!CanChange(call, wanted, entry, ipa))
                    break;
                invalidate |= entry.IsValid;
                call.Tree.Write(at, entry.WithRipas(call.Geometry, walk.Level, wanted.Ripas));
            }
            ipa = Math.Min(end, call.Geometry.EntryEnd(ipa, walk.Level));
        }
        if (invalidate)
            call.InvalidateTlb();
        rec.RipasAddr = ipa;
        call.Return(1, ipa);
        return RmiResult.Success;
    }

    private static Change Wanted(RmiCall call) => new(call.Rec.RipasValue, call.Rec.RipasChangeDestroyed);

    // The whole entry must be in the range.
    private static bool CanChange(RmiCall call, Change wanted, RttEntry entry, ulong ipa) =>
        wanted.IsAllowed(entry) && call.Geometry.EntryEnd(ipa, call.Walk.Level) <= call[4];

    // What the Realm asked for, read once: the entries of a table are many.
    private readonly record struct Change(Ripas Ripas, bool FromDestroyed)
    {
        public bool IsIn(RttEntry entry) => entry.Ripas == Ripas;

        // DESTROYED becomes RAM only where the Realm says so.
        public bool IsAllowed(RttEntry entry) => entry.Ripas != Arm.Rmi.Ripas.Destroyed || Ripas != Arm.Rmi.Ripas.Ram || FromDestroyed;
    }
}
