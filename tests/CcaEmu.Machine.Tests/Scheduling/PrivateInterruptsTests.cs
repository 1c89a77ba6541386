using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Scheduling;
using CcaEmu.Memory;

namespace CcaEmu.Machine.Tests.Scheduling;

/// <summary>The generic timers' outputs at the interrupt controller: which line, and at which moment of virtual time.</summary>
public sealed class PrivateInterruptsTests
{
    private const uint Nop = 0xD503201F, Wfi = 0xD503207F, BranchToSelf = 0x14000000, BranchBack = 0x17FFFFFF;
    private const ulong Code = FvpMemoryMap.Dram1;
    private const ulong Due = 50_000;

    private static readonly (GenericTimer Timer, SystemRegister Control, SystemRegister CompareValue)[] Timers =
    [
        (GenericTimer.Physical, SystemRegister.CNTP_CTL_EL0, SystemRegister.CNTP_CVAL_EL0),
        (GenericTimer.Virtual, SystemRegister.CNTV_CTL_EL0, SystemRegister.CNTV_CVAL_EL0),
        (GenericTimer.HypervisorPhysical, SystemRegister.CNTHP_CTL_EL2, SystemRegister.CNTHP_CVAL_EL2),
        (GenericTimer.HypervisorVirtual, SystemRegister.CNTHV_CTL_EL2, SystemRegister.CNTHV_CVAL_EL2),
        (GenericTimer.SecurePhysical, SystemRegister.CNTPS_CTL_EL1, SystemRegister.CNTPS_CVAL_EL1),
    ];

    [Test]
    public void Each_timer_asserts_its_ppi_at_its_very_tick_while_the_pe_sleeps([Range(0, 4)] int which)
    {
        using Machine machine = Start(out Recorder lines, Wfi, BranchToSelf);
        Set(machine, which, Due);
        Assert.That(machine.Run(1000), Is.EqualTo(MachineStop.AllWaiting));
        Assert.That(lines.Seen, Is.EqualTo(new[] { ((int)Timers[which].Timer, true, Due * VirtualClock.CyclesPerTick) }));
    }

    [Test]
    public void Each_timer_asserts_its_ppi_at_the_next_branch_while_the_pe_works([Range(0, 4)] int which)
    {
        using Machine machine = Start(out Recorder lines, Nop, BranchBack);
        Set(machine, which, Due);
        machine.Run(2 * Due * VirtualClock.CyclesPerTick);
        Assert.That(lines.Seen, Has.Count.EqualTo(1));
        Assert.That(lines.Seen[0].Intid, Is.EqualTo((int)Timers[which].Timer));
        Assert.That(lines.Seen[0].Cycles - Due * VirtualClock.CyclesPerTick, Is.LessThan(2ul));
    }

    [Test]
    public void An_offset_moves_the_moment_of_the_virtual_timer_alone()
    {
        using Machine machine = Start(out Recorder lines, Wfi, BranchToSelf);
        machine.Pes[0][SystemRegister.CNTVOFF_EL2] = unchecked(0UL - 7000); // the virtual count is ahead
        Set(machine, 0, Due);
        Set(machine, 1, Due);
        machine.Run(1000);
        Assert.That(lines.Seen, Is.EqualTo(new[]
        {
            (27, true, (Due - 7000) * VirtualClock.CyclesPerTick), (30, true, Due * VirtualClock.CyclesPerTick),
        }));
    }

    [TestCase(SystemRegister.CNTV_CTL_EL0, CNTx_CTL.ENABLE | CNTx_CTL.IMASK)]
    [TestCase(SystemRegister.CNTV_CTL_EL0, 0ul)]
    [TestCase(SystemRegister.CNTV_CVAL_EL0, 10 * Due)]
    [TestCase(SystemRegister.CNTHCTL_EL2, CNTHCTL_EL2.CNTVMASK)]
    public void The_line_falls_when_software_masks_moves_or_disables_it(SystemRegister register, ulong value)
    {
        using Machine machine = Start(out Recorder lines, Nop, BranchBack);
        Set(machine, 1, 1);
        machine.Run(1000);
        Assert.That(lines.Seen, Has.Count.EqualTo(1));
        machine.Pes[0][register] = value;
        machine.Run(1000);
        Assert.That(lines.Seen.Select(line => (line.Intid, line.Asserted)), Is.EqualTo(new[] { (27, true), (27, false) }));
    }

    private static Machine Start(out Recorder lines, params uint[] program)
    {
        var machine = new Machine(new MachineOptions());
        lines = new Recorder();
        machine.Connect(lines);
        machine.Reset();
        for (int i = 0; i < program.Length; i++)
            Assert.That(machine.Pes[0].Physical.Write(new PhysicalAddress(Code + (ulong)i * 4, Pas.Root), 4, program[i]).Ok);
        machine.Pes[0].PC = Code;
        return machine;
    }

    private static void Set(Machine machine, int which, ulong compareValue)
    {
        machine.Pes[0][Timers[which].CompareValue] = compareValue;
        machine.Pes[0][Timers[which].Control] = CNTx_CTL.ENABLE;
    }

    private sealed class Recorder : IInterruptController
    {
        public List<(int Intid, bool Asserted, ulong Cycles)> Seen { get; } = [];

        public void SetPrivateLine(ProcessingElement pe, int intid, bool asserted) => Seen.Add((intid, asserted, pe.ModelledCycles));

        public void SetSharedLine(int intid, bool asserted) => Seen.Add((intid, asserted, 0));
    }
}
