using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>Failure conditions of commands that map and unmap ranges.</summary>
internal static class RttRangeScenarios
{
    private const ulong NoTables = 0x4000_0000;
    private const ulong OtherRegion = 0xC000_0000;

    public static ulong OneRange => RmiMapFlags.Create(RmiAddressType.Single).Value;

    public static ulong ListOf(int count) => RmiMapFlags.Create(RmiAddressType.List, count).Value;

    public static ulong Pages(ulong address, int count) =>
        new AddressRangeDescriptor(address, 3, count).Encode(TranslationGranule.Size4K);

    public static ulong Blocks(ulong address, int count) =>
        new AddressRangeDescriptor(address, 2, count).Encode(TranslationGranule.Size4K);

    public static IEnumerable<CommandScenario> All()
    {
        yield return new(RmiCommand.RttDataMap, s =>
        {
            Start(s, TestRealm.Code);
            s.A[4] = OneRange;
            s.A[5] = Pages(s.Bench.NewDelegated(2), 2);
        },
        [
            .. Map(s => (s.A[2], s.A[3]) = (TestRealm.Unprotected - 0x1000, TestRealm.Unprotected + 0x1000), "range_prot", NoTables),
            new("realm_state", RmiStatus.ErrorRealm, s =>
            {
                Rd rd = s.Rd;
                rd.State = RealmState.Zombie;
            }),
            .. MapEntries(NoTables, s => s.Realm.MapInit(TestRealm.Code, [])),
            new("data_tracking", RmiStatus.ErrorTracking, s => s.A[5] = Pages(0x1000, 2)),
            Break.Input("data_state", s => s.A[5] = Pages(s.Bench.NewGranule(2), 2)),
        ]);
        yield return new(RmiCommand.RttUnprotMap, s =>
        {
            Start(s, TestRealm.Unprotected);
            s.A[4] = new RmiMapFlags(OneRange).WithAttributes((int)Stage2MemoryAttributes.NormalWriteBack, 3).Value;
            s.A[5] = Pages(s.Bench.NewGranule(2), 2);
        },
        [
            .. Map(s => s.A[2] = TestRealm.Unprotected - 0x1000, "range_unprot", TestRealm.Unprotected + NoTables),
            .. MapEntries(TestRealm.Unprotected + NoTables, MapNs),
        ]);
        yield return new(RmiCommand.RttDataUnmap, s =>
        {
            Start(s, TestRealm.Code);
            s.Bench.WithGranulesAt(OtherRegion, () => s.Realm.MapInit(TestRealm.Code, []));
            s.A[4] = OneRange;
        },
        [
            .. Unmap(s => s.A[3] = TestRealm.Unprotected + 0x1000, "range_prot"),
            .. UnmapList(),
            new("rtte_size", RmiResult.ErrorRtt(2), s => BlockInTheWay(s, TestRealm.Code + 0x20_0000)),
            new("data_tracking", RmiStatus.ErrorTracking, s =>
                s.Bench.Rmm.Context.Granules.Tracking.Set(OtherRegion, RmiTrackingState.Coarse)),
        ]);
        yield return new(RmiCommand.RttUnprotUnmap, s =>
        {
            Start(s, TestRealm.Unprotected);
            MapNs(s);
            s.A[4] = OneRange;
        },
        [
            .. Unmap(s => s.A[2] = TestRealm.Code, "range_unprot"),
            .. UnmapList(),
            new("rtte_state", RmiResult.ErrorRtt(1), s =>
                (s.A[2], s.A[3]) = (TestRealm.Unprotected + NoTables, TestRealm.Unprotected + NoTables + 0x1000)),
            new("rtte_size", RmiResult.ErrorRtt(2), s => BlockInTheWay(s, TestRealm.Unprotected + 0x20_0000)),
        ]);
    }

    private static void Start(Scenario s, ulong ipa)
    {
        s.Realm = new TestRealm(s.Bench);
        s.Realm.MakeTables(ipa);
        s.A[1] = s.Realm.Rd;
        s.A[2] = ipa;
        s.A[3] = ipa + 0x2000;
    }

    private static void MapNs(Scenario s) => s.Bench.Succeed(
        RmiCommand.RttUnprotMap, s.Realm.Rd, TestRealm.Unprotected, TestRealm.Unprotected + 0x1000,
        new RmiMapFlags(OneRange).WithAttributes((int)Stage2MemoryAttributes.NormalWriteBack, 3).Value, Pages(s.Bench.NewGranule(), 1));

    private static Break[] Map(Action<Scenario> wrongHalf, string range, ulong noTables) =>
    [
        Break.RmmState(),
        .. Break.Granule("rd", 1),
        .. Break.Range(2, 3),
        Break.Input(range, wrongHalf) with { Composes = true },
        Break.Input("flags", s => s.A[4] |= 1UL << 23),
        Break.Input("oaddr_type", s => s.A[4] &= ~3UL),
        Break.Input("list_align", s => ToList(s, () => s.Bench.NewGranule(), s.A[5], 4)) with { Composes = true },
        Break.Input("list_pas", s => ToList(s, () => s.Bench.NewDelegated())) with { Composes = true },
        Break.Input("oaddr_valid", s => s.A[5] &= ~0xFFCUL) with { Composes = true },
        Break.Input("base_level_align", s =>
            (s.A[2], s.A[3], s.A[5]) = (noTables + 0x1000, noTables + 0x3000, AsBlock(s.A[5]))) with { Composes = true },
    ];

    private static Break[] MapEntries(ulong noTables, Action<Scenario> mapFirst) =>
    [
        new Break("range_level", RmiResult.ErrorRtt(2), s =>
            (s.A[2], s.A[3], s.A[5]) = (noTables, noTables + 0x1000, AsBlock(s.A[5]))) with { Composes = true },
        new Break("rtt_walk", RmiResult.ErrorRtt(1), s => (s.A[2], s.A[3]) = (noTables, noTables + 0x2000)),
        new Break("rtte_state", RmiResult.ErrorRtt(3), mapFirst),
    ];

    private static Break[] Unmap(Action<Scenario> wrongHalf, string range) =>
    [
        Break.RmmState(),
        .. Break.Granule("rd", 1),
        .. Break.Range(2, 3),
        Break.Input(range, wrongHalf) with { Composes = true },
    ];

    private static Break[] UnmapList() =>
    [
        Break.Input("flags", s => s.A[4] |= 1UL << 16),
        Break.Input("list_unused", s => s.A[5] = 8),
        Break.Input("list_count", s =>
        {
            ToList(s, () => s.Bench.NewGranule());
            s.A[4] &= ~0xFFFCUL;
        }),
        Break.Input("list_align", s => ToList(s, () => s.Bench.NewGranule(), offset: 4)),
        Break.Input("list_pas", s => ToList(s, () => s.Bench.NewDelegated())),
    ];

    // A list that there is already only moves.
    private static void ToList(Scenario s, Func<ulong> newList, ulong first = 0, ulong offset = 0)
    {
        if ((s.A[4] & 3) == (ulong)RmiAddressType.List)
        {
            s.A[5] += offset;
            return;
        }
        s.A[4] = (s.A[4] & ~3UL) | ListOf(1);
        s.A[5] = newList() + offset;
        if (first != 0)
            s.Bench.Write64(s.A[5] - offset, first);
    }

    // The same memory, or the block that it lies in.
    private static ulong AsBlock(ulong descriptor) => (descriptor & ~0x1F_FFFFUL) | (descriptor & 0xFFC & ~4UL) | 4 | 1;

    // A block of 2 MiB where only one page of it is to be unmapped.
    private static void BlockInTheWay(Scenario s, ulong ipa)
    {
        bool isProtected = ipa < TestRealm.Unprotected;
        ulong flags = isProtected ? OneRange : new RmiMapFlags(OneRange).WithAttributes(6, 3).Value;
        ulong block = isProtected ? s.Bench.NewDelegated(512, 0x20_0000) : s.Bench.NewGranule(512, 0x20_0000);
        s.Bench.Succeed(
            isProtected
                ? RmiCommand.RttDataMap
                : RmiCommand.RttUnprotMap, s.Realm.Rd, ipa, ipa + 0x20_0000, flags, Blocks(block, 1));
        (s.A[2], s.A[3]) = (ipa, ipa + 0x1000);
    }
}
