using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Interrupts;

internal sealed class InterruptTests
{
    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp() => _machine = new TestPe();

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [TestCase(InterruptLine.Irq, 0x280)]
    [TestCase(InterruptLine.Fiq, 0x300)]
    public void An_interrupt_is_taken_before_the_next_instruction_and_leaves_ESR_alone(InterruptLine line, int vector)
    {
        _machine.At(ExceptionLevel.EL1).Put(TestPe.Code, A64.Nop, A64.Nop);
        Pe[SystemRegister.ESR_EL1] = 0x1234;
        Pe.Daif = 0;
        ulong savedState = Pe.Pstate;
        Pe.SetInterruptLine(line, true);
        Pe.Run(1, exact: true);
        Assert.That((_machine.Last.Target, _machine.Last.ReturnAddress, Pe.PC),
            Is.EqualTo((ExceptionLevel.EL1, TestPe.Code, Pe[SystemRegister.VBAR_EL1] + (ulong)vector)));
        Assert.That((Pe[SystemRegister.ESR_EL1], Pe[SystemRegister.SPSR_EL1], Pe.Daif), Is.EqualTo((0x1234UL, savedState, 0xF)));
        Assert.That(Pe.RetiredInstructions, Is.Zero, "nothing was executed");
        Assert.That(Pe.IsInterruptLineAsserted(line), "level sensitive: the line stays");
    }

    [Test]
    public void A_line_that_a_device_asserts_during_a_run_is_taken_at_the_next_branch()
    {
        var device = new RecordingDevice();
        _machine.Memory.AddDevice(0x1000_0000, 0x1000, device);
        device.OnWrite = () => Pe.SetInterruptLine(InterruptLine.Irq, true);
        _machine.At(ExceptionLevel.EL1);
        Pe.Daif = 0;
        Pe.X(1) = 0x1000_0000;
        // A loop for ever: only the interrupt ends it.
        _machine.Put(TestPe.Code, A64.Str(0, 1), A64.Nop, A64.B(-2));
        Pe.PC = TestPe.Code;
        Pe.Run(1_000);
        Assert.That(_machine.Exceptions, Has.Count.GreaterThanOrEqualTo(1));
        Assert.That((_machine.Exceptions[0].Type, _machine.Exceptions[0].ReturnAddress), Is.EqualTo((ExceptionType.Irq, TestPe.Code)));
    }

    [Test]
    public void Clearing_the_mask_takes_what_was_pending_at_once()
    {
        _machine.At(ExceptionLevel.EL1);
        Pe.SetInterruptLine(InterruptLine.Irq, true);
        _machine.Put(TestPe.Code, A64.Nop, A64.Word(Arm.A64.A64Op.MSR_imm, ('e', 3), ('q', 7), ('k', 2)), A64.Nop, A64.B(0));
        Pe.PC = TestPe.Code;
        Pe.Run(3);
        Assert.That((_machine.Exceptions[0].Type, _machine.Exceptions[0].ReturnAddress), Is.EqualTo((ExceptionType.Irq, TestPe.Code + 8)));
    }

    [Test]
    public void An_exception_return_to_an_unmasked_state_takes_what_was_pending()
    {
        Pe[SystemRegister.SPSR_EL3] = SpsrValue.Create(ExceptionLevel.EL1, true, 0).Value;
        Pe[SystemRegister.ELR_EL3] = 0x5000;
        Pe.SetInterruptLine(InterruptLine.Fiq, true);
        _machine.Put(TestPe.Code, A64.Eret);
        Pe.PC = TestPe.Code;
        Pe.Run(2);
        Assert.That((_machine.Exceptions[0].Type, _machine.Exceptions[0].ReturnAddress, _machine.Exceptions[0].Source),
            Is.EqualTo((ExceptionType.Fiq, 0x5000UL, ExceptionLevel.EL1)));
    }

    [Test]
    public void SError_comes_first_and_records_its_syndrome_and_is_taken_once()
    {
        _machine.At(ExceptionLevel.EL1).Put(TestPe.Code, A64.Nop, A64.Nop);
        Pe.Daif = 0;
        Pe.SetInterruptLine(InterruptLine.Irq, true);
        Pe.PendSError(0b011 << 10 | 1 << 9 | 0x11);
        Pe.Run(1, exact: true);
        Assert.That((_machine.Last.Type, _machine.Esr.EC, _machine.Esr.ISS), Is.EqualTo((ExceptionType.SError, ExceptionClass.SError, 0xE11u)));
        Assert.That(Pe.PC, Is.EqualTo(Pe[SystemRegister.VBAR_EL1] + 0x380));
        Assert.That(Pe.IsSErrorPending, Is.False);
    }

    [Test]
    public void A_virtual_SError_takes_its_syndrome_from_VSESR_and_clears_VSE()
    {
        Pe[SystemRegister.HCR_EL2] = HCR_EL2.AMO | HCR_EL2.VSE;
        Pe.SetRaw(SystemRegister.VSESR_EL2, 0x100_0042);
        _machine.At(ExceptionLevel.EL1);
        Pe.Daif = 0;
        Pe.Run(1, exact: true);
        Assert.That((_machine.Last.Target, _machine.Esr.EC, _machine.Esr.ISS), Is.EqualTo((ExceptionLevel.EL1, ExceptionClass.SError, 0x100_0042u)));
        Assert.That(Pe[SystemRegister.HCR_EL2] & HCR_EL2.VSE, Is.Zero);
    }

    [Test]
    public void SCR_NMEA_overrules_the_mask_at_EL3()
    {
        Pe[SystemRegister.SCR_EL3] |= SCR_EL3.EA;
        Pe.SetRaw(SystemRegister.SCR_EL3, Pe[SystemRegister.SCR_EL3] | SCR_EL3.NMEA);
        Pe.Daif = 0xF;
        Pe.PendSError(0x11);
        _machine.Put(TestPe.Code, A64.Nop);
        Pe.Run(1, exact: true);
        Assert.That(_machine.Last.Type, Is.EqualTo(ExceptionType.SError));
    }

    [Test]
    public void ISR_shows_physical_interrupts_or_at_EL1_the_virtual_ones_that_are_enabled()
    {
        Pe.SetInterruptLine(InterruptLine.Irq, true);
        Pe.PendSError(0);
        Assert.That(Pe[SystemRegister.ISR_EL1], Is.EqualTo(PSTATE.A | PSTATE.I), "at EL3");
        Pe[SystemRegister.HCR_EL2] = HCR_EL2.IMO | HCR_EL2.VF;
        _machine.At(ExceptionLevel.EL1);
        Assert.That(Pe[SystemRegister.ISR_EL1], Is.EqualTo(PSTATE.A), "IRQ: the virtual one, which is not pending; FIQ: the physical one");
        Pe[SystemRegister.HCR_EL2] = HCR_EL2.IMO | HCR_EL2.FMO | HCR_EL2.AMO | HCR_EL2.VF | HCR_EL2.VI | HCR_EL2.VSE;
        Assert.That(Pe[SystemRegister.ISR_EL1], Is.EqualTo(PSTATE.A | PSTATE.I | PSTATE.F));
    }

    [Test]
    public void ESB_defers_a_masked_SError_to_DISR_and_a_masked_virtual_one_to_VDISR()
    {
        const uint Esb = 0xD503_221F;
        _machine.At(ExceptionLevel.EL1);
        Pe.PendSError(0x411);
        _machine.Run(Esb);
        Assert.That((Pe[SystemRegister.DISR_EL1], Pe.IsSErrorPending), Is.EqualTo((0x8000_0411UL, false)));
        Pe[SystemRegister.HCR_EL2] = HCR_EL2.AMO | HCR_EL2.VSE;
        Pe.SetRaw(SystemRegister.VSESR_EL2, 0x25);
        _machine.At(ExceptionLevel.EL1);
        _machine.Run(Esb);
        Assert.That((Pe[SystemRegister.VDISR_EL2], Pe[SystemRegister.HCR_EL2] & HCR_EL2.VSE), Is.EqualTo((0x8000_0025UL, 0UL)));
    }

    [Test]
    public void ESB_leaves_an_unmasked_SError_to_be_taken()
    {
        _machine.At(ExceptionLevel.EL1);
        Pe.Daif = 0;
        _machine.Put(TestPe.Code, 0xD503_221F, A64.Nop);
        Pe.PendSError(0x411);
        Pe.Run(1, exact: true);
        Assert.That((_machine.Last.Type, Pe[SystemRegister.DISR_EL1]), Is.EqualTo((ExceptionType.SError, 0UL)));
    }
}
