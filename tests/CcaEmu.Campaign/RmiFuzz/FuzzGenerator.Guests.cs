using CcaEmu.Arm.Rmi;
using CcaEmu.Campaign.RmiFuzz.Model;
using C = CcaEmu.Arm.Rmi.RmiCommand;
using R = CcaEmu.Arm.Rmi.RmiRecRunLayout;

namespace CcaEmu.Campaign.RmiFuzz;

/// <content>What RECs are told to do, and what hosts make of their exits.</content>
internal sealed partial class FuzzGenerator
{
    // A Realm that is NEW gets what it lacks before it can run, one thing at a time.
    private IEnumerable<FuzzStep> Furnish(ulong rd)
    {
        if (Model.Realms.GetValueOrDefault(rd) is not { State: RealmState.New } realm)
            return [];
        if (Free(1) is not { } granule)
            return Delegate();
        int level = realm.Walk(0, 3).Level;
        if (level < 3)
            return [Step(C.RttCreate, rd, granule, 0, (ulong)level + 1)];
        if (!HasProgram(realm))
            return [.. Source(), Step(C.RttDataMapInit, rd, granule, 0, SourcePage, 1)];
        return realm.Recs.Count < 2 ? CreateRec(realm) ?? [] : [Step(C.RealmActivate, rd)];
    }

    // Tables down to its first page, and something in it that was most likely copied from the source page.
    private static bool HasProgram(ModelRealm realm) =>
        realm.Walk(0, 3) is { Level: 3, Entry: { Hipas: ModelHipas.Data, Ripas: Ripas.Ram } };

    private bool CanRun(ModelRec rec) => !rec.IsRunning && rec.IsRunnable && Model.Realms[rec.Owner] is { State: RealmState.Active } realm && HasProgram(realm);

    // What a REC asks for is given to it, and then it goes on.
    private IEnumerable<FuzzStep> Converse() => Rec(CanRun) switch
    {
        { Pending: ModelPending.Psci } rec => CompletePsci(rec),
        { Pending: ModelPending.RipasChange } rec when rec.RipasTop > rec.RipasAddr && random.Chance(80) => SetRipas(rec),
        { Missing: { } ipa } rec when random.Chance(80) => Supply(Model.Realms[rec.Owner], ipa & ~(G - 1)),
        { } rec => Enter(rec),
        null => [],
    };

    // A page, or a table for it, where a REC has found none; what is there already only the REC's next try can tell.
    private IEnumerable<FuzzStep> Supply(ModelRealm realm, ulong ipa)
    {
        if (Free(1) is not { } granule)
            return Delegate();
        ModelWalk walk = realm.Walk(ipa, 3);
        if (walk.Level < 3)
            return [Step(C.RttCreate, realm.Rd, granule, ipa & ~(Model.Geometry.Size(walk.Level) - 1), (ulong)walk.Level + 1)];
        return walk.Entry is { Hipas: ModelHipas.Void, Ripas: Ripas.Ram }
            ? [Step(C.RttDataMap, realm.Rd, ipa, ipa + G, 1, new ModelRange(granule, 3, 1, false).Encode())]
            : Enter();
    }

    private IEnumerable<FuzzStep>? SetRipas() => (Rec(it => it.RipasTop > it.RipasAddr) ?? Rec()) is { } rec ? SetRipas(rec) : null;

    private FuzzStep[] SetRipas(ModelRec rec)
    {
        ulong top = random.Chance(70) ? rec.RipasTop : rec.RipasAddr + G;
        return [Step(C.RttSetRipas, rec.Owner, rec.Address, rec.RipasAddr, top)];
    }

    private IEnumerable<FuzzStep>? CompletePsci() => (Rec(it => it.Pending == ModelPending.Psci) ?? Rec()) is { } calling ? CompletePsci(calling) : null;

    private FuzzStep[] CompletePsci(ModelRec calling)
    {
        ModelRec target = Rec(it => it.Owner == calling.Owner && it.Mpidr == calling.PsciTarget) ?? calling;
        return [Step(C.PsciComplete, calling.Address, target.Address, random.Below(4) == 0 ? unchecked((ulong)-3L) : 0)];
    }

    private IEnumerable<FuzzStep> Enter() => (Rec(it => CanRun(it) && it.Pending != ModelPending.Psci) ?? (random.Chance(30) ? Rec() : null)) is { } rec ? Enter(rec) : Furnish(NewRealm()?.Rd ?? 0);

    private FuzzStep[] Enter(ModelRec rec)
    {
        ulong run = Page();
        ulong flags = rec.Abort switch { ModelAbort.Emulatable => (ulong)random.Below(3), ModelAbort.Unprotected => (ulong)random.Below(2) * 2, _ => 0 };
        flags |= (ulong)random.Below(8) << 2;
        ulong[] request = [.. Request(Model.Realms[rec.Owner]), random.Below(3) == 0 ? (ulong)random.Below(GuestProgram.Requests) : random.Below(8) == 0 ? 2000UL : 0];
        return [FuzzStep.Write(run + R.EnterFlags, flags), FuzzStep.Write(run + R.EnterGprs, request), Step(C.RecEnter, rec.Address, run)];
    }

    // What a Realm may call, or do with X1: X0 to X7.
    private ulong[] Request(ModelRealm realm)
    {
        ulong half = 1UL << (realm.IpaWidth - 1), ipa = Ipa() & ~(G - 1);
        ulong[] x = random.Below(14) switch
        {
            < 4 => RipasChange(realm),
            4 => [0xC400_0003, Mpidr((ulong)random.Below(3)), 0, random.Next()],
            5 => [0xC400_0004, Mpidr((ulong)random.Below(3)), 0],
            6 => random.Below(6) == 0 ? [random.Of(0x8400_0008UL, 0x8400_0009)] : [0xC400_0001],
            7 => random.Below(4) == 0 ? [0x8400_0002] : [0x8400_0003, 1, 0],
            8 => [0xC400_0198, ipa, ipa + 4 * G],
            9 => [random.Of(0xC400_0196UL, 0xC400_0199), ipa + (ulong)random.Below(2) * half],
            10 => [0xC400_0193, (ulong)random.Below(6), (ulong)random.Below(70), random.Next()],
            11 => [0xC400_0190UL + (ulong)random.Below(0x20), random.Next(), Hostile(), Ipa()],
            12 => [random.Next(), Hostile()],
            _ => [0xC400_0199, ipa + (ulong)random.Below(2) * half, random.Next()],
        };
        var all = new ulong[8];
        x.CopyTo(all, 0);
        return all;
    }

    // Of the page that RECs run, seldom.
    private ulong[] RipasChange(ModelRealm realm)
    {
        ulong ipa = Half(realm, isProtected: random.Chance(90)) & ~(G - 1);
        if (ipa == 0 && random.Chance(95))
            ipa += (1 + (ulong)random.Below(4)) * G;
        ulong size = Model.Geometry.Size(random.Of(3, 3, realm.IsProtected(ipa) ? realm.Walk(ipa, 3).Level : 2));
        return [0xC400_0197, ipa, ipa + (1 + (ulong)random.Below(4)) * size, (ulong)random.Below(2), (ulong)random.Below(2)];
    }
}
