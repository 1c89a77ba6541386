using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Debug;

/// <summary>D2.11 "Software Step exceptions", stepped from EL2 (EL1 under MDCR_EL2.TDE) or from EL1 (EL0).</summary>
internal sealed class SoftwareStepTests
{
    private const uint Ldxr = 0xC85F_7C20;
    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp()
    {
        _machine = new TestPe();
        Pe[SystemRegister.OSLAR_EL1] = 0;
        Pe[SystemRegister.MDSCR_EL1] = MDSCR_EL1.SS;
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void Each_return_with_SPSR_SS_executes_one_instruction()
    {
        Step(ExceptionLevel.EL0, A64.AddImm(0, 0, 1), A64.AddImm(0, 0, 1));
        Assert.That((Pe.X(0), _machine.Exceptions.Count), Is.EqualTo((1UL, 1)));
        Assert.That((_machine.Last.Target, _machine.Esr.EC, _machine.Esr.ISS, _machine.Last.ReturnAddress),
            Is.EqualTo((ExceptionLevel.EL1, ExceptionClass.SoftwareStepLower, 0x100_0022u, TestPe.Code + 4)));
        Assert.That(Pe[SystemRegister.SPSR_EL1] & PSTATE.SS, Is.Zero);
        Assert.That((_machine.Last.FaultAddressValid, Pe.SoftwareStep), Is.EqualTo((false, false)));
    }

    [Test]
    public void A_return_without_SPSR_SS_takes_the_exception_before_any_instruction()
    {
        Return(ExceptionLevel.EL0, step: false, A64.AddImm(0, 0, 1));
        Pe.Run(1);
        Assert.That((Pe.X(0), _machine.Esr.EC, _machine.Esr.ISS, _machine.Last.ReturnAddress),
            Is.EqualTo((0UL, ExceptionClass.SoftwareStepLower, 0x22u, TestPe.Code)));
    }

    [Test]
    public void MDCR_TDE_steps_EL1_from_EL2()
    {
        Pe[SystemRegister.MDCR_EL2] |= MDCR_EL2.TDE;
        Step(ExceptionLevel.EL1, A64.Nop, A64.Nop);
        Assert.That((_machine.Last.Target, _machine.Esr.EC), Is.EqualTo((ExceptionLevel.EL2, ExceptionClass.SoftwareStepLower)));
    }

    [Test]
    public void Without_KDE_the_target_level_itself_is_not_stepped()
    {
        Step(ExceptionLevel.EL1, A64.Nop, A64.Nop);
        Assert.That(_machine.Exceptions, Is.Empty);
        Pe[SystemRegister.MDSCR_EL1] = MDSCR_EL1.SS | MDSCR_EL1.KDE;
        Step(ExceptionLevel.EL1, A64.Nop, A64.Nop);
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.SoftwareStepSame), "with KDE and PSTATE.D clear it is");
        Assert.That(Pe.Daif & 8, Is.Not.Zero, "the handler runs with PSTATE.D set: inactive");
    }

    [Test]
    public void PSTATE_D_of_the_state_returned_to_keeps_step_off()
    {
        Pe[SystemRegister.MDSCR_EL1] = MDSCR_EL1.SS | MDSCR_EL1.KDE;
        Return(ExceptionLevel.EL1, step: true, daif: 0xF, A64.Nop, A64.Nop);
        Pe.Run(2, exact: true);
        Assert.That((_machine.Exceptions.Count, Pe.SoftwareStep), Is.EqualTo((0, false)));
    }

    [Test]
    public void The_OS_lock_holds_debug_exceptions_back()
    {
        Pe[SystemRegister.OSLAR_EL1] = 1;
        Step(ExceptionLevel.EL0, A64.Nop, A64.Nop);
        Assert.That((_machine.Exceptions.Count, Pe[SystemRegister.OSLSR_EL1] & 2), Is.EqualTo((0, 2UL)));
        Pe[SystemRegister.OSLAR_EL1] = 0;
        Step(ExceptionLevel.EL0, A64.Nop, A64.Nop);
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.SoftwareStepLower));
    }

    [Test]
    public void A_stepped_load_exclusive_sets_EX()
    {
        Pe.X(1) = TestPe.Data;
        Step(ExceptionLevel.EL0, Ldxr, A64.Nop);
        Assert.That(_machine.Esr.ISS, Is.EqualTo(0x100_0062u));
    }

    [Test]
    public void An_SVC_completes_the_step_and_a_fault_does_not()
    {
        Step(ExceptionLevel.EL0, A64.Svc(1), A64.Nop);
        Assert.That((_machine.Exceptions[0].Target, new EsrValue(_machine.Exceptions[0].Syndrome).EC), Is.EqualTo((ExceptionLevel.EL1, ExceptionClass.Svc64)));
        Assert.That(Pe[SystemRegister.SPSR_EL1] & PSTATE.SS, Is.Zero);
        Step(ExceptionLevel.EL0, A64.Udf, A64.Nop);
        Assert.That(Pe[SystemRegister.SPSR_EL1] & PSTATE.SS, Is.EqualTo(PSTATE.SS), "the instruction has still to be stepped");
    }

    [Test]
    public void An_interrupt_before_the_stepped_instruction_saves_SS()
    {
        Pe[SystemRegister.HCR_EL2] = HCR_EL2.IMO;
        Return(ExceptionLevel.EL0, step: true, A64.Nop, A64.Nop);
        Pe.SetInterruptLine(InterruptLine.Irq, true);
        Pe.Run(1, exact: true);
        Assert.That((_machine.Last.Type, Pe[SystemRegister.SPSR_EL2] & PSTATE.SS), Is.EqualTo((ExceptionType.Irq, PSTATE.SS)));
    }

    [Test]
    public void Secure_state_is_not_stepped_where_MDCR_EL3_SDD_says_so()
    {
        Pe.SetRaw(SystemRegister.MDCR_EL3, MDCR_EL3.SDD);
        _machine.At(ExceptionLevel.EL3, SecurityState.Secure);
        Step(ExceptionLevel.EL0, A64.Nop, A64.Nop);
        Assert.That(_machine.Exceptions, Is.Empty);
        Pe.SetRaw(SystemRegister.MDCR_EL3, 0);
        _machine.At(ExceptionLevel.EL3, SecurityState.Secure);
        Step(ExceptionLevel.EL0, A64.Nop, A64.Nop);
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.SoftwareStepLower));
    }

    [Test]
    public void An_illegal_return_can_become_active()
    {
        Pe[SystemRegister.MDSCR_EL1] = MDSCR_EL1.SS | MDSCR_EL1.KDE;
        _machine.At(ExceptionLevel.EL1);
        Pe[SystemRegister.SPSR_EL1] = SpsrValue.Create(ExceptionLevel.EL2, true, 0).Value;
        Pe[SystemRegister.ELR_EL1] = 0x5000;
        _machine.Put(TestPe.Code, A64.Eret);
        Pe.Run(1, exact: true);
        Pe.Run(1, exact: true);
        Assert.That((_machine.Exceptions[0].ReturnAddress, new EsrValue(_machine.Exceptions[0].Syndrome).EC),
            Is.EqualTo((0x5000UL, ExceptionClass.SoftwareStepSame)), "step comes before illegal execution state");
        Assert.That(Pe[SystemRegister.SPSR_EL1] & PSTATE.IL, Is.Not.Zero);
    }

    [Test]
    public void A_step_over_a_branch_stops_at_its_target()
    {
        Step(ExceptionLevel.EL0, A64.B(4), A64.Nop);
        Assert.That(_machine.Last.ReturnAddress, Is.EqualTo(TestPe.Code + 16));
    }

    private void Step(ExceptionLevel level, params uint[] words)
    {
        Return(level, step: true, words);
        for (int i = 0; i < 3 && _machine.Exceptions.Count == 0; i++)
            Pe.Run(1);
    }

    private void Return(ExceptionLevel level, bool step, params uint[] words) => Return(level, step, 0, words);

    // An exception return by EL3, where debug exceptions are never enabled.
    private void Return(ExceptionLevel level, bool step, int daif, params uint[] words)
    {
        SecurityState state = Pe.LowerSecurityState;
        _machine.At(ExceptionLevel.EL3, state);
        _machine.Put(TestPe.Code, words);
        _machine.Put(TestPe.Code + (ulong)words.Length * 4, A64.B(0));
        Pe[SystemRegister.SPSR_EL3] = SpsrValue.Create(level, true, daif).Value | (step ? PSTATE.SS : 0);
        Pe[SystemRegister.ELR_EL3] = TestPe.Code;
        Pe.ExceptionReturn();
    }
}
