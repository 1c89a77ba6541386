using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Rtts;
using CcaEmu.Rmm.Run;

namespace CcaEmu.Rmm.Rsi;

/// <summary>RSI_IPA_STATE_SET: asks the host to change the RIPAS of a range; the answer comes on entry.</summary>
internal sealed class RsiIpaStateSet() : RsiHandler(RsiCommand.IpaStateSet,
[
    .. RsiCall.Range,
    new("ripas_valid", RsiStatus.ErrorInput, call => (Ripas)(byte)call[3] is not (Ripas.Empty or Ripas.Ram)),
])
{
    protected override RealmOutcome Apply(RsiCall call)
    {
        var ripas = (Ripas)(byte)call[3];
        Rec rec = call.Rec;
        rec.RipasAddr = call[1];
        rec.RipasTop = call[2];
        rec.RipasValue = ripas;
        rec.RipasChangeDestroyed = ((RsiIpaStateFlags)call[4] & RsiIpaStateFlags.ChangeDestroyed) != 0;
        rec.Pending = RecPending.RipasChange;
        call.Context.Exit.Begin(RmiRecExitReason.RipasChange)
            .With(RmiRecRunLayout.ExitRipasBase, call[1])
            .With(RmiRecRunLayout.ExitRipasTop, call[2])
            .With(RmiRecRunLayout.ExitRipasValue, (ulong)ripas);
        return call.Exit();
    }
}

/// <summary>
/// RSI_IPA_STATE_GET: the RIPAS at the start of a range and how far it is the same; the answer stops at the end of a table.
/// </summary>
internal sealed class RsiIpaStateGet() : RsiHandler(RsiCommand.IpaStateGet, [.. RsiCall.Range])
{
    protected override RealmOutcome Apply(RsiCall call)
    {
        var tree = call.Context.Tree;
        RttWalk walk = tree.Walk(call[1], RttGeometry.LastLevel);
        ulong end = Math.Min(call[2], tree.Geometry.TableEnd(call[1], walk.Level));
        ulong top = tree.Geometry.EntryEnd(call[1], walk.Level);
        for (ulong at = walk.EntryAddress + 8; top < end; at += 8, top = tree.Geometry.EntryEnd(top, walk.Level))
        {
            RttEntry next = tree.Read(at);
            if (next.IsTable(walk.Level) || next.Ripas != walk.Ripas)
                break;
        }
        call[1] = Math.Min(top, call[2]);
        call[2] = (ulong)walk.Ripas;
        return call.Return(RsiStatus.Success);
    }
}
