using CcaEmu.Arm.Rmi;
using CcaEmu.Campaign.RmiFuzz.Model;
using C = CcaEmu.Arm.Rmi.RmiCommand;
using P = CcaEmu.Arm.Rmi.RmiRealmParamsLayout;

namespace CcaEmu.Campaign.RmiFuzz;

/// <content>Commands with arguments that the model has nothing against.</content>
internal sealed partial class FuzzGenerator
{
    /// <summary>The page that new memory is copied from.</summary>
    public const ulong SourcePage = Pages + 0x80_0000;

    private IEnumerable<FuzzStep> Good()
    {
        IEnumerable<FuzzStep>? steps = random.Below(100) switch
        {
            < 4 => Query(),
            < 14 => Delegate(),
            < 20 => Undelegate(),
            < 22 => CreateRealm(),
            < 25 => RealmCommand(),
            < 29 => CreateRec(NewRealm()),
            < 30 => DestroyRec(),
            < 38 => CreateTable(),
            < 42 => TableCommand(C.RttDestroy),
            < 45 => TableCommand(C.RttFold),
            < 49 => ReadEntry(),
            < 54 => MapInit(Ipa()),
            < 62 => Map(isProtected: true),
            < 68 => Map(isProtected: false),
            < 74 => Unmap(isProtected: true),
            < 79 => Unmap(isProtected: false),
            < 82 => InitRipas(),
            < 85 => SetRipas(),
            < 97 => Enter(),
            < 99 => CompletePsci(),
            _ => Tracking(),
        };
        return steps ?? Delegate();
    }

    private IEnumerable<FuzzStep> Query() => [random.Below(8) switch
    {
        0 => Step(C.Version, random.Of(2UL << 16, 2UL << 16 | 1, 1UL << 16, 3UL << 16, random.Next())),
        1 => Step(C.Features, random.Of<ulong>(0, 1, 2, 3, 4, 5, ulong.MaxValue)),
        2 => Step(C.RmmConfigGet, Page()),
        3 => Step(C.RmmStateGet),
        4 => Step(C.AttestPlatTokenRefresh),
        5 => Step(C.GptL1Create, (ulong)random.Below(5) << 30),
        6 => Step(C.RmmActivate),
        _ => Step(C.GranuleTrackingGet, Hostile() & ~(G - 1), Hostile() & ~(G - 1)),
    }];

    private IEnumerable<FuzzStep> Tracking() => random.Below(4) switch
    {
        0 => [.. Config((ulong)random.Below(3), (ulong)random.Below(2))],
        1 => [Step(C.GptL1Destroy, (ulong)random.Below(5) << 30)],
        _ => [Step(C.GranuleTrackingSet, 0xC000_0000, 0, 1 + (ulong)random.Below(3))],
    };

    private FuzzStep[] Config(ulong granule, ulong region)
    {
        ulong page = Page();
        return [FuzzStep.Write(page, region, granule), Step(C.RmmConfigSet, page)];
    }

    private IEnumerable<FuzzStep> Delegate()
    {
        ulong start = random.Below(40) == 0 ? Blocks + (ulong)random.Below(2) * Model.Geometry.Size(2) : Granule();
        for (int i = 0; i < 16 && Model[start] != GranuleState.Undelegated; i++)
            start = Granule();
        if (Model[start] != GranuleState.Undelegated && random.Chance(90))
            return Undelegate() ?? Query();
        ulong count = start >= Blocks ? Model.Geometry.Size(2) / G : 1 + (ulong)random.Below(8);
        return [Step(C.GranuleRangeDelegate, start, start + count * G)];
    }

    private IEnumerable<FuzzStep>? Undelegate()
    {
        if (Free(1) is not { } start)
            return null;
        return [Step(C.GranuleRangeUndelegate, start, start + (1 + (ulong)random.Below(8)) * G)];
    }

    // DELEGATED granules of the pool, together and aligned to their count.
    private ulong? Free(ulong count)
    {
        for (int i = 0; i < 48; i++)
        {
            ulong start = Granule() & ~(count * G - 1);
            bool isFree = true;
            for (ulong n = 0; n < count && isFree; n++)
                isFree = Model[start + n * G] == GranuleState.Delegated;
            if (isFree)
                return start;
        }
        return null;
    }

    private ModelRealm? Realm(Func<ModelRealm, bool>? isWanted = null)
    {
        ModelRealm[] realms = [.. Model.Realms.Values.Where(realm => isWanted?.Invoke(realm) ?? true)];
        return realms.Length == 0 ? null : random.From(realms);
    }

    // One that is NEW, as a rule.
    private ModelRealm? NewRealm() => random.Below(12) == 0 ? Realm() : Realm(it => it.State == RealmState.New);

    private ModelRec? Rec(Func<ModelRec, bool>? isWanted = null)
    {
        ModelRec[] recs = [.. Model.Recs.Values.Where(rec => isWanted?.Invoke(rec) ?? true)];
        return recs.Length == 0 ? null : random.From(recs);
    }

    private IEnumerable<FuzzStep>? CreateRealm()
    {
        int level = random.Of(1, 1, 1, 2, 2, Model.Geometry.Bits == 12 ? 0 : 1);
        int entryBits = 1 + random.Below(random.Chance(70) ? 4 : Model.Geometry.Bits - 3 + 3);
        int width = Math.Min(48, Model.Geometry.Shift(level) + entryBits);
        ulong count = 1UL << Math.Max(0, width - Model.Geometry.Shift(level) - (Model.Geometry.Bits - 3));
        if (width < 32 || Free(1) is not { } rd || Free(count) is not { } start || (rd >= start && rd < start + count * G))
            return null;
        ulong page = Page();
        return
        [
            FuzzStep.Write(page + P.Flags0, (random.Below(8) == 0 ? random.Next() & 0x1FF : 0) | MecPolicy(), (ulong)width, 0, 5, 0, 3, 0, 0),
            FuzzStep.Write(page + P.PmuNumCtrs, 0, (ulong)random.Below(3), 0),
            FuzzStep.Write(page + P.NumBps, 5), FuzzStep.Write(page + P.NumWps, 3), FuzzStep.Write(page + P.AtsPlane, 0),
            FuzzStep.Write(page + P.RttBase, start, (ulong)level, count, 0),
            Step(C.RealmCreate, rd, page),
        ];
    }

    // A context for itself, as often as not.
    private ulong MecPolicy() => Model.Options.Mecids > 0 && random.Chance(50) ? RmiRealmFlags0.MecPolicy.Set(0, (ulong)RmiMecPolicy.Private) : 0;

    private IEnumerable<FuzzStep>? RealmCommand()
    {
        C command = random.Below(20) switch { < 8 => C.RealmActivate, < 9 => C.RealmTerminate, _ => C.RealmDestroy };
        // One that is nothing yet has nothing to be ACTIVE for.
        ModelRealm? realm = command == C.RealmActivate && random.Chance(80) ? Realm(HasProgram) : Realm();
        return realm is null ? null : [Step(command, realm.Rd)];
    }

    private IEnumerable<FuzzStep>? CreateRec(ModelRealm? realm)
    {
        if (realm is null || Free(1) is not { } rec)
            return null;
        ulong page = Page();
        return
        [
            FuzzStep.Write(page + RmiRecParamsLayout.Flags, random.Below(3) == 0 ? 0UL : 1),
            FuzzStep.Write(page + RmiRecParamsLayout.Mpidr, Mpidr(realm.RecIndex)),
            FuzzStep.Write(page + RmiRecParamsLayout.Pc, random.Below(12) == 0 ? Ipa() : 0),
            FuzzStep.Write(page + RmiRecParamsLayout.Gprs, Request(realm)),
            Step(C.RecCreate, realm.Rd, rec, page),
        ];
    }

    private static ulong Mpidr(ulong index) => (index & 15) | (index >> 4 & 255) << 8;

    private IEnumerable<FuzzStep>? DestroyRec() => Rec() is { } rec ? [Step(C.RecDestroy, rec.Address)] : null;

    // IPAs meet each other in few tables: at the beginning and the end of both halves.
    private ulong Ipa()
    {
        ulong offset = (ulong)random.Below(3) * Model.Geometry.Size(random.Of(3, 3, 3, 2, 2, 1));
        if (Realm() is not { } realm || random.Chance(50))
            return offset;
        ulong half = 1UL << (realm.IpaWidth - 1);
        return random.Below(4) switch { 0 => half + offset, 1 => half - Model.Geometry.Size(3) - offset, 2 => 2 * half - Model.Geometry.Size(2) - offset, _ => offset };
    }

    private ulong Half(ModelRealm realm, bool isProtected)
    {
        ulong half = 1UL << (realm.IpaWidth - 1), ipa = Ipa() & (half - 1);
        return isProtected ? ipa : ipa + half;
    }

    private IEnumerable<FuzzStep>? CreateTable()
    {
        if (Realm() is not { } realm || Free(1) is not { } table)
            return null;
        ulong ipa = Ipa() & ((1UL << realm.IpaWidth) - 1);
        int level = Math.Min(3, realm.Walk(ipa, 3).Level + 1);
        return [Step(C.RttCreate, realm.Rd, table, ipa & ~(Model.Geometry.Size(level - 1) - 1), (ulong)level)];
    }

    private IEnumerable<FuzzStep>? TableCommand(C command)
    {
        if (Realm() is not { } realm)
            return null;
        ModelTable[] tables = [.. realm.Tables.Where(table => table.Level > realm.StartLevel)];
        if (tables.Length == 0)
            return null;
        // An empty one, or one in which all are alike, is what the command is for.
        ModelTable it = random.From(tables);
        for (int i = 0; i < 6 && it.IsLive && command == C.RttDestroy; i++)
            it = random.From(tables);
        return [Step(command, realm.Rd, it.Ipa, (ulong)it.Level)];
    }

    private IEnumerable<FuzzStep>? ReadEntry()
    {
        if (Realm() is not { } realm)
            return null;
        int level = random.Chance(80) ? 3 : realm.StartLevel + random.Below(4 - realm.StartLevel);
        return [Step(C.RttReadEntry, realm.Rd, Ipa() & ((1UL << realm.IpaWidth) - 1) & ~(Model.Geometry.Size(level) - 1), (ulong)level)];
    }

    private IEnumerable<FuzzStep>? MapInit(ulong ipa)
    {
        if (NewRealm() is not { } realm || Free(1) is not { } data)
            return null;
        return [.. Source(), Step(C.RttDataMapInit, realm.Rd, data, ipa, SourcePage, (ulong)random.Below(2))];
    }

    private static FuzzStep[] Source() => [FuzzStep.Write(SourcePage, GuestProgram.Words())];

    private IEnumerable<FuzzStep>? Map(bool isProtected)
    {
        if (Realm() is not { } realm)
            return null;
        ulong ipa = Half(realm, isProtected) & ~(G - 1);
        int level = realm.Walk(ipa, 3).Level;
        bool isBlock = level == 2 && random.Chance(60);
        ulong size = Model.Geometry.Size(isBlock ? 2 : 3);
        ipa &= ~(size - 1);
        ulong attributes = isProtected ? 0 : (ulong)random.Of(0, 5, 6, 7) << 16 | (ulong)random.Below(4) << 19;
        var ranges = new ModelRange[1 + random.Below(3)];
        for (int i = 0; i < ranges.Length; i++)
        {
            ulong address = isBlock ? Blocks + (ulong)random.Below(2) * size : isProtected ? Free(1) ?? Granule() : random.Chance(80) ? Page() : Granule();
            ranges[i] = new ModelRange(address, isBlock ? 2 : 3, random.Of(1, 1, 2, 3), false);
        }
        ulong bytes = (ulong)ranges.Sum(range => range.Count) * size;
        C command = isProtected ? C.RttDataMap : C.RttUnprotMap;
        if (random.Chance(50))
            return [Step(command, realm.Rd, ipa, ipa + (ulong)ranges[0].Count * size, 1 | attributes, ranges[0].Encode())];
        ulong list = Page() + (random.Below(8) == 0 ? G - 8 : (ulong)random.Below(4) * 8);
        return [FuzzStep.Write(list, [.. ranges.Select(range => range.Encode())]),
            Step(command, realm.Rd, ipa, ipa + bytes, 2 | (ulong)ranges.Length << 2 | attributes, list)];
    }

    private IEnumerable<FuzzStep>? Unmap(bool isProtected)
    {
        if (Realm() is not { } realm)
            return null;
        ModelHipas wanted = isProtected ? ModelHipas.Data : ModelHipas.MappedNs;
        // What RECs run stays, as a rule.
        bool leavesProgram = random.Chance(90);
        (ModelTable Table, int Index)[] mapped = [.. realm.Tables.SelectMany(table =>
            Enumerable.Range(0, Math.Min(table.Entries.Length, 64)).Where(i => table.Entries[i].Hipas == wanted).Select(i => (table, i)))
            .Where(entry => !leavesProgram || entry.table.Ipa != 0 || entry.i != 0)];
        ulong ipa = Half(realm, isProtected) & ~(G - 1), size = G;
        if (mapped.Length > 0)
        {
            (ModelTable table, int index) = random.From(mapped);
            size = Model.Geometry.Size(table.Level);
            ipa = table.Ipa + (ulong)index * size;
        }
        ulong top = ipa + (1 + (ulong)random.Below(4)) * size;
        C command = isProtected ? C.RttDataUnmap : C.RttUnprotUnmap;
        return [random.Below(3) switch
        {
            0 => Step(command, realm.Rd, ipa, top, 0, 0),
            1 => Step(command, realm.Rd, ipa, top, 1, 0),
            _ => Step(command, realm.Rd, ipa, top, 2 | (1 + (ulong)random.Below(4)) << 2, Page() + (random.Below(6) == 0 ? G - 8 : 0)),
        }];
    }

    private IEnumerable<FuzzStep>? InitRipas()
    {
        if (NewRealm() is not { } realm)
            return null;
        ulong ipa = Half(realm, isProtected: true) & ~(G - 1), size = Model.Geometry.Size(realm.Walk(ipa, 3).Level);
        ipa &= ~(size - 1);
        return [Step(C.RttInitRipas, realm.Rd, ipa, ipa + (1 + (ulong)random.Below(4)) * size)];
    }
}
