using CcaEmu.Arm.Rmi;
using P = CcaEmu.Arm.Rmi.RmiRealmParamsLayout;

namespace CcaEmu.Campaign.RmiFuzz.Model;

/// <content>Commands about Realms and RECs.</content>
internal sealed partial class RmiModel
{
    private const ulong KnownFlags0 = 0b1_1110_1111;

    private void RealmCreate(Judgement j, ulong[] x)
    {
        Active(j);
        if (!IsTokenValid)
            j.Fail(RmiStatus.ErrorGlobal, "pat_valid");
        Delegated(j, x[1], "rd");
        byte[] page = HostPage(j, x[2], "params");
        if (!IsHostPage(x[2]))
            return;
        ulong flags0 = Word(page, P.Flags0), flags1 = Word(page, P.Flags1), planes = Word(page, P.NumAuxPlanes), ats = Word(page, P.AtsPlane);
        int s2sz = page[P.S2sz];
        long level = (long)Word(page, P.RttLevelStart);
        ulong count = (uint)Word(page, P.RttNumStart), start = Word(page, P.RttBase);
        bool lpa2 = (flags0 & 1) != 0;
        RealmFlags(j, flags0, flags1, planes);
        RealmNumbers(j, page, s2sz);
        if (ats > planes)
            j.Input("ats_plane");
        bool isPrivate = (flags0 >> 7 & 3) == 1;
        if (isPrivate && Realms.Values.Count(realm => realm.HasOwnContext) >= options.Mecids)
            j.Fail(RmiStatus.ErrorGlobal, "no MECID");
        if (!IsStart(s2sz, level, count, lpa2))
        {
            j.Input("rtt_num_level");
            return;
        }
        if ((start & (count * Geometry.Granule - 1)) != 0)
            j.Input("rtt_align");
        for (ulong i = 0; i < count; i++)
        {
            if (!IsFine(start + i * Geometry.Granule) || this[start + i * Geometry.Granule] != GranuleState.Delegated)
                j.Input("rtt_state");
        }
        if (x[1] >= start && x[1] - start < count * Geometry.Granule)
            j.Input("alias");
        var realm = new ModelRealm(x[1], Geometry)
        {
            IpaWidth = s2sz,
            StartLevel = (int)level,
            RttBase = start,
            Lpa2 = lpa2,
            HasOwnContext = isPrivate,
            Start = [.. Enumerable.Range(0, (int)count).Select(i => new ModelTable((int)level, start + (ulong)i * Geometry.Granule,
                (ulong)i << (Geometry.Shift((int)level) + Geometry.Bits - 3), Geometry.Entries))],
        };
        j.Effect = _ =>
        {
            Realms.Add(x[1], realm);
            this[x[1]] = GranuleState.Rd;
            foreach (ModelTable table in realm.Start)
                this[table.Address] = GranuleState.Rtt;
            if (_resumed is { } operation)
                Keep(operation, realm.Held);
            return null;
        };
    }

    private void RealmFlags(Judgement j, ulong flags0, ulong flags1, ulong planes)
    {
        RmiFeatureRegister0 offered = options.Feature0;
        if ((flags0 & ~KnownFlags0) != 0 || (flags1 & ~7UL) != 0)
            j.MaybeInput("reserved flags");
        if ((flags0 >> 5 & 3) > 1 || (flags0 >> 7 & 3) > 1)
            j.Input("policy");
        if (((flags0 & 1) != 0 && !offered.Lpa2) || ((flags0 & 2) != 0 && !offered.Sve) || ((flags0 & 4) != 0 && !offered.Pmu)
            || ((flags0 & 8) != 0 && (options.Features[2] & 1) == 0))
            j.Input("feature");
        if ((flags1 & 4) != 0 && (options.Features[2] & 8) == 0)
            j.Input("ats");
        if ((flags1 & 2) != 0 && (options.Features[3] & 64) == 0)
            j.Input("S2AP indirect");
        if (planes > (options.Features[3] & 15))
            j.Input("planes");
        // Without planes there is nothing that a tree per plane could mean.
        if ((flags1 & 1) != 0 && planes == 0)
            j.MaybeInput("tree per plane");
    }

    private void RealmNumbers(Judgement j, byte[] page, int s2sz)
    {
        RmiFeatureRegister0 offered = options.Feature0;
        bool hasLpa2 = (page[P.Flags0] & 1) != 0;
        if (s2sz > offered.S2sz || (!hasLpa2 && s2sz > 48))
            j.Input("s2sz");
        if (s2sz < 32)
            j.MaybeInput("s2sz");
        if (page[P.SveVl] > offered.SveVl)
            j.Input("sve_vl");
        if (page[P.NumBps] == 0 || page[P.NumBps] > offered.NumBps || page[P.NumWps] == 0 || page[P.NumWps] > offered.NumWps)
            j.Input("num_bps, num_wps");
        if (page[P.PmuNumCtrs] > offered.PmuNumCtrs)
            j.Input("pmu_num_ctrs");
        // A PMU without counters is one that not every PE can have.
        if ((page[P.Flags0] & 4) != 0 && page[P.PmuNumCtrs] == 0)
            j.MaybeInput("pmu_num_ctrs");
        if (page[P.HashAlgo] > 2 || (options.Features[1] >> (page[P.HashAlgo] switch { 0 => 3, 2 => 4, _ => 5 }) & 1) == 0)
            j.Input("hash_algo");
    }

    // Arm ARM (DDI 0487), concatenation at stage 2: a walk starts with 1 to 16 tables that together hold the width, and no level could be left out.
    private bool IsStart(int width, long level, ulong count, bool lpa2)
    {
        int first = Geometry.Bits == 12 ? 0 : 1;
        if (level > 2 || level < first - (lpa2 && Geometry.Bits != 16 ? 1 : 0))
            return false;
        int entryBits = width - Geometry.Shift((int)level);
        int tableBits = Geometry.Bits - 3;
        return entryBits >= 1 && entryBits <= tableBits + 4 && count == 1UL << Math.Max(0, entryBits - tableBits) && IsStartPossible(level, count, first);
    }

    private static bool IsStartPossible(long level, ulong count, int first) => level >= first - 1 && count <= 16;

    private void RealmActivate(Judgement j, ulong[] x)
    {
        Active(j);
        if (Rd(j, x[1]) is not { } realm)
            return;
        if (realm.State != RealmState.New)
            j.Fail(RmiStatus.ErrorRealm, "realm_state", after: ConditionGroup.Rd);
        j.Effect = _ =>
        {
            realm.State = RealmState.Active;
            return null;
        };
    }

    private void RealmTerminate(Judgement j, ulong[] x)
    {
        Active(j);
        if (Rd(j, x[1]) is not { } realm)
            return;
        if (realm.Recs.Any(rec => Recs[rec].IsRunning))
            j.Fail(RmiStatus.ErrorRealm, "rec_running", after: ConditionGroup.Rd);
        j.Effect = _ =>
        {
            realm.State = RealmState.Zombie;
            return null;
        };
    }

    private void RealmDestroy(Judgement j, ulong[] x)
    {
        Active(j);
        if (Rd(j, x[1]) is not { } realm)
            return;
        if (realm.State != RealmState.Zombie)
            j.Fail(RmiStatus.ErrorRealm, "realm_state", after: ConditionGroup.Rd);
        if (realm.IsLive)
            j.Fail(RmiStatus.ErrorRealm, "realm_live", after: ConditionGroup.Rd);
        j.Effect = _ =>
        {
            if (realm.Held.Count > 0)
                return $"{realm.Held.Count} donated granules have not come back";
            Realms.Remove(realm.Rd);
            this[realm.Rd] = GranuleState.Delegated;
            foreach (ModelTable table in realm.Start)
                this[table.Address] = GranuleState.Delegated;
            return null;
        };
    }

    private void RecCreate(Judgement j, ulong[] x)
    {
        Active(j);
        Delegated(j, x[2], "rec");
        byte[] page = HostPage(j, x[3], "params");
        ModelRealm? realm = Rd(j, x[1]);
        if (realm is not null)
        {
            if (realm.State != RealmState.New)
                j.Fail(RmiStatus.ErrorRealm, "realm_state", after: ConditionGroup.Rd);
            if (realm.Recs.Count >= (1 << options.Feature1.MaxRecsOrder) - 1)
                j.Fail(RmiStatus.ErrorRealm, "num_recs", after: ConditionGroup.Rd);
        }
        if (!IsHostPage(x[3]))
            return;
        ulong flags = Word(page, RmiRecParamsLayout.Flags), mpidr = Word(page, RmiRecParamsLayout.Mpidr);
        if ((flags & ~1UL) != 0)
            j.MaybeInput("flags");
        const ulong Affinity = 0xFFFF_FF0F;
        if ((mpidr & ~Affinity) != 0)
            j.MaybeInput("mpidr bits");
        ulong index = (mpidr & 15) + 16 * (mpidr >> 8 & 255) + 4096 * (mpidr >> 16 & 255) + 1048576 * (mpidr >> 24 & 255);
        if (realm is null)
            return;
        if (index != realm.RecIndex)
            j.Input("mpidr");
        j.Effect = _ =>
        {
            var rec = new ModelRec(x[2], realm.Rd, mpidr) { IsRunnable = (flags & 1) != 0 };
            Recs.Add(x[2], rec);
            realm.Recs.Add(x[2]);
            realm.RecIndex++;
            this[x[2]] = GranuleState.Rec;
            if (_resumed is { } operation)
                Keep(operation, rec.Held);
            return null;
        };
    }

    private void RecDestroy(Judgement j, ulong[] x)
    {
        Active(j);
        if (Rec(j, x[1], "rec") is not { } rec)
            return;
        if (rec.IsRunning)
            j.Fail(RmiStatus.ErrorRec, "rec_state", after: ConditionGroup.Rec);
        j.Effect = _ =>
        {
            ModelRealm realm = Realms[rec.Owner];
            Recs.Remove(rec.Address);
            realm.Recs.Remove(rec.Address);
            // What has not come back does so with the Realm.
            realm.Held.UnionWith(rec.Held);
            this[rec.Address] = GranuleState.Delegated;
            return null;
        };
    }

    private void RecEnter(Judgement j, ulong[] x)
    {
        Active(j);
        byte[] page = HostPage(j, x[2], "run", ConditionGroup.Rec);
        if (Rec(j, x[1], "rec") is not { } rec)
            return;
        const ConditionGroup First = ConditionGroup.Rec;
        if (Realms[rec.Owner].State != RealmState.Active)
            j.Fail(RmiStatus.ErrorRealm, "realm_state", after: First);
        if (rec.IsRunning)
            j.Fail(RmiStatus.ErrorRec, "rec_state", after: First);
        if (!rec.IsRunnable)
            j.Fail(RmiStatus.ErrorRec, "rec_runnable", after: First);
        if (rec.Pending == ModelPending.Psci)
            j.Fail(RmiStatus.ErrorRec, "rec_pending", after: First);
        if (!IsHostPage(x[2]))
            return;
        var flags = (RmiRecEnterFlags)Word(page, RmiRecRunLayout.EnterFlags);
        if (((ulong)flags & ~0xFFUL) != 0)
            j.MaybeInput("flags");
        if ((flags & RmiRecEnterFlags.EmulMmio) != 0 && rec.Abort != ModelAbort.Emulatable)
            j.Fail(RmiStatus.ErrorRec, "emulatable_abort", after: First);
        if ((flags & RmiRecEnterFlags.InjectSea) != 0 && rec.Abort == ModelAbort.None)
            j.Fail(RmiStatus.ErrorRec, "inject_sea", after: First, maybe: true);
        j.Effect = _ => EndRun(rec, x[2]);
    }

    /// <summary>A REC is about to run until it exits; its exit record says what has become of it.</summary>
    public void BeginRun(ulong rec) => Recs[rec].IsRunning = true;

    private string? EndRun(ModelRec rec, ulong run)
    {
        rec.IsRunning = false;
        if (rec.Pending == ModelPending.RipasChange)
            (rec.RipasAddr, rec.RipasTop) = (0, 0);
        rec.Pending = ModelPending.None;
        rec.Abort = ModelAbort.None;
        rec.Missing = null;
        if (!TryReadPage(run, out byte[] page))
            return $"the run page 0x{run:X} is not the host's any more";
        ulong Field(int offset) => Word(page, offset);
        switch ((RmiRecExitReason)page[RmiRecRunLayout.ExitReason])
        {
            case RmiRecExitReason.Sync:
                ulong esr = Field(RmiRecRunLayout.ExitEsr), ipa = Field(RmiRecRunLayout.ExitHpfar) << 8;
                if (esr >> 26 == 0x24 && !Realms[rec.Owner].IsProtected(ipa))
                    rec.Abort = (esr >> 24 & 1) != 0 ? ModelAbort.Emulatable : ModelAbort.Unprotected;
                if (esr >> 26 is 0x20 or 0x24 && Realms[rec.Owner].IsProtected(ipa))
                    rec.Missing = ipa;
                return null;
            case RmiRecExitReason.Psci:
                return Psci(rec, Field(RmiRecRunLayout.ExitGprs), Field(RmiRecRunLayout.ExitGprs + 8));
            case RmiRecExitReason.RipasChange:
                (rec.RipasAddr, rec.RipasTop) = (Field(RmiRecRunLayout.ExitRipasBase), Field(RmiRecRunLayout.ExitRipasTop));
                rec.RipasValue = (Ripas)page[RmiRecRunLayout.ExitRipasValue];
                rec.Pending = ModelPending.RipasChange;
                return Realms[rec.Owner].IsProtected(rec.RipasAddr, rec.RipasTop) && rec.RipasValue <= Ripas.Ram
                    ? null : $"RIPAS change of [0x{rec.RipasAddr:X}, 0x{rec.RipasTop:X}) to {rec.RipasValue}";
            case RmiRecExitReason.HostCall:
                rec.Pending = ModelPending.HostCall;
                return null;
            case RmiRecExitReason.Irq or RmiRecExitReason.Fiq:
                return null;
            default:
                return $"exit reason {page[RmiRecRunLayout.ExitReason]}";
        }
    }

    private string? Psci(ModelRec rec, ulong function, ulong target)
    {
        switch ((uint)function)
        {
            case 0xC400_0003 or 0x8400_0003 or 0xC400_0004 or 0x8400_0004:
                (rec.Pending, rec.PsciFunction, rec.PsciTarget) = (ModelPending.Psci, function, target);
                return null;
            case 0x8400_0002:
                rec.IsRunnable = false;
                return null;
            case 0x8400_0008 or 0x8400_0009:
                Realms[rec.Owner].State = RealmState.SystemOff;
                return null;
            case 0xC400_0001 or 0x8400_0001:
                return null;
            default:
                return $"PSCI exit for function 0x{function:X}";
        }
    }

    private void PsciComplete(Judgement j, ulong[] x)
    {
        Active(j);
        if (x[1] == x[2])
            j.Input("alias");
        ModelRec? calling = Rec(j, x[1], "calling"), target = Rec(j, x[2], "target");
        if (calling is null || target is null)
            return;
        if (calling.Pending != ModelPending.Psci)
            j.Input("pending");
        if (calling.Owner != target.Owner)
            j.Input("owner");
        if (calling.PsciTarget != target.Mpidr)
            j.Input("target");
        bool isOn = ((uint)calling.PsciFunction & 0xFF) == 3;
        int status = (int)x[3];
        if (status != 0 && !(status == -3 && isOn && !target.IsRunnable))
            j.Input("status");
        // Statuses have 32 bits; what an RMM makes of the others is its own affair.
        if (x[3] != 0 && x[3] != (ulong)(long)status)
            j.MaybeInput("status");
        j.Effect = _ =>
        {
            calling.Pending = ModelPending.None;
            if (status == 0 && isOn && !target.IsRunnable)
            {
                target.IsRunnable = true;
                target.Pending = ModelPending.None;
                target.Abort = ModelAbort.None;
            }
            return null;
        };
    }

    private ModelRealm? Rd(Judgement j, ulong address)
    {
        if (!Geometry.IsAligned(address))
            j.Input("rd_align", ConditionGroup.Rd);
        if (!IsFine(address))
            j.Input("rd_bound", ConditionGroup.Rd);
        else if (this[address] != GranuleState.Rd)
            j.Input("rd_state", ConditionGroup.Rd);
        return Geometry.IsAligned(address) && IsFine(address) ? Realms.GetValueOrDefault(address) : null;
    }

    private ModelRec? Rec(Judgement j, ulong address, string name)
    {
        if (!Geometry.IsAligned(address))
            j.Input(name + "_align", ConditionGroup.Rec);
        if (!IsFine(address))
            j.Input(name + "_bound", ConditionGroup.Rec);
        else if (this[address] != GranuleState.Rec)
            j.Input(name + "_state", ConditionGroup.Rec);
        return Geometry.IsAligned(address) && IsFine(address) ? Recs.GetValueOrDefault(address) : null;
    }

    private void Delegated(Judgement j, ulong address, string name)
    {
        if (!Geometry.IsAligned(address))
            j.Input(name + "_align");
        if (!IsFine(address))
            j.Input(name + "_bound");
        else if (this[address] != GranuleState.Delegated)
            j.Input(name + "_state");
    }
}
