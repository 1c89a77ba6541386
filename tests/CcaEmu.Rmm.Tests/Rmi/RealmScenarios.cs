using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>Failure conditions of commands about a Realm as a whole.</summary>
internal static class RealmScenarios
{
    public static IEnumerable<CommandScenario> All()
    {
        yield return new(RmiCommand.RealmCreate, s =>
        {
            s.A[1] = s.Bench.NewDelegated();
            s.A[2] = s.Page = s.Bench.NewGranule();
            s.Params = new RealmParams { RttBase = s.Bench.NewDelegated() };
        },
        [
            Break.RmmState(),
            new("pat_valid", RmiStatus.ErrorGlobal, s => s.Bench.Rmm.Context.IsPlatformTokenValid = false),
            .. Break.HostPage("params", 2),
            Break.Input("params_valid", s => s.Params = s.Params with { HashAlgo = 3 }),
            Break.Input("params_supp", s => s.Params = s.Params with { NumBps = 0 }),
            Break.Input("rtt_num_level", s => s.Params = s.Params with { RttNumStart = 2 }),
            Break.Input("alias", Alias),
            .. Break.Granule("rd", 1),
            Break.Input("rtt_align", s => s.Params = s.Params with { RttBase = s.Params.RttBase - 8 }),
            Break.Input("rtt_state", s => s.Params = s.Params with { RttBase = s.Bench.NewGranule(2) + RmmBench.Granule }),
            Break.Input("ats_plane", s => s.Params = s.Params with { AtsPlane = 1 }),
            new("mec", RmiStatus.ErrorGlobal, s =>
            {
                WantMecid(s);
                while (s.Bench.Rmm.Context.Mecids.TryTake(out _))
                {
                }
            }),
            new("vmids", RmiStatus.ErrorGlobal, s =>
            {
                while (s.Bench.Rmm.Context.Vmids.TryTake(out _))
                {
                }
            }),
            new("mec_refused", RmiStatus.ErrorGlobal, s =>
            {
                WantMecid(s);
                s.Bench.Refuse(FirmeCommand.MecRefresh, FirmeStatus.Denied);
            }),
        ], Features: MecTests.WithMec);
        yield return new(RmiCommand.RealmActivate, NewRealm,
        [
            Break.RmmState(),
            .. Break.Granule("rd", 1),
            new("realm_state", RmiStatus.ErrorRealm, s => s.Realm.Activate()),
        ]);
        yield return new(RmiCommand.RealmTerminate, NewRealm,
        [
            Break.RmmState(),
            .. Break.Granule("rd", 1),
            new("rec_running", RmiStatus.ErrorRealm, s =>
            {
                Rd rd = s.Rd;
                rd.NumRunning = 1;
            }),
        ]);
        yield return new(RmiCommand.RealmDestroy, s =>
        {
            NewRealm(s);
            s.Bench.Succeed(RmiCommand.RealmTerminate, s.Realm.Rd);
        },
        [
            Break.RmmState(),
            .. Break.Granule("rd", 1),
            new("realm_state", RmiStatus.ErrorRealm, s =>
            {
                Rd rd = s.Rd;
                rd.State = RealmState.SystemOff;
            }),
            new("realm_live", RmiStatus.ErrorRealm, s => s.Realm.MakeTables(TestRealm.Code, 2)),
        ]);
    }

    private static void WantMecid(Scenario s) =>
        s.Params = s.Params with { Flags0 = RmiRealmFlags0.MecPolicy.Set(0, (ulong)RmiMecPolicy.Private) };

    // What is wrong with either of the two stays so.
    private static void Alias(Scenario s)
    {
        ulong table = s.Params.RttBase;
        if (s.Bench.Rmm.StateOf(table) == GranuleState.Undelegated && (table & 0xFFF) == 0)
            s.A[1] = table;
        else
            s.Params = s.Params with { RttBase = (s.A[1] & ~0xFFFUL) - ((0 - table) & 0xFFF) };
    }

    private static void NewRealm(Scenario s)
    {
        s.Realm = new TestRealm(s.Bench);
        s.A[1] = s.Realm.Rd;
    }
}
