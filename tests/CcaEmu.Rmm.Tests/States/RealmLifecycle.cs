using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Tests.Bench;
using CcaEmu.Rmm.Tests.Rmi;

namespace CcaEmu.Rmm.Tests.States;

/// <summary>A Realm with three RECs, tables, a page of code and one of the host's: everything that a command can be about.</summary>
internal sealed class RealmLifecycle : StateSubject
{
    private const ulong Spare = TestRealm.Code + 0x20_0000;
    private const ulong Free = TestRealm.Data;
    private const ulong Elsewhere = 0x4000_0000;

    private readonly TestRealm _realm;
    private readonly ulong[] _recs;

    private RealmLifecycle(RmmBench bench)
        : base(bench)
    {
        _realm = new TestRealm(bench);
        // What the Realm does is in X0 of each REC: it calls the function and then waits.
        _realm.MapCode(A64.Smc, A64.Wfi, A64.Stop);
        _realm.MakeTables(Spare);
        _realm.MakeTables(TestRealm.Unprotected);
        ulong[] functions = [(ulong)PsciFunction.SystemOff, (ulong)PsciFunction.SystemReset, (ulong)PsciFunction.Version, 0];
        _recs = [.. functions.Select((function, i) => _realm.NewRec(runnable: i < 3, mpidr: (ulong)i, TestRealm.Code, function))];
        bench.Succeed(RmiCommand.RttUnprotMap, _realm.Rd, TestRealm.Unprotected, TestRealm.Unprotected + 0x1000, NsFlags, RttRangeScenarios.Pages(bench.NewGranule(), 1));
    }

    public static StateMachine Machine { get; } = new(
        "realm", ["NEW", "ACTIVE", "SYSTEM_OFF", "ZOMBIE", "ZOMBIE_EMPTY", "NULL"],
        [
            "RMI_REALM_CREATE", "RMI_REALM_ACTIVATE", "RMI_REALM_TERMINATE", "RMI_REALM_DESTROY", "RMI_REC_CREATE", "RMI_REC_DESTROY",
            "RMI_REC_ENTER and it waits", "RMI_REC_ENTER and it calls SYSTEM_OFF", "RMI_REC_ENTER and it calls SYSTEM_RESET", "RMI_PSCI_COMPLETE", "RMI_RTT_CREATE",
            "RMI_RTT_DESTROY", "RMI_RTT_FOLD", "RMI_RTT_READ_ENTRY", "RMI_RTT_DATA_MAP_INIT", "RMI_RTT_DATA_MAP", "RMI_RTT_DATA_UNMAP", "RMI_RTT_UNPROT_MAP",
            "RMI_RTT_UNPROT_UNMAP", "RMI_RTT_INIT_RIPAS", "RMI_RTT_SET_RIPAS",
        ], Make);

    public override string State
    {
        get
        {
            if (Bench.Rmm.StateOf(_realm.Rd) != GranuleState.Rd)
                return "NULL";
            Rd rd = new(Memory, _realm.Rd);
            return StateMachineTests.Name(rd.State) + (rd.State == RealmState.Zombie && rd.NumRecs == 0 ? "_EMPTY" : "");
        }
    }

    private static ulong NsFlags => new RmiMapFlags(RttRangeScenarios.OneRange).WithAttributes(6, 3).Value;

    private RealmMemory Memory => new(Bench.Pe.Physical);

    public override RmiResult Fire(string name)
    {
        ulong rd = _realm.Rd, one = RttRangeScenarios.OneRange;
        ulong ns = TestRealm.Unprotected;
        return name switch
        {
            "RMI_REALM_CREATE" => Create(),
            "RMI_REALM_ACTIVATE" => Bench.Rmi(RmiCommand.RealmActivate, rd),
            "RMI_REALM_TERMINATE" => Bench.Rmi(RmiCommand.RealmTerminate, rd),
            "RMI_REALM_DESTROY" => Bench.Rmi(RmiCommand.RealmDestroy, rd),
            "RMI_REC_CREATE" => Bench.Rmi(RmiCommand.RecCreate, rd, Bench.NewDelegated(), Bench.NewPage(TestRealm.RecParams(true, 4, TestRealm.Code))),
            "RMI_REC_DESTROY" => Bench.Rmi(RmiCommand.RecDestroy, _recs[2]),
            "RMI_REC_ENTER and it calls SYSTEM_OFF" => Enter(0),
            "RMI_REC_ENTER and it calls SYSTEM_RESET" => Enter(1),
            "RMI_REC_ENTER and it waits" => Enter(2),
            "RMI_PSCI_COMPLETE" => CompletePsci(),
            "RMI_RTT_CREATE" => Bench.Rmi(RmiCommand.RttCreate, rd, Bench.NewDelegated(), Elsewhere, 2),
            "RMI_RTT_DESTROY" => Bench.Rmi(RmiCommand.RttDestroy, rd, Spare, 3),
            "RMI_RTT_FOLD" => Bench.Rmi(RmiCommand.RttFold, rd, Spare, 3),
            "RMI_RTT_READ_ENTRY" => Bench.Rmi(RmiCommand.RttReadEntry, rd, TestRealm.Code, 3),
            "RMI_RTT_DATA_MAP_INIT" => Bench.Rmi(RmiCommand.RttDataMapInit, rd, Bench.NewDelegated(), Free, Bench.NewGranule()),
            "RMI_RTT_DATA_MAP" => Bench.Rmi(RmiCommand.RttDataMap, rd, Free, Free + 0x1000, one, RttRangeScenarios.Pages(Bench.NewDelegated(), 1)),
            "RMI_RTT_DATA_UNMAP" => Bench.Rmi(RmiCommand.RttDataUnmap, rd, TestRealm.Code, TestRealm.Code + 0x1000, one),
            "RMI_RTT_UNPROT_MAP" => Bench.Rmi(RmiCommand.RttUnprotMap, rd, ns + 0x1000, ns + 0x2000, NsFlags, RttRangeScenarios.Pages(Bench.NewGranule(), 1)),
            "RMI_RTT_UNPROT_UNMAP" => Bench.Rmi(RmiCommand.RttUnprotUnmap, rd, ns, ns + 0x1000, one),
            "RMI_RTT_INIT_RIPAS" => Bench.Rmi(RmiCommand.RttInitRipas, rd, Free, Free + 0x1000),
            "RMI_RTT_SET_RIPAS" => SetRipas(),
            _ => throw new ArgumentException($"'{name}' is no event", nameof(name)),
        };
    }

    private static RealmLifecycle Make(string state, string name)
    {
        var it = new RealmLifecycle(new RmmBench());
        if (state == "NEW")
            return it;
        it._realm.Activate();
        if (state == "ACTIVE")
            return it;
        if (state == "SYSTEM_OFF")
        {
            Assert.That(it.Enter(0).IsSuccess);
            return it;
        }
        it.Bench.Succeed(RmiCommand.RealmTerminate, it._realm.Rd);
        if (state == "ZOMBIE")
            return it;
        it.Empty();
        if (state == "NULL")
            it.Bench.Succeed(RmiCommand.RealmDestroy, it._realm.Rd);
        return it;
    }

    private void Empty()
    {
        foreach (ulong rec in _recs)
            Bench.Succeed(RmiCommand.RecDestroy, rec);
        Bench.Succeed(RmiCommand.RttDataUnmap, _realm.Rd, TestRealm.Code, TestRealm.Code + 0x1000, 0);
        Bench.Succeed(RmiCommand.RttDestroy, _realm.Rd, Spare, 3);
        Bench.Succeed(RmiCommand.RttDestroy, _realm.Rd, TestRealm.Code, 3);
        Bench.Succeed(RmiCommand.RttDestroy, _realm.Rd, TestRealm.Code, 2);
        Bench.Succeed(RmiCommand.RttDestroy, _realm.Rd, TestRealm.Unprotected, 3);
        Bench.Succeed(RmiCommand.RttDestroy, _realm.Rd, TestRealm.Unprotected, 2);
    }

    private RmiResult Create()
    {
        byte[] parameters = (new RealmParams() with { RttBase = Bench.NewDelegated() }).ToBytes();
        return Bench.Rmi(RmiCommand.RealmCreate, _realm.Rd, Bench.NewPage(parameters));
    }

    private RmiResult Enter(int rec)
    {
        Bench.Write64(_realm.Run + RmiRecRunLayout.EnterFlags, (ulong)RmiRecEnterFlags.TrapWfi);
        return Bench.Rmi(RmiCommand.RecEnter, _recs[rec], _realm.Run);
    }

    // As if the REC had asked to turn the fourth one on.
    private RmiResult CompletePsci()
    {
        if (Bench.Rmm.StateOf(_recs[2]) == GranuleState.Rec)
        {
            Rec calling = new(Memory, _recs[2]) { Pending = RecPending.Psci };
            (calling[0], calling[1], calling[2]) = ((ulong)PsciFunction.CpuOn, 3, TestRealm.Code);
        }
        return Bench.Rmi(RmiCommand.PsciComplete, _recs[2], _recs[3], 0);
    }

    // As if the REC had asked for RAM.
    private RmiResult SetRipas()
    {
        if (Bench.Rmm.StateOf(_recs[2]) == GranuleState.Rec)
            _ = new Rec(Memory, _recs[2]) { RipasAddr = Free, RipasTop = Free + 0x1000, RipasValue = Ripas.Ram };
        return Bench.Rmi(RmiCommand.RttSetRipas, _realm.Rd, _recs[2], Free, Free + 0x1000);
    }
}
