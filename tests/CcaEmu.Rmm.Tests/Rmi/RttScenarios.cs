using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>Failure conditions of commands about tables, and of those that change RIPAS or copy a page.</summary>
internal static class RttScenarios
{
    private const ulong NoTables = 0x4000_0000;

    public static IEnumerable<CommandScenario> All()
    {
        yield return new(RmiCommand.RttCreate, s =>
        {
            Start(s, 2);
            s.A[2] = s.Bench.NewDelegated();
            s.A[3] = TestRealm.Code;
            s.A[4] = 3;
        },
        [
            Break.RmmState(),
            .. Break.Granule("rd", 1),
            .. Table(3, 4),
            .. Break.Granule("rtt", 2),
            new("rtt_walk", RmiResult.ErrorRtt(1), s => s.A[3] = NoTables),
            new("rtte_state", RmiResult.ErrorRtt(2), s => s.Realm.MakeTables(TestRealm.Code)),
        ]);
        yield return new(RmiCommand.RttDestroy, TableAtCode,
        [
            Break.RmmState(),
            .. Break.Granule("rd", 1),
            .. Table(2, 3),
            new("rtt_walk", RmiResult.ErrorRtt(1), s => s.A[2] = NoTables),
            new("rtte_state", RmiResult.ErrorRtt(2), NoTable),
            new("rtt_live", RmiResult.ErrorRtt(3), s => s.Realm.MapInit(TestRealm.Code, [])),
        ]);
        yield return new(RmiCommand.RttFold, TableAtCode,
        [
            Break.RmmState(),
            .. Break.Granule("rd", 1),
            .. Table(2, 3),
            new("rtt_walk", RmiResult.ErrorRtt(1), s => s.A[2] = NoTables),
            new("rtte_state", RmiResult.ErrorRtt(2), NoTable),
            new("rtt_homo", RmiResult.ErrorRtt(3), s => s.Realm.MapInit(TestRealm.Code, [])),
        ]);
        yield return new(RmiCommand.RttReadEntry, s =>
        {
            Start(s, 3);
            s.A[2] = TestRealm.Code;
            s.A[3] = 3;
        },
        [
            Break.RmmState(),
            .. Break.Granule("rd", 1),
            Break.Input("level_bound", s => s.A[3] = 0),
            Break.Input("ipa_align", s => s.A[2] += 8),
            Break.Input("ipa_bound", s => s.A[2] += 1UL << 33),
        ]);
        yield return new(RmiCommand.RttInitRipas, s =>
        {
            Start(s, 3);
            s.A[2] = TestRealm.Code;
            s.A[3] = TestRealm.Code + 0x2000;
        },
        [
            Break.RmmState(),
            .. Break.Granule("rd", 1),
            Break.Input("size", s => s.A[2] = (s.A[3] & ~0xFFFUL) + 0x1000) with { Composes = true },
            Break.Input("top_bound", s => (s.A[2], s.A[3]) = (s.A[2] + TestRealm.Unprotected, s.A[3] + TestRealm.Unprotected)) with { Composes = true },
            Break.Input("top_gran_align", s => s.A[3] += 8),
            new("realm_state", RmiStatus.ErrorRealm, s => s.Realm.Activate()),
            new("base_align", RmiResult.ErrorRtt(1), s => (s.A[2], s.A[3]) = (NoTables + 0x1000, NoTables + 0x3000)),
            new("no_progress", RmiResult.ErrorRtt(1), s => (s.A[2], s.A[3]) = (NoTables, NoTables + 0x1000)),
        ]);
        yield return new(RmiCommand.RttSetRipas, s =>
        {
            s.Realm = new TestRealm(s.Bench).Start(
                [.. A64.Call((ulong)RsiCommand.IpaStateSet, TestRealm.Data, TestRealm.Data + 0x4000, (ulong)Ripas.Ram)]);
            s.A[1] = s.Realm.Rd;
            s.A[2] = s.Realm.Rec;
            s.A[3] = TestRealm.Data;
            s.A[4] = TestRealm.Data + 0x4000;
            Assert.That(s.Realm.Enter(), Is.EqualTo(RmiRecExitReason.RipasChange));
        },
        [
            Break.RmmState(),
            .. Break.Granule("rd", 1),
            .. Break.Granule("rec", 2),
            Break.Input("size", s => s.A[3] = (s.A[4] & ~0xFFFUL) + 0x1000) with { Composes = true },
            Break.Input("base_bound", s => s.A[3] -= 0x1000) with { Composes = true },
            Break.Input("top_bound", s => s.A[4] += 0x1000),
            Break.Input("top_gran_align", s => s.A[4] -= 8),
            new("rec_running", RmiStatus.ErrorRec, s =>
            {
                Rec rec = s.Rec;
                rec.State = RecState.Running;
            }),
            new("rec_owner", RmiStatus.ErrorRec, s =>
            {
                Rec rec = s.Rec;
                rec.Owner = new TestRealm(s.Bench).Rd;
            }),
            new("base_align", RmiResult.ErrorRtt(1), s => Request(s, NoTables + 0x1000, NoTables + 0x2000)),
            new("no_progress", RmiResult.ErrorRtt(1), s => Request(s, NoTables, NoTables + 0x1000)),
        ]);
        yield return new(RmiCommand.RttDataMapInit, s =>
        {
            Start(s, 3);
            s.A[2] = s.Bench.NewDelegated();
            s.A[3] = TestRealm.Code;
            s.A[4] = s.Bench.NewGranule();
            s.A[5] = (ulong)RmiDataFlags.Measure;
        },
        [
            Break.RmmState(),
            .. Break.HostPage("src", 4),
            Break.Input("flags", s => s.A[5] = 2),
            .. Break.Granule("data", 2),
            .. Break.Granule("rd", 1),
            Break.Input("ipa_align", s => s.A[3] += 8),
            Break.Input("ipa_bound", s => s.A[3] += TestRealm.Unprotected) with { Composes = true },
            new("realm_state", RmiStatus.ErrorRealm, s => s.Realm.Activate()),
            new("rtt_walk", RmiResult.ErrorRtt(1), s => s.A[3] = NoTables),
            new("rtte_state", RmiResult.ErrorRtt(3), s => s.Realm.MapInit(TestRealm.Code, [])),
        ]);
    }

    private static Break[] Table(int ipa, int level) =>
    [
        Break.Input("level_bound", s => s.A[level] = 4),
        Break.Input("ipa_align", s => s.A[ipa] += 0x1000) with { Composes = true },
        Break.Input("ipa_bound", s => s.A[ipa] += 1UL << 33) with { Composes = true },
    ];

    // A table that is live cannot go: then the command is about a place without one.
    private static void NoTable(Scenario s)
    {
        if (!s.Bench.Rmi(RmiCommand.RttDestroy, s.Realm.Rd, TestRealm.Code, 3).IsSuccess)
            s.A[2] = TestRealm.Code + 0x20_0000;
    }

    private static void TableAtCode(Scenario s)
    {
        Start(s, 3);
        s.A[2] = TestRealm.Code;
        s.A[3] = 3;
    }

    private static void Start(Scenario s, int level)
    {
        s.Realm = new TestRealm(s.Bench);
        s.Realm.MakeTables(TestRealm.Code, level);
        s.A[1] = s.Realm.Rd;
    }

    private static void Request(Scenario s, ulong start, ulong top)
    {
        Rec rec = s.Rec;
        (rec.RipasAddr, rec.RipasTop) = (start, top);
        (s.A[3], s.A[4]) = (start, top);
    }
}
