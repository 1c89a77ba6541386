using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Devices.Timing;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.Machine.Tests;

/// <summary>Several PEs at EL3 with a few instructions each: who runs when, in virtual time.</summary>
public sealed class SchedulerTests
{
    private const uint Nop = 0xD503201F, Wfi = 0xD503207F, Wfe = 0xD503205F, Sev = 0xD503209F, BranchToSelf = 0x14000000, BranchBack = 0x17FFFFFF;
    private const ulong Code = FvpMemoryMap.Dram1;

    [Test]
    public void Pes_that_run_are_never_further_apart_than_a_quantum_and_a_page()
    {
        using Machine machine = Start(4, quantum: 500, Nop, BranchBack);
        for (int i = 0; i < 50; i++)
        {
            machine.Run(777);
            ulong[] times = [.. machine.Pes.Select(pe => pe.ModelledCycles)];
            Assert.That(times.Max() - times.Min(), Is.LessThanOrEqualTo(500ul + 2), string.Join(' ', times));
        }
    }

    [Test]
    public void A_pe_that_is_off_executes_nothing_and_starts_at_the_moment_it_is_turned_on()
    {
        using Machine machine = Start(1, quantum: 500, Nop, BranchBack);
        using Machine two = Start(2, quantum: 500, Nop, BranchBack);
        two.PowerOff(two.Pes[1]);
        two.Run(10_000);
        Assert.That((two.Pes[1].RetiredInstructions, two.IsOn(two.Pes[1])), Is.EqualTo((0ul, false)));
        two.Attach(new ResetTarget(Code));
        two.PowerOn(two.Pes[1]);
        Assert.That(two.Pes[1].ModelledCycles, Is.EqualTo(two.Clock.Count * VirtualClock.CyclesPerTick).Within(VirtualClock.CyclesPerTick));
    }

    [Test]
    public void When_all_wait_and_nothing_can_come_the_machine_stops_and_says_where_each_pe_is()
    {
        using Machine machine = Start(3, quantum: 500, Wfi, BranchToSelf);
        machine.PowerOff(machine.Pes[2]);
        Assert.That(machine.Run(1000), Is.EqualTo(MachineStop.AllWaiting));
        Assert.That(machine.Describe().Split('\n'), Is.EqualTo(new[]
        {
            "PE0 waits for an interrupt at 0x80000004 in Root EL3", "PE1 waits for an interrupt at 0x80000004 in Root EL3", "PE2 is off",
        }));
    }

    [Test]
    public void An_event_wakes_a_sleeper_at_the_moment_it_is_sent()
    {
        using Machine machine = Start(2, quantum: 500, Wfe, BranchToSelf);
        // PE0 sends an event after it has worked for a while; PE1 sleeps in its WFE until then.
        const uint MovX0By1000 = 0xD2807D00, SubsX0 = 0xF1000400, BackIfNot0 = 0x54FFFFE1;
        uint[] work = [MovX0By1000, SubsX0, BackIfNot0, Sev, Wfi];
        Put(machine, Code + 0x1000, work);
        machine.Pes[0].PC = Code + 0x1000;
        machine.Run(2500);
        Assert.That(machine.Pes[1].RetiredInstructions, Is.GreaterThan(1ul), "it runs behind its WFE");
        Assert.That(machine.Pes[1].ModelledCycles - machine.Pes[1].RetiredInstructions, Is.InRange(2000ul, 2003ul), "it slept until the event");
    }

    [Test]
    public void Time_jumps_to_a_devices_event_when_all_sleep_and_the_device_acts_at_that_very_moment()
    {
        using Machine machine = Start(1, quantum: 500, Wfi, BranchToSelf);
        var alarm = new Alarm(machine, 5_000_000);
        Assert.That(machine.Run(100), Is.EqualTo(MachineStop.InstructionLimit));
        Assert.That(alarm.RangAt, Is.EqualTo(5_000_000ul));
        Assert.That(VirtualClock.CountAt(machine.Pes[0].ModelledCycles), Is.EqualTo(5_000_000ul).Within(10));
    }

    [Test]
    public void A_device_acts_in_the_middle_of_what_a_pe_executes()
    {
        using Machine machine = Start(1, quantum: 500, Nop, BranchBack);
        var alarm = new Alarm(machine, 1000);
        machine.Run(100_000);
        Assert.That(alarm.RangAt, Is.EqualTo(1000ul));
        Assert.That(alarm.RetiredThen, Is.EqualTo(1000 * VirtualClock.CyclesPerTick).Within(2));
    }

    [Test]
    public void A_quantum_of_nothing_is_refused() =>
        Assert.That(() => new Machine(new MachineOptions { QuantumCycles = 0 }), Throws.ArgumentException);

    private static Machine Start(int pes, ulong quantum, params uint[] program)
    {
        var machine = new Machine(new MachineOptions { PeCount = pes, QuantumCycles = quantum });
        machine.Reset();
        Put(machine, Code, program);
        foreach (ProcessingElement pe in machine.Pes)
        {
            machine.PowerOn(pe);
            pe.PC = Code;
        }
        return machine;
    }

    private static void Put(Machine machine, ulong address, uint[] program)
    {
        for (int i = 0; i < program.Length; i++)
            Assert.That(machine.Pes[0].Physical.Write(new PhysicalAddress(address + (ulong)i * 4, Pas.Root), 4, program[i]).Ok);
    }

    private sealed class ResetTarget(ulong imageBase) : Firmware.ManagedFirmware(ExceptionLevel.EL3, SecurityState.Root, imageBase)
    {
        protected override void OnEntry(ProcessingElement pe) => pe.WaitForInterrupt();

        protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower) => pe.WaitForInterrupt();

        protected override void OnResume(ProcessingElement pe) => pe.WaitForInterrupt();
    }

    // Wakes PE0 when its time has come.
    private sealed class Alarm : ITimedDevice
    {
        private readonly Machine _machine;

        public Alarm(Machine machine, ulong at)
        {
            _machine = machine;
            NextEvent = at;
            machine.Clock.Add(this);
        }

        public ulong? NextEvent { get; private set; }

        public ulong RangAt { get; private set; }

        public ulong RetiredThen { get; private set; }

        public void Advance(ulong count)
        {
            NextEvent = null;
            RangAt = count;
            RetiredThen = _machine.Pes[0].RetiredInstructions;
            _machine.Pes[0][SystemRegister.SCR_EL3] |= Arm.Registers.Fields.SCR_EL3.IRQ;
            _machine.Pes[0].SetInterruptLine(InterruptLine.Irq, true);
        }
    }
}
