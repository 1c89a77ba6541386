using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Interrupts;

/// <summary>WFI, WFE, WFIT, WFET: sleeping, waking, time-outs, traps.</summary>
internal sealed class WaitingTests
{
    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp() => _machine = new TestPe();

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void WFI_ends_for_a_masked_interrupt_and_does_not_take_it()
    {
        Sleep(ExceptionLevel.EL1, A64.Wfi);
        Assert.That(Pe.HasWakeUpEvent, Is.False);
        Pe.SetInterruptLine(InterruptLine.Irq, true);
        Assert.That(Pe.HasWakeUpEvent, Is.True);
        Pe.Run(1, exact: true);
        Assert.That((_machine.Exceptions.Count, Pe.PC), Is.EqualTo((0, TestPe.Code + 8)));
    }

    [Test]
    public void WFI_sleeps_on_for_an_interrupt_that_cannot_be_taken_from_there()
    {
        Sleep(ExceptionLevel.EL3, A64.Wfi);
        Pe.SetInterruptLine(InterruptLine.Irq, true);
        Assert.That(Pe.HasWakeUpEvent, Is.False, "SCR_EL3.IRQ is 0: not taken at EL3");
    }

    [Test]
    public void WFE_ends_for_an_unmasked_interrupt_only()
    {
        Sleep(ExceptionLevel.EL1, A64.Wfe);
        Pe.SetInterruptLine(InterruptLine.Fiq, true);
        Assert.That(Pe.HasWakeUpEvent, Is.False);
        Pe.Daif = 0;
        Assert.That(Pe.HasWakeUpEvent, Is.True);
    }

    [Test]
    public void WFI_completes_at_once_where_an_interrupt_is_pending_and_is_then_not_trapped()
    {
        Pe[SystemRegister.HCR_EL2] = HCR_EL2.TWI;
        _machine.At(ExceptionLevel.EL1);
        Pe.SetInterruptLine(InterruptLine.Irq, true);
        _machine.Run(A64.Wfi);
        Assert.That((_machine.Exceptions.Count, Pe.WaitingForInterrupt, Pe.PC), Is.EqualTo((0, false, TestPe.Code + 4)));
        Pe.SetInterruptLine(InterruptLine.Irq, false);
        _machine.Run(A64.Wfi);
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.TrappedWfx));
    }

    [Test]
    public void A_virtual_interrupt_ends_WFI_at_EL1()
    {
        Pe[SystemRegister.HCR_EL2] = HCR_EL2.IMO;
        Sleep(ExceptionLevel.EL1, A64.Wfi);
        Pe.SetInterruptLine(InterruptLine.VirtualFiq, true);
        Assert.That(Pe.HasWakeUpEvent, Is.False, "not enabled");
        Pe.SetInterruptLine(InterruptLine.VirtualIrq, true);
        Assert.That(Pe.HasWakeUpEvent, Is.True);
    }

    [TestCase(A64Op.WFIT)]
    [TestCase(A64Op.WFET)]
    public void A_time_out_is_counted_in_ticks_of_CNTVCT(A64Op op)
    {
        Pe[SystemRegister.CNTVOFF_EL2] = 1000;
        Pe.X(7) = Pe[SystemRegister.CNTVCT_EL0] + 500;
        Sleep(ExceptionLevel.EL1, A64.Word(op, ('t', 7)));
        ulong? ticks = Pe.TicksToWakeUp;
        Assert.That(ticks, Is.InRange(498UL, 500UL));
        Assert.That(Pe.HasWakeUpEvent, Is.False);
        Pe.X(7) = Pe[SystemRegister.CNTVCT_EL0];
        _machine.Run(A64.Word(op, ('t', 7)));
        Assert.That((Pe.WaitingForInterrupt, Pe.PC), Is.EqualTo((false, TestPe.Code + 4)), "already past");
    }

    [TestCase(A64Op.WFIT, 2u)]
    [TestCase(A64Op.WFET, 3u)]
    public void A_trapped_wait_with_time_out_names_its_register(A64Op op, uint ti)
    {
        Pe[SystemRegister.HCR_EL2] = HCR_EL2.TWI | HCR_EL2.TWE;
        Pe.X(7) = ulong.MaxValue;
        _machine.At(ExceptionLevel.EL1);
        Pe.EventRegister = false;
        _machine.Run(A64.Word(op, ('t', 7)));
        Assert.That((_machine.Esr.EC, _machine.Esr.ISS), Is.EqualTo((ExceptionClass.TrappedWfx, 0x1E0_0000u | 7 << 5 | 4 | ti)));
    }

    [TestCase(A64Op.WFIT)]
    [TestCase(A64Op.WFET)]
    public void Without_FEAT_WFxT_they_are_undefined(A64Op op)
    {
        using var machine = new TestPe(new PeFeatures([]));
        machine.Run(A64.Word(op));
        Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }

    [Test]
    public void The_event_stream_wakes_WFE_at_the_next_transition_of_its_bit()
    {
        // Bit 4 of CNTVCT_EL0 from 0 to 1: at 16, 48, 80, ...
        Pe[SystemRegister.CNTKCTL_EL1] = CNTKCTL_EL1.EVNTEN | 4UL << 4;
        Sleep(ExceptionLevel.EL1, A64.Wfe);
        ulong now = Pe[SystemRegister.CNTVCT_EL0];
        Assert.That(Pe.TicksToWakeUp, Is.EqualTo(16 - now));
        Pe[SystemRegister.CNTKCTL_EL1] |= CNTKCTL_EL1.EVNTDIR;
        Assert.That(Pe.TicksToWakeUp, Is.EqualTo(32 - now));
        _machine.Run([.. Enumerable.Repeat(A64.Nop, 40)]);
        Assert.That(Pe.EventRegister, Is.True, "it has come meanwhile");
    }

    private void Sleep(ExceptionLevel level, uint word)
    {
        _machine.At(level);
        Pe.EventRegister = false;
        _machine.Put(TestPe.Code, word, A64.Nop, A64.B(0));
        Pe.PC = TestPe.Code;
        Assert.That(Pe.Run(1, exact: true), Is.EqualTo(RunStop.WaitingForInterrupt));
        Assert.That((Pe.WaitingForInterrupt, Pe.PC), Is.EqualTo((true, TestPe.Code + 4)));
    }
}
