using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Registers;

public sealed class ActivityMonitorTests
{
    private static readonly PeFeatures Features = new(Enum.GetValues<Feature>());

    [Test]
    public void Instructions_are_counted_while_the_counter_is_enabled()
    {
        using var machine = new TestPe(Features);
        ProcessingElement pe = machine.Pe;
        machine.At(ExceptionLevel.EL3);
        pe.X(0) = 0b0100;
        pe.X(4) = 100;
        machine.Run(A64.Msr(R.AMEVCNTR02_EL0, 4), A64.Nop, A64.Mrs(1, R.AMEVCNTR02_EL0), A64.Msr(R.AMCNTENSET0_EL0, 0),
            A64.Nop, A64.Nop, A64.Mrs(2, R.AMEVCNTR02_EL0), A64.Msr(R.AMCNTENCLR0_EL0, 0), A64.Nop, A64.Mrs(3, R.AMEVCNTR02_EL0));
        Assert.That(machine.Exceptions, Is.Empty);
        Assert.That((pe.X(1), pe.X(2), pe.X(3)), Is.EqualTo((100UL, 103UL, 104UL)));
        Assert.That(pe[R.AMCNTENSET0_EL0], Is.Zero);
    }

    [Test]
    public void A_guest_sees_a_counter_less_its_offset_and_cannot_write_it()
    {
        using var machine = new TestPe(Features);
        ProcessingElement pe = machine.Pe;
        machine.At(ExceptionLevel.EL3);
        pe[R.AMEVCNTR02_EL0] = 1000;
        pe[R.AMEVCNTVOFF02_EL2] = 400;
        pe[R.SCR_EL3] |= SCR_EL3.AMVOFFEN;
        pe[R.HCR_EL2] = HCR_EL2.AMVOFFEN;
        machine.At(ExceptionLevel.EL1).Run(A64.Mrs(0, R.AMEVCNTR02_EL0), A64.Msr(R.AMEVCNTR02_EL0, 0));
        Assert.That((pe.X(0), machine.Esr.EC), Is.EqualTo((600UL, ExceptionClass.Unknown)));
        machine.At(ExceptionLevel.EL2).Run(A64.Mrs(0, R.AMEVCNTR02_EL0));
        Assert.That(pe.X(0), Is.EqualTo(1000));
    }

    [Test]
    public void Cycles_and_the_constant_frequency_counter_move_and_stalls_do_not()
    {
        using var machine = new TestPe(Features);
        machine.At(ExceptionLevel.EL3);
        machine.Pe.X(0) = 0xF;
        machine.Run(A64.Msr(R.AMCNTENSET0_EL0, 0), A64.Nop, A64.Nop, A64.Mrs(1, R.AMEVCNTR00_EL0), A64.Mrs(2, R.AMEVCNTR01_EL0), A64.Mrs(3, R.AMEVCNTR03_EL0));
        Assert.That((machine.Pe.X(1) >= 3, machine.Pe.X(2) >= 3, machine.Pe.X(3)), Is.EqualTo((true, true, 0UL)));
    }
}
