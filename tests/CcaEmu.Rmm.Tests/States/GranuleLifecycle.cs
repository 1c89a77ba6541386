using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Tests.Bench;
using CcaEmu.Rmm.Tests.Rmi;

namespace CcaEmu.Rmm.Tests.States;

/// <summary>One granule, as each thing that a granule can be, and each argument that a granule can be.</summary>
internal sealed class GranuleLifecycle : StateSubject
{
    private const ulong Page = TestRealm.Data;
    private const ulong Table = TestRealm.Code + 0x20_0000;
    private const ulong Shared = TestRealm.Unprotected;

    private readonly TestRealm _realm;
    private readonly TestRealm _newRealm;
    private readonly ulong _granule;
    private readonly ulong _first;
    private ulong _operation;

    private GranuleLifecycle(RmmBench bench, string state)
        : base(bench)
    {
        _realm = new TestRealm(bench);
        _newRealm = new TestRealm(bench);
        _realm.MapCode(A64.Wfi, A64.Stop);
        _realm.MakeTables(Table, 2);
        _realm.MakeTables(Shared);
        _newRealm.MakeTables(Page);
        _first = bench.NewDelegated();
        NewRec(_first, 0);
        _granule = bench.NewGranule();
        if (state != "UNDELEGATED")
            bench.Delegate(_granule);
        if (state == "REC")
            NewRec(_granule, 1);
        NewRec(bench.NewDelegated(), state == "REC" ? 2UL : 1);
        _realm.Activate();
    }

    public static StateMachine Machine { get; } = new(
        "granule", ["UNDELEGATED", "DELEGATED", "RD", "REC", "RTT", "DATA", "INTERNAL"],
        [
            "RMI_GRANULE_RANGE_DELEGATE", "RMI_GRANULE_RANGE_UNDELEGATE", "RMI_RMM_CONFIG_GET", "RMI_REALM_CREATE as rd", "RMI_REALM_CREATE as rtt_base",
            "RMI_REALM_CREATE as params", "RMI_REALM_ACTIVATE", "RMI_REALM_TERMINATE", "RMI_REALM_DESTROY", "RMI_REC_CREATE as rd", "RMI_REC_CREATE as rec",
            "RMI_REC_CREATE as params", "RMI_REC_DESTROY", "RMI_REC_ENTER as rec", "RMI_REC_ENTER as run", "RMI_PSCI_COMPLETE as calling", "RMI_RTT_CREATE as rd",
            "RMI_RTT_CREATE as rtt", "RMI_RTT_DESTROY", "RMI_RTT_FOLD", "RMI_RTT_READ_ENTRY", "RMI_RTT_DATA_MAP_INIT as data", "RMI_RTT_DATA_MAP_INIT as src",
            "RMI_RTT_DATA_MAP", "RMI_RTT_DATA_MAP as list", "RMI_RTT_DATA_UNMAP", "RMI_RTT_DATA_UNMAP as list", "RMI_RTT_UNPROT_MAP", "RMI_RTT_UNPROT_UNMAP",
            "RMI_RTT_INIT_RIPAS", "RMI_RTT_SET_RIPAS as rec", "RMI_OP_MEM_DONATE", "RMI_OP_MEM_DONATE as list", "RMI_OP_MEM_RECLAIM",
        ], Make);

    public override string State => StateMachineTests.Name(Bench.Rmm.StateOf(_granule));

    private RealmMemory Memory => new(Bench.Pe.Physical);

    public override RmiResult Fire(string name)
    {
        ulong g = _granule, rd = _realm.Rd, newRd = _newRealm.Rd, one = RttRangeScenarios.OneRange;
        return name switch
        {
            "RMI_GRANULE_RANGE_DELEGATE" => Bench.Rmi(RmiCommand.GranuleRangeDelegate, g, g + 0x1000),
            "RMI_GRANULE_RANGE_UNDELEGATE" => Bench.Rmi(RmiCommand.GranuleRangeUndelegate, g, g + 0x1000),
            "RMI_RMM_CONFIG_GET" => Bench.Rmi(RmiCommand.RmmConfigGet, g),
            "RMI_REALM_CREATE as rd" => Bench.Rmi(RmiCommand.RealmCreate, g, Bench.NewPage(Parameters(Bench.NewDelegated()))),
            "RMI_REALM_CREATE as rtt_base" => Bench.Rmi(RmiCommand.RealmCreate, Bench.NewDelegated(), Bench.NewPage(Parameters(g))),
            "RMI_REALM_CREATE as params" => Bench.Rmi(RmiCommand.RealmCreate, Bench.NewDelegated(), Holding(Parameters(Bench.NewDelegated()))),
            "RMI_REALM_ACTIVATE" => Bench.Rmi(RmiCommand.RealmActivate, g),
            "RMI_REALM_TERMINATE" => Bench.Rmi(RmiCommand.RealmTerminate, g),
            "RMI_REALM_DESTROY" => DestroyRealm(),
            "RMI_REC_CREATE as rd" => Bench.Rmi(RmiCommand.RecCreate, g, Bench.NewDelegated(), Bench.NewPage(RecParameters)),
            "RMI_REC_CREATE as rec" => Bench.Rmi(RmiCommand.RecCreate, newRd, g, Bench.NewPage(RecParameters)),
            "RMI_REC_CREATE as params" => Bench.Rmi(RmiCommand.RecCreate, newRd, Bench.NewDelegated(), Holding(RecParameters)),
            "RMI_REC_DESTROY" => Bench.Rmi(RmiCommand.RecDestroy, g),
            "RMI_REC_ENTER as rec" => Enter(g, Bench.NewGranule()),
            "RMI_REC_ENTER as run" => Enter(_first, g),
            "RMI_PSCI_COMPLETE as calling" => CompletePsci(),
            "RMI_RTT_CREATE as rd" => Bench.Rmi(RmiCommand.RttCreate, g, Bench.NewDelegated(), 0, 2),
            "RMI_RTT_CREATE as rtt" => Bench.Rmi(RmiCommand.RttCreate, rd, g, 0, 2),
            "RMI_RTT_DESTROY" => Bench.Rmi(RmiCommand.RttDestroy, rd, Table, 3),
            "RMI_RTT_FOLD" => Bench.Rmi(RmiCommand.RttFold, rd, Table, 3),
            "RMI_RTT_READ_ENTRY" => Bench.Rmi(RmiCommand.RttReadEntry, g, 0, 1),
            "RMI_RTT_DATA_MAP_INIT as data" => Bench.Rmi(RmiCommand.RttDataMapInit, newRd, g, Page, Bench.NewGranule()),
            "RMI_RTT_DATA_MAP_INIT as src" => Bench.Rmi(RmiCommand.RttDataMapInit, newRd, Bench.NewDelegated(), Page, g),
            "RMI_RTT_DATA_MAP" => Bench.Rmi(RmiCommand.RttDataMap, newRd, Page, Page + 0x1000, one, RttRangeScenarios.Pages(g, 1)),
            "RMI_RTT_DATA_MAP as list" => MapList(),
            "RMI_RTT_DATA_UNMAP" => Bench.Rmi(RmiCommand.RttDataUnmap, rd, Page, Page + 0x1000, one),
            "RMI_RTT_DATA_UNMAP as list" => Bench.Rmi(RmiCommand.RttDataUnmap, rd, TestRealm.Code, TestRealm.Code + 0x1000, RttRangeScenarios.ListOf(1), g),
            "RMI_RTT_UNPROT_MAP" => MapNs(),
            "RMI_RTT_UNPROT_UNMAP" => UnmapNs(),
            "RMI_RTT_INIT_RIPAS" => Bench.Rmi(RmiCommand.RttInitRipas, g, 0, 1UL << 30),
            "RMI_RTT_SET_RIPAS as rec" => SetRipas(),
            "RMI_OP_MEM_DONATE" => Donate(BeginRec(), g),
            "RMI_OP_MEM_DONATE as list" => DonateByList(),
            "RMI_OP_MEM_RECLAIM" => Bench.Rmi(RmiCommand.OpMemReclaim, _operation, Bench.NewGranule(), 512),
            _ => throw new ArgumentException($"'{name}' is no event", nameof(name)),
        };
    }

    private static byte[] RecParameters => TestRealm.RecParams(true, 0, TestRealm.Code);

    private static GranuleLifecycle Make(string state, string name)
    {
        bool isSplit = state == "INTERNAL" || name.StartsWith("RMI_OP", StringComparison.Ordinal);
        var it = new GranuleLifecycle(new RmmBench(isSplit ? FixedPlan.RecCreate(2) : null), state);
        switch (state)
        {
            case "RD":
                it.Bench.Succeed(RmiCommand.RealmCreate, it._granule, it.Bench.NewPage(Parameters(it.Bench.NewDelegated())));
                break;
            case "RTT":
                it.Bench.Succeed(RmiCommand.RttCreate, it._realm.Rd, it._granule, Table, 3);
                break;
            case "DATA":
                it.Bench.Succeed(RmiCommand.RttDataMap, it._realm.Rd, Page, Page + 0x1000, RttRangeScenarios.OneRange, RttRangeScenarios.Pages(it._granule, 1));
                break;
            case "INTERNAL":
                it.HoldByOperation(isReturning: name == "RMI_OP_MEM_RECLAIM");
                break;
        }
        return it;
    }

    private static byte[] Parameters(ulong rtt) => (new RealmParams() with { RttBase = rtt }).ToBytes();

    // A REC of the Realm that runs; it asks for memory where the RMM splits REC_CREATE.
    private void NewRec(ulong rec, ulong mpidr)
    {
        ulong parameters = Bench.NewPage(TestRealm.RecParams(mpidr == 0, mpidr, TestRealm.Code));
        Assert.That(Complete(RmiCommand.RecCreate, _realm.Rd, rec, parameters).IsSuccess);
    }

    // The granule with contents, where it is the host's.
    private ulong Holding(byte[] contents)
    {
        if (Bench.Rmm.StateOf(_granule) == GranuleState.Undelegated)
            Bench.Write(_granule, contents);
        return _granule;
    }

    private RmiResult DestroyRealm()
    {
        Bench.Rmi(RmiCommand.RealmTerminate, _granule);
        return Bench.Rmi(RmiCommand.RealmDestroy, _granule);
    }

    private RmiResult Enter(ulong rec, ulong run)
    {
        if (Bench.Rmm.StateOf(run) == GranuleState.Undelegated)
            Bench.Write64(run + RmiRecRunLayout.EnterFlags, (ulong)RmiRecEnterFlags.TrapWfi);
        if (Bench.Rmm.StateOf(rec) == GranuleState.Rec)
            _ = new Rec(Memory, rec) { IsRunnable = true };
        return Bench.Rmi(RmiCommand.RecEnter, rec, run);
    }

    private RmiResult CompletePsci()
    {
        ulong target = Bench.Rmm.StateOf(_granule) == GranuleState.Rec ? _first : 0;
        if (target != 0)
        {
            Rec calling = new(Memory, _granule) { Pending = RecPending.Psci };
            (calling[0], calling[1]) = ((ulong)PsciFunction.AffinityInfo, 0);
        }
        return Bench.Rmi(RmiCommand.PsciComplete, _granule, _first, 0);
    }

    private RmiResult SetRipas()
    {
        if (Bench.Rmm.StateOf(_granule) == GranuleState.Rec)
            _ = new Rec(Memory, _granule) { RipasAddr = Page, RipasTop = Page + 0x1000, RipasValue = Ripas.Ram };
        return Bench.Rmi(RmiCommand.RttSetRipas, _realm.Rd, _granule, Page, Page + 0x1000);
    }

    private RmiResult MapList()
    {
        ulong descriptor = RttRangeScenarios.Pages(Bench.NewDelegated(), 1);
        return Bench.Rmi(RmiCommand.RttDataMap, _newRealm.Rd, Page, Page + 0x1000, RttRangeScenarios.ListOf(1), Holding(BitConverter.GetBytes(descriptor)));
    }

    private RmiResult MapNs() => Bench.Rmi(
        RmiCommand.RttUnprotMap, _realm.Rd, Shared, Shared + 0x1000, new RmiMapFlags(RttRangeScenarios.OneRange).WithAttributes(6, 3).Value,
        RttRangeScenarios.Pages(_granule, 1));

    private RmiResult UnmapNs()
    {
        Assert.That(MapNs().IsSuccess, "neither state nor GPI of what is mapped matters");
        return Bench.Rmi(RmiCommand.RttUnprotUnmap, _realm.Rd, Shared, Shared + 0x1000, RttRangeScenarios.OneRange);
    }

    private ulong BeginRec()
    {
        Assert.That(Bench.Rmi(RmiCommand.RecCreate, _newRealm.Rd, Bench.NewDelegated(), Bench.NewPage(RecParameters)).Status, Is.EqualTo(RmiStatus.Incomplete).Or.EqualTo(RmiStatus.Blocked));
        return Bench.X[1];
    }

    private RmiResult DonateByList()
    {
        ulong handle = BeginRec();
        ulong descriptor = RttRangeScenarios.Pages(Bench.NewDelegated(), 1);
        return Bench.Rmi(RmiCommand.OpMemDonate, handle, Holding(BitConverter.GetBytes(descriptor)), 1);
    }

    // An operation on a Realm of its own has it, or gives it back.
    private void HoldByOperation(bool isReturning)
    {
        var other = new TestRealm(Bench);
        Assert.That(Bench.Rmi(RmiCommand.RecCreate, other.Rd, Bench.NewDelegated(), Bench.NewPage(RecParameters)).Status, Is.EqualTo(RmiStatus.Incomplete));
        _operation = Bench.X[1];
        Donate(_operation, _granule);
        if (isReturning)
            Bench.Rmi(RmiCommand.OpCancel, _operation);
    }
}
