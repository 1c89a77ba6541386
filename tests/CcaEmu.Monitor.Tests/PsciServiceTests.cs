using CcaEmu.Arm;
using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Cpu.Accounting;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Monitor.Tests;

public sealed class PsciServiceTests
{
    private const ulong Second = 0x100;
    private const ulong Context = 0xC0117EC5;
    private const ulong Entry = FvpMemoryMap.ManagedHypervisor + 0x800;

    [Test]
    public void Cpu_on_boots_the_rmm_of_the_other_pe_and_enters_the_host_there_with_the_context()
    {
        using MonitorBench bench = Boot(out List<ulong[]> boots);
        Assert.That(CallOn(bench, PsciFunction.CpuOn, Second, Entry, Context), Is.EqualTo(PsciStatus.Success));
        ProcessingElement second = RunUntilHostEntry(bench);
        Assert.That(second.Index, Is.EqualTo(1));
        Assert.That((second.X(0), second.CurrentLevel, second.SecurityState, second.Daif),
            Is.EqualTo((Context, ExceptionLevel.EL2, SecurityState.NonSecure, 0xF)));
        Assert.That(boots[^1], Is.EqualTo(new ulong[] { 1, 0, 0, 0 }), "X0 to X3 of the warm boot");
        Assert.That(second[SystemRegister.GPCCR_EL3] & GPCCR_EL3.GPC, Is.Not.Zero, "granule protection is on for the PE");
        Assert.That(second.ModelledCycles, Is.GreaterThan(0ul), "its time goes on from the call");
    }

    [Test]
    public void A_pe_that_comes_back_hands_the_rmm_its_token_of_the_first_time()
    {
        using MonitorBench bench = Boot(out List<ulong[]> boots);
        CallOn(bench, PsciFunction.CpuOn, Second, Entry, Context);
        ProcessingElement second = RunUntilHostEntry(bench);
        MonitorBench.CallFrom(bench.Host, second, new SmcCall((uint)PsciFunction.CpuOff));
        bench.Host.Resume = pe =>
        {
            pe.Charge(new Work(WorkStep.MonitorGeneralSave, 1000));
            if (!bench.Machine.IsOn(second))
                bench.Machine.RequestStop();
        };
        bench.Machine.Run(10_000);
        bench.Host.Resume = _ => bench.Machine.RequestStop();
        Assert.That(CallOn(bench, PsciFunction.AffinityInfo, Second, 0), Is.EqualTo((PsciStatus)PsciAffinityState.Off));
        CallOn(bench, PsciFunction.CpuOn, Second, Entry, Context + 1);
        Assert.That(RunUntilHostEntry(bench).X(0), Is.EqualTo(Context + 1));
        Assert.That(boots[^1][1], Is.EqualTo(0x7041ul));
    }

    [Test]
    public void Affinity_info_goes_from_off_over_on_pending_to_on()
    {
        using MonitorBench bench = Boot(out _);
        Assert.That(CallOn(bench, PsciFunction.AffinityInfo, Second, 0), Is.EqualTo((PsciStatus)PsciAffinityState.Off));
        Assert.That(CallOn(bench, PsciFunction.CpuOn, Second, Entry, 0), Is.EqualTo(PsciStatus.Success));
        // The other PE has not had a turn yet.
        Assert.That(ServeAtOnce(bench, PsciFunction.AffinityInfo, Second, 0), Is.EqualTo((PsciStatus)PsciAffinityState.OnPending));
        Assert.That(ServeAtOnce(bench, PsciFunction.CpuOn, Second, Entry), Is.EqualTo(PsciStatus.OnPending));
        RunUntilHostEntry(bench);
        Assert.That(CallOn(bench, PsciFunction.AffinityInfo, Second, 0), Is.EqualTo((PsciStatus)PsciAffinityState.On));
        Assert.That(CallOn(bench, PsciFunction.CpuOn, Second, Entry, 0), Is.EqualTo(PsciStatus.AlreadyOn));
    }

    [TestCase(0x300ul, 0x8020_0800ul, PsciStatus.InvalidParameters, TestName = "Cpu_on_of_a_pe_that_is_not_there")]
    [TestCase(0x101ul, 0x8020_0800ul, PsciStatus.InvalidParameters, TestName = "Cpu_on_of_a_thread_that_is_not_there")]
    [TestCase(0x100ul, 0x0400_0000ul, PsciStatus.InvalidAddress, TestName = "Cpu_on_into_root_memory")]
    [TestCase(0x100ul, 0xFDC0_0000ul, PsciStatus.InvalidAddress, TestName = "Cpu_on_into_the_rmm")]
    [TestCase(0x000ul, 0x8020_0800ul, PsciStatus.AlreadyOn, TestName = "Cpu_on_of_the_caller")]
    public void Cpu_on_refuses(ulong target, ulong entry, PsciStatus expected)
    {
        using MonitorBench bench = Boot(out _);
        Assert.That(CallOn(bench, PsciFunction.CpuOn, target, entry, 0), Is.EqualTo(expected));
        Assert.That(bench.Machine.IsOn(bench.Machine.Pes[1]), Is.False);
    }

    [Test]
    public void The_32_bit_form_ignores_the_upper_halves()
    {
        using MonitorBench bench = Boot(out _);
        const ulong Noise = 0xDEAD_0000_0000_0000;
        Assert.That(CallOn(bench, PsciFunction.CpuOnSmc32, Noise | Second, Noise | Entry, Noise | 5), Is.EqualTo(PsciStatus.Success));
        Assert.That(RunUntilHostEntry(bench).X(0), Is.EqualTo(5ul));
    }

    [Test]
    public void When_the_rmm_fails_on_one_pe_all_lose_it_and_the_host_goes_on()
    {
        using MonitorBench bench = Boot(out _);
        bench.Rmm.Entry = pe => MonitorBench.CallFrom(bench.Rmm, pe, new SmcCall((uint)RmmEl3Command.BootComplete, unchecked((ulong)-8L)));
        CallOn(bench, PsciFunction.CpuOn, Second, Entry, Context);
        Assert.That(RunUntilHostEntry(bench).X(0), Is.EqualTo(Context));
        Assert.That(bench.HostCall(new SmcCall(0xC400_0150)).X0, Is.EqualTo(ulong.MaxValue));
    }

    [Test]
    public void Standby_returns_when_an_interrupt_is_pending_and_time_has_passed()
    {
        using MonitorBench bench = Boot(out _);
        Assert.That(bench.CallOn(bench.Pe, new SmcCall((uint)PsciFunction.CpuSuspendSmc32)), Is.EqualTo(MachineStop.AllWaiting));
        bench.Pe.SetInterruptLine(InterruptLine.Irq, true);
        Assert.That(bench.Machine.Run(100), Is.EqualTo(MachineStop.Requested));
        Assert.That((PsciStatus)(int)bench.Pe.X(0), Is.EqualTo(PsciStatus.Success));
        Assert.That(bench.Pe.SecurityState, Is.EqualTo(SecurityState.NonSecure));
    }

    [Test]
    public void A_power_down_comes_back_at_the_entry_point_with_fresh_registers_and_the_realm_world_as_it_was()
    {
        using MonitorBench bench = Boot(out List<ulong[]> boots);
        bench.Pe[SystemRegister.TPIDR_EL2] = 0x5151;
        bench.Pe.X(20) = 0x2020;
        Assert.That(bench.CallOn(bench.Pe, new SmcCall((uint)PsciFunction.CpuSuspend, 0x1_0000, Entry, Context)), Is.EqualTo(MachineStop.AllWaiting));
        bench.Pe.SetInterruptLine(InterruptLine.Fiq, true);
        ProcessingElement pe = RunUntilHostEntry(bench);
        Assert.That((pe.X(0), pe.X(20), pe[SystemRegister.TPIDR_EL2]), Is.EqualTo((Context, 0ul, 0ul)));
        Assert.That(boots, Has.Count.EqualTo(1), "the RMM is not booted again");
        bool reached = false;
        bench.HostCall(new SmcCall(0xC400_0150), rmm =>
        {
            reached = rmm.PC == bench.Rmm.ResumePoint;
            MonitorBench.CallFrom(bench.Rmm, rmm, new SmcCall((uint)RmmEl3Command.RmiReqComplete));
        });
        Assert.That(reached, Is.True, "an RMI reaches it behind its last SMC");
    }

    [TestCase(0x8000_0000ul, 0x8020_0800ul, PsciStatus.InvalidParameters, TestName = "Suspend_with_a_reserved_bit")]
    [TestCase(0x0101_0000ul, 0x8020_0800ul, PsciStatus.InvalidParameters, TestName = "Suspend_of_a_cluster")]
    [TestCase(0x0001_0000ul, 0x0400_0000ul, PsciStatus.InvalidAddress, TestName = "Suspend_to_come_back_in_root_memory")]
    public void Suspend_refuses(ulong powerState, ulong entry, PsciStatus expected)
    {
        using MonitorBench bench = Boot(out _);
        Assert.That(CallOn(bench, PsciFunction.CpuSuspend, powerState, entry), Is.EqualTo(expected));
    }

    [Test]
    public void System_off_stops_the_machine_and_says_why()
    {
        using MonitorBench bench = Boot(out _);
        bench.Host.Resume = _ => { };
        Assert.That(bench.CallOn(bench.Pe, new SmcCall((uint)PsciFunction.SystemOff)), Is.EqualTo(MachineStop.PoweredOff));
    }

    [TestCase(PsciFunction.SystemReset, ResetCause.SystemReset)]
    [TestCase(PsciFunction.SystemReset2Smc32, ResetCause.SystemWarmReset)]
    [TestCase(PsciFunction.SystemReset2, ResetCause.SystemWarmReset)]
    public void A_system_reset_boots_all_layers_anew_with_the_first_pe_alone_and_does_not_return(PsciFunction function, ResetCause cause)
    {
        using MonitorBench bench = Boot(out List<ulong[]> boots);
        Assert.That(CallOn(bench, PsciFunction.CpuOn, 0x100, bench.Host.EntryPoint, Context), Is.EqualTo(PsciStatus.Success));
        RunUntilHostEntry(bench);
        Assert.That(boots, Has.Count.EqualTo(2), "both PEs are on");
        ulong before = bench.Pe.ModelledCycles;
        bench.Host.Resume = _ => throw new AssertionException("the call returned");
        bench.Host.Entry = _ => bench.Machine.RequestStop();
        Assert.That(bench.CallOn(bench.Pe, new SmcCall((uint)function)), Is.EqualTo(MachineStop.Requested), bench.Monitor.FatalError);
        Assert.That((bench.Pe.SecurityState, bench.Pe.PC), Is.EqualTo((Arm.SecurityState.NonSecure, bench.Host.EntryPoint)));
        Assert.That((bench.Machine.ResetCount, bench.Machine.LastResetCause, bench.Machine.IsOn(bench.Machine.Pes[1])), Is.EqualTo((1, (ResetCause?)cause, false)));
        Assert.That(boots, Has.Count.EqualTo(3));
        Assert.That(boots[2], Is.EqualTo(boots[0]), "the RMM is booted cold, with the arguments of the first time");
        Assert.That(bench.Pe.ModelledCycles, Is.GreaterThan(before));
        bench.Host.Resume = _ => bench.Machine.RequestStop();
        Assert.That(CallOn(bench, PsciFunction.AffinityInfo, 0x100), Is.EqualTo((PsciStatus)1), "OFF: what PSCI knew is forgotten");
    }

    [Test]
    public void A_system_reset2_of_another_type_is_refused([Values(1u, 0x8000_0000u)] uint type)
    {
        using MonitorBench bench = Boot(out _);
        Assert.That(CallOn(bench, PsciFunction.SystemReset2, type), Is.EqualTo(PsciStatus.InvalidParameters));
    }

    [Test]
    public void A_board_that_resets_itself_for_ever_is_stopped_at_the_limit()
    {
        using MonitorBench bench = Boot(out List<ulong[]> boots);
        bench.Host.Entry = pe => MonitorBench.CallFrom(bench.Host, pe, new SmcCall((uint)PsciFunction.SystemReset));
        Assert.That(bench.CallOn(bench.Pe, new SmcCall((uint)PsciFunction.SystemReset)), Is.EqualTo(MachineStop.ResetRequested));
        Assert.That((bench.Machine.ResetCount, boots.Count), Is.EqualTo((bench.Machine.Options.MaxResets, bench.Machine.Options.MaxResets + 1)));
        Assert.That(bench.Machine.Run(100), Is.EqualTo(MachineStop.ResetRequested), "it stays so");
    }

    [Test]
    public void The_last_pe_that_turns_itself_off_leaves_nothing_to_run()
    {
        using MonitorBench bench = Boot(out _);
        Assert.That(bench.CallOn(bench.Pe, new SmcCall((uint)PsciFunction.CpuOff)), Is.EqualTo(MachineStop.AllOff));
        Assert.That(bench.Machine.Describe(), Does.StartWith("PE0 is off"));
    }

    [Test]
    public void Features_tells_of_what_is_offered_and_of_nothing_else()
    {
        using MonitorBench bench = Boot(out _);
        PsciFunction[] offered =
        [
            .. Enum.GetValues<PsciFunction>().Where(function => CallOn(bench, PsciFunction.Features, (ulong)function) == PsciStatus.Success),
        ];
        Assert.That(offered, Is.EquivalentTo(new[]
        {
            PsciFunction.Version, PsciFunction.CpuSuspendSmc32, PsciFunction.CpuSuspend, PsciFunction.CpuOff, PsciFunction.CpuOnSmc32,
            PsciFunction.CpuOn, PsciFunction.AffinityInfoSmc32, PsciFunction.AffinityInfo, PsciFunction.MigrateInfoType, PsciFunction.SystemOff,
            PsciFunction.SystemReset, PsciFunction.SystemReset2Smc32, PsciFunction.SystemReset2, PsciFunction.Features,
        }));
        Assert.That(CallOn(bench, PsciFunction.MigrateInfoType), Is.EqualTo((PsciStatus)2));
        Assert.That(CallOn(bench, PsciFunction.AffinityInfo, 0, 1), Is.EqualTo(PsciStatus.InvalidParameters));
    }

    private static MonitorBench Boot(out List<ulong[]> boots)
    {
        var bench = new MonitorBench(peCount: 2);
        List<ulong[]> seen = [];
        bench.Rmm.Entry = pe =>
        {
            seen.Add([pe.X(0), pe.X(1), pe.X(2), pe.X(3)]);
            MonitorBench.CallFrom(bench.Rmm, pe, new SmcCall((uint)RmmEl3Command.BootComplete, 0, 0x7040 + (ulong)pe.Index));
        };
        bench.Boot();
        boots = seen;
        return bench;
    }

    // The first PE's layer stops the machine as soon as its call returns: the other has not run yet.
    private static PsciStatus CallOn(MonitorBench bench, PsciFunction function, params ulong[] arguments)
    {
        ulong Argument(int i) => i < arguments.Length ? arguments[i] : 0;
        Assert.That(bench.CallOn(bench.Pe, new SmcCall((uint)function, Argument(0), Argument(1), Argument(2))), Is.EqualTo(MachineStop.Requested));
        return (PsciStatus)(int)bench.Pe.X(0);
    }

    private static PsciStatus ServeAtOnce(MonitorBench bench, PsciFunction function, ulong x1, ulong x2)
    {
        (bench.Pe.X(1), bench.Pe.X(2)) = (x1, x2);
        return (PsciStatus)(int)bench.Monitor.Psci.Serve(bench.Pe, new SmcFunctionId((uint)function)).X0;
    }

    private static ProcessingElement RunUntilHostEntry(MonitorBench bench)
    {
        ProcessingElement? entered = null;
        bench.Host.Entry = pe =>
        {
            entered = pe;
            bench.Machine.RequestStop();
        };
        // PE0 is in the host, which does nothing more by itself.
        bench.Host.Resume = pe => pe.Charge(new Work(WorkStep.MonitorGeneralSave, 1000));
        bench.Machine.Run(10_000);
        bench.Host.Resume = _ => bench.Machine.RequestStop();
        return entered!;
    }
}
