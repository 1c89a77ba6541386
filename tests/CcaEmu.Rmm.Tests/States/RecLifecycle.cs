using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.States;

/// <summary>A REC with what its last exit has left open; beside it another one that is off. The Realm always ends by waiting.</summary>
internal sealed class RecLifecycle : StateSubject
{
    private const int Vectors = 0x800;

    private readonly TestRealm _realm;
    private readonly ulong _rec;
    private readonly ulong _other;

    private RecLifecycle(RmmBench bench, string state)
        : base(bench)
    {
        _realm = new TestRealm(bench);
        _realm.MapInit(TestRealm.Data, []);
        var words = new uint[1024];
        uint[] program = [.. A64.Load(28, TestRealm.Code + Vectors), A64.Msr(3, 0, 12, 0, 0, 28), .. Cause(state), A64.Wfi, Back];
        program.CopyTo(words, 0);
        uint[] handler = [A64.Wfi, Back];
        handler.CopyTo(words, (Vectors + 0x200) / 4);
        _realm.MapCode(words);
        _rec = _realm.NewRec();
        _other = _realm.NewRec(runnable: false, mpidr: 1);
        _realm.Activate();
    }

    public static StateMachine Machine { get; } = new(
        "rec",
        [
            "NULL", "READY", "READY_NOT_RUNNABLE", "READY_PSCI", "READY_HOST_CALL", "READY_RIPAS_CHANGE", "READY_REGISTER_READ", "READY_UNPROTECTED_ABORT",
            "READY_EMULATABLE_ABORT", "RUNNING",
        ],
        [
            "RMI_REC_CREATE", "RMI_REC_ENTER", "RMI_REC_ENTER with emul_mmio", "RMI_REC_ENTER with inject_sea", "RMI_REC_ENTER with LR.HW", "RMI_REC_DESTROY",
            "RMI_PSCI_COMPLETE of its request", "RMI_PSCI_COMPLETE of a request about it", "RMI_RTT_SET_RIPAS", "RMI_REALM_TERMINATE",
        ], Make);

    public override string State
    {
        get
        {
            if (Bench.Rmm.StateOf(_rec) != GranuleState.Rec)
                return "NULL";
            Rec rec = Rec;
            return (rec.State, rec.IsRunnable, rec.Pending, rec.Abort) switch
            {
                (RecState.Running, _, _, _) => "RUNNING",
                (_, false, _, _) => "READY_NOT_RUNNABLE",
                (_, _, RecPending.None, RecAbort.None) => "READY",
                (_, _, RecPending.None, var abort) => $"READY_{StateMachineTests.Name(abort)}_ABORT",
                (_, _, var pending, _) => $"READY_{StateMachineTests.Name(pending)}",
            };
        }
    }

    // B .-4
    private static uint Back => 0x17FF_FFFF;

    private Rec Rec => new(new RealmMemory(Bench.Pe.Physical), _rec);

    public override RmiResult Fire(string name) => name switch
    {
        "RMI_REC_CREATE" => Bench.Rmi(RmiCommand.RecCreate, new TestRealm(Bench).Rd, _rec, Bench.NewPage(TestRealm.RecParams(true, 0, TestRealm.Code))),
        "RMI_REC_ENTER" => Enter(0),
        "RMI_REC_ENTER with emul_mmio" => Enter(RmiRecEnterFlags.EmulMmio),
        "RMI_REC_ENTER with inject_sea" => Enter(RmiRecEnterFlags.InjectSea),
        "RMI_REC_ENTER with LR.HW" => EnterWithHardwareInterrupt(),
        "RMI_REC_DESTROY" => Bench.Rmi(RmiCommand.RecDestroy, _rec),
        "RMI_PSCI_COMPLETE of its request" => Bench.Rmi(RmiCommand.PsciComplete, _rec, _other, 0),
        "RMI_PSCI_COMPLETE of a request about it" => CompleteOther(),
        "RMI_RTT_SET_RIPAS" => Bench.Rmi(RmiCommand.RttSetRipas, _realm.Rd, _rec, TestRealm.Data, TestRealm.Data + 0x1000),
        "RMI_REALM_TERMINATE" => Bench.Rmi(RmiCommand.RealmTerminate, _realm.Rd),
        _ => throw new ArgumentException($"'{name}' is no event", nameof(name)),
    };

    // What the program does before it waits.
    private static uint[] Cause(string state) => state switch
    {
        "READY_NOT_RUNNABLE" => A64.Call((ulong)PsciFunction.CpuOff),
        "READY_PSCI" => A64.Call((ulong)PsciFunction.CpuOn, 1, TestRealm.Code),
        "READY_HOST_CALL" => A64.Call((ulong)RsiCommand.HostCall, TestRealm.Data),
        "READY_RIPAS_CHANGE" => A64.Call((ulong)RsiCommand.IpaStateSet, TestRealm.Data, TestRealm.Data + 0x1000, (ulong)Ripas.Ram),
        // ICC_SGI1R_EL1 is written; a read that exits needs a trap that the host has set.
        "READY_REGISTER_READ" => [A64.Mrs(3, 3, 0, 12, 12, 0)],
        "READY_UNPROTECTED_ABORT" => [.. A64.Load(4, TestRealm.Unprotected), A64.LdrPost(5, 4)],
        "READY_EMULATABLE_ABORT" => [.. A64.Load(4, TestRealm.Unprotected), A64.Ldr(5, 4)],
        _ => [],
    };

    private static RecLifecycle Make(string state, string name)
    {
        var it = new RecLifecycle(new RmmBench(), state);
        if (state == "READY_REGISTER_READ")
            it.Bench.Pe[SystemRegister.ICH_HCR_EL2] = ICH_HCR_EL2.TALL1;
        if (state is not ("NULL" or "RUNNING" or "READY"))
            Assert.That(it.Enter(0).IsSuccess);
        if (state == "NULL")
            it.Bench.Succeed(RmiCommand.RecDestroy, it._rec);
        if (state == "RUNNING")
        {
            // As it is while another PE is in the Realm.
            _ = it.Rec with { State = RecState.Running, RipasAddr = TestRealm.Data, RipasTop = TestRealm.Data + 0x1000 };
            Rd rd = new(new RealmMemory(it.Bench.Pe.Physical), it._realm.Rd);
            rd.NumRunning = 1;
        }
        return it;
    }

    private RmiResult Enter(RmiRecEnterFlags flags)
    {
        Bench.Write64(_realm.Run + RmiRecRunLayout.EnterFlags, (ulong)(flags | RmiRecEnterFlags.TrapWfi));
        return Bench.Rmi(RmiCommand.RecEnter, _rec, _realm.Run);
    }

    private RmiResult EnterWithHardwareInterrupt()
    {
        Bench.Pe[SystemRegister.ICH_LR0_EL2] = ICH_LR_EL2.HW;
        RmiResult result = Enter(0);
        Bench.Pe[SystemRegister.ICH_LR0_EL2] = 0;
        return result;
    }

    // As if the other REC had asked to turn this one on.
    private RmiResult CompleteOther()
    {
        Rec calling = new(new RealmMemory(Bench.Pe.Physical), _other) { Pending = RecPending.Psci };
        (calling[0], calling[1], calling[2]) = ((ulong)PsciFunction.CpuOn, 0, TestRealm.Code);
        return Bench.Rmi(RmiCommand.PsciComplete, _other, _rec, 0);
    }
}
