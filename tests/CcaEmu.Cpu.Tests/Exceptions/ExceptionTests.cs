using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Exceptions;

internal sealed class ExceptionTests
{
    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp() => _machine = new TestPe();

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [TestCase(ExceptionLevel.EL0, ExceptionLevel.EL1, 0x400)]
    [TestCase(ExceptionLevel.EL1, ExceptionLevel.EL1, 0x200)]
    [TestCase(ExceptionLevel.EL2, ExceptionLevel.EL2, 0x200)]
    [TestCase(ExceptionLevel.EL3, ExceptionLevel.EL3, 0x200)]
    public void SVC_goes_to_the_vector_of_its_level_and_returns_behind_itself(ExceptionLevel from, ExceptionLevel to, int vector)
    {
        _machine.At(from);
        Pe.Nzcv = 0b1010;
        ulong savedState = Pe.Pstate;
        ulong retired = Pe.RetiredInstructions;
        _machine.Run(A64.Svc(0x1234));
        Assert.That((Pe.CurrentLevel, _machine.Esr.EC, _machine.Esr.Imm16), Is.EqualTo((to, ExceptionClass.Svc64, (ushort)0x1234)));
        Assert.That(_machine.Last.ReturnAddress, Is.EqualTo(TestPe.Code + 4));
        SystemRegister vbar = to switch { ExceptionLevel.EL1 => SystemRegister.VBAR_EL1, ExceptionLevel.EL2 => SystemRegister.VBAR_EL2, _ => SystemRegister.VBAR_EL3 };
        SystemRegister spsr = to switch { ExceptionLevel.EL1 => SystemRegister.SPSR_EL1, ExceptionLevel.EL2 => SystemRegister.SPSR_EL2, _ => SystemRegister.SPSR_EL3 };
        Assert.That((Pe.PC, Pe[spsr]), Is.EqualTo((Pe[vbar] + (ulong)vector, savedState)));
        Assert.That((Pe.Daif, Pe.SpSel, Pe.RetiredInstructions - retired), Is.EqualTo((0xF, true, 1UL)));
    }

    [Test]
    public void The_vector_group_of_SP_EL0_is_the_first()
    {
        _machine.At(ExceptionLevel.EL1);
        Pe.SpSel = false;
        _machine.Run(A64.Svc());
        Assert.That(Pe.PC, Is.EqualTo(Pe[SystemRegister.VBAR_EL1]));
    }

    [Test]
    public void HCR_TGE_routes_exceptions_of_EL0_to_EL2()
    {
        Pe[SystemRegister.HCR_EL2] = HCR_EL2.TGE;
        _machine.At(ExceptionLevel.EL0).Run(A64.Svc());
        Assert.That(_machine.Last.Target, Is.EqualTo(ExceptionLevel.EL2));
        _machine.At(ExceptionLevel.EL0).Run(A64.Udf);
        Assert.That(_machine.Last.Target, Is.EqualTo(ExceptionLevel.EL2));
    }

    [Test]
    public void HVC_needs_SCR_HCE_and_an_enabled_EL2()
    {
        _machine.At(ExceptionLevel.EL1).Run(A64.Hvc(7));
        Assert.That((_machine.Last.Target, _machine.Esr.EC, _machine.Esr.Imm16), Is.EqualTo((ExceptionLevel.EL2, ExceptionClass.Hvc64, (ushort)7)));
        _machine.At(ExceptionLevel.EL0).Run(A64.Hvc());
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
        _machine.At(ExceptionLevel.EL1, SecurityState.Secure).Run(A64.Hvc());
        Assert.That((_machine.Esr.EC, _machine.Last.Target), Is.EqualTo((ExceptionClass.Unknown, ExceptionLevel.EL1)));
        Pe[SystemRegister.SCR_EL3] = SCR_EL3.NS;
        _machine.At(ExceptionLevel.EL2).Run(A64.Hvc());
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }

    [Test]
    public void SMC_is_taken_trapped_or_undefined()
    {
        _machine.At(ExceptionLevel.EL1).Run(A64.Smc(9));
        Assert.That((_machine.Last.Target, _machine.Esr.EC, _machine.Last.ReturnAddress), Is.EqualTo((ExceptionLevel.EL3, ExceptionClass.Smc64, TestPe.Code + 4)));
        Pe[SystemRegister.HCR_EL2] = HCR_EL2.TSC;
        Pe[SystemRegister.SCR_EL3] |= SCR_EL3.SMD;
        _machine.At(ExceptionLevel.EL1).Run(A64.Smc(9));
        Assert.That((_machine.Last.Target, _machine.Esr.EC, _machine.Last.ReturnAddress), Is.EqualTo((ExceptionLevel.EL2, ExceptionClass.Smc64, TestPe.Code)));
        _machine.At(ExceptionLevel.EL2).Run(A64.Smc());
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown), "SMD");
        _machine.At(ExceptionLevel.EL0).Run(A64.Smc());
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown), "EL0");
    }

    [Test]
    public void BRK_goes_to_EL1_or_where_MDCR_TDE_sends_it()
    {
        _machine.At(ExceptionLevel.EL0).Run(A64.Word(A64Op.BRK, ('i', 0xF000)));
        Assert.That((_machine.Last.Target, _machine.Esr.EC, _machine.Esr.Imm16, _machine.Last.ReturnAddress),
            Is.EqualTo((ExceptionLevel.EL1, ExceptionClass.Brk64, (ushort)0xF000, TestPe.Code)));
        Pe[SystemRegister.MDCR_EL2] = MDCR_EL2.TDE;
        _machine.At(ExceptionLevel.EL1).Run(A64.Word(A64Op.BRK));
        Assert.That(_machine.Last.Target, Is.EqualTo(ExceptionLevel.EL2));
    }

    [Test]
    public void Words_without_meaning_are_undefined_at_every_level(
        [Values] ExceptionLevel level, [Values(A64Op.UDF, A64Op.HLT, A64Op.DCPS1, A64Op.DCPS2, A64Op.DCPS3, A64Op.DRPS)] A64Op op)
    {
        _machine.At(level).Run(A64Table.Get(op).FixedValue);
        Assert.That((_machine.Esr.EC, _machine.Esr.IL, _machine.Esr.ISS, _machine.Last.ReturnAddress),
            Is.EqualTo((ExceptionClass.Unknown, true, 0u, TestPe.Code)));
    }

    [Test]
    public void Floating_point_words_and_registers_are_undefined_without_FEAT_FP(
        [Values(0x1E60_2800u, 0x4E22_D420u, 0x3D80_0000u, 0xD53B_4400u)] uint word)
    {
        using var machine = new TestPe(new PeFeatures([]));
        machine.At(ExceptionLevel.EL1).Run(word);
        Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }

    [Test]
    public void Words_of_an_absent_extension_are_undefined()
    {
        _machine.At(ExceptionLevel.EL1).Run(0x0420_0000); // ADD (vectors, predicated) of SVE
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }

    [Test]
    public void ERET_restores_state_from_SPSR_and_goes_to_ELR()
    {
        Pe[SystemRegister.SPSR_EL3] = 0x6000_0000 | 0x80 | 5;
        Pe[SystemRegister.ELR_EL3] = 0x5000;
        _machine.Run(A64.Eret);
        Assert.That((Pe.CurrentLevel, Pe.SpSel, Pe.Daif, Pe.Nzcv, Pe.PC), Is.EqualTo((ExceptionLevel.EL1, true, 2, 6, 0x5000UL)));
    }

    [TestCase(0x0DUL, ExceptionLevel.EL1, Description = "to a higher level")]
    [TestCase(0x01UL, ExceptionLevel.EL1, Description = "EL0 with SP_EL1")]
    [TestCase(0x07UL, ExceptionLevel.EL1, Description = "reserved M[1]")]
    [TestCase(0x15UL, ExceptionLevel.EL1, Description = "AArch32")]
    [TestCase(0x09UL, ExceptionLevel.EL1, Description = "EL2 from EL1")]
    public void An_illegal_return_keeps_the_level_and_sets_IL(ulong spsr, ExceptionLevel from)
    {
        _machine.At(from);
        Pe[SystemRegister.SPSR_EL1] = spsr | 0xF000_0000;
        Pe[SystemRegister.ELR_EL1] = 0x5000;
        _machine.Run(A64.Eret);
        Assert.That((Pe.CurrentLevel, Pe.IllegalExecutionState, Pe.PC, Pe.Nzcv), Is.EqualTo((from, true, 0x5000UL, 0xF)));
        Pe.Run(1, exact: true);
        Assert.That((_machine.Esr.EC, _machine.Last.ReturnAddress), Is.EqualTo((ExceptionClass.IllegalState, 0x5000UL)));
        Assert.That(Pe[SystemRegister.SPSR_EL1] & PSTATE.IL, Is.Not.Zero, "saved");
        Assert.That(Pe.IllegalExecutionState, Is.False, "cleared by the exception");
    }

    [Test]
    public void A_return_to_EL2_is_illegal_in_Secure_state_and_to_EL1_under_TGE()
    {
        _machine.At(ExceptionLevel.EL3, SecurityState.Secure);
        Pe[SystemRegister.SPSR_EL3] = SpsrValue.Create(ExceptionLevel.EL2, true, 0).Value;
        Pe.ExceptionReturn();
        Assert.That((Pe.CurrentLevel, Pe.IllegalExecutionState), Is.EqualTo((ExceptionLevel.EL3, true)));
        Pe[SystemRegister.SCR_EL3] |= SCR_EL3.NS;
        Pe[SystemRegister.HCR_EL2] = HCR_EL2.TGE;
        Pe[SystemRegister.SPSR_EL3] = SpsrValue.Create(ExceptionLevel.EL1, true, 0).Value;
        Pe.ExceptionReturn();
        Assert.That((Pe.CurrentLevel, Pe.IllegalExecutionState), Is.EqualTo((ExceptionLevel.EL3, true)));
    }

    [Test]
    public void A_return_below_EL3_is_illegal_in_the_reserved_security_state()
    {
        Pe[SystemRegister.SCR_EL3] = SCR_EL3.NSE;
        Pe[SystemRegister.SPSR_EL3] = SpsrValue.Create(ExceptionLevel.EL1, true, 0).Value;
        Pe.ExceptionReturn();
        Assert.That((Pe.CurrentLevel, Pe.IllegalExecutionState), Is.EqualTo((ExceptionLevel.EL3, true)));
    }

    [Test]
    public void A_misaligned_PC_is_a_PC_alignment_fault()
    {
        _machine.At(ExceptionLevel.EL1);
        Pe.X(1) = TestPe.Code + 2;
        _machine.Run(A64.Word(A64Op.BR, ('n', 1)));
        Assert.That(_machine.Exceptions, Is.Empty, "the branch itself is fine");
        Pe.Run(1, exact: true);
        Assert.That((_machine.Esr.EC, _machine.Last.FaultAddress, _machine.Last.ReturnAddress),
            Is.EqualTo((ExceptionClass.PcAlignment, TestPe.Code + 2, TestPe.Code + 2)));
    }

    [Test]
    public void Each_level_has_its_own_stack_pointer()
    {
        for (int level = 0; level < 4; level++)
            Pe.SetStackPointer((ExceptionLevel)level, (ulong)(level + 1) * 0x100);
        _machine.At(ExceptionLevel.EL1);
        Assert.That(_machine.Compute(A64.AddImm(0, 31, 0)).Result, Is.EqualTo(0x200));
        _machine.Run(A64.Word(A64Op.MSR_imm, ('e', 0), ('q', 5), ('k', 0)), A64.AddImm(31, 31, 1), A64.Word(A64Op.MSR_imm, ('e', 0), ('q', 5), ('k', 1)));
        Assert.That((Pe.GetStackPointer(ExceptionLevel.EL0), Pe.GetStackPointer(ExceptionLevel.EL1)), Is.EqualTo((0x101UL, 0x200UL)));
        _machine.Run(A64.Svc());
        Assert.That(_machine.Compute(A64.AddImm(0, 31, 0)).Result, Is.EqualTo(0x200));
    }

    [Test]
    public void WFI_waits_and_WFE_waits_unless_an_event_came()
    {
        _machine.Run(A64.Nop);
        _machine.Put(TestPe.Code, A64.Wfi, A64.Word(A64Op.SEVL), A64.Wfe, A64.Wfe, A64.Nop);
        Pe.PC = TestPe.Code;
        Assert.That((Pe.Run(100), Pe.PC), Is.EqualTo((RunStop.WaitingForInterrupt, TestPe.Code + 4)));
        Assert.That((Pe.Run(100), Pe.PC), Is.EqualTo((RunStop.WaitingForInterrupt, TestPe.Code + 16)), "the first WFE takes the event");
    }

    [TestCase(A64Op.WFI, 0u)]
    [TestCase(A64Op.WFE, 1u)]
    public void WFI_and_WFE_are_trapped_by_level(A64Op op, uint ti)
    {
        uint word = A64Table.Get(op).FixedValue;
        ulong iss = 1u << 24 | 0xEu << 20 | ti;
        Pe[SystemRegister.SCTLR_EL1] = 0;
        _machine.At(ExceptionLevel.EL0);
        ClearEvent();
        _machine.Run(word);
        Assert.That((_machine.Last.Target, _machine.Esr.EC, (ulong)_machine.Esr.ISS), Is.EqualTo((ExceptionLevel.EL1, ExceptionClass.TrappedWfx, iss)));
        Pe[SystemRegister.HCR_EL2] = HCR_EL2.TWI | HCR_EL2.TWE;
        _machine.At(ExceptionLevel.EL1);
        ClearEvent();
        _machine.Run(word);
        Assert.That((_machine.Last.Target, _machine.Last.ReturnAddress), Is.EqualTo((ExceptionLevel.EL2, TestPe.Code)));
        Pe[SystemRegister.SCR_EL3] |= SCR_EL3.TWI | SCR_EL3.TWE;
        _machine.At(ExceptionLevel.EL2);
        ClearEvent();
        _machine.Run(word);
        Assert.That(_machine.Last.Target, Is.EqualTo(ExceptionLevel.EL3));
    }

    [TestCase(A64Op.ERET, 0u)]
    [TestCase(A64Op.ERETAA, 2u)]
    [TestCase(A64Op.ERETAB, 3u)]
    public void HFGITR_ERET_traps_every_exception_return_of_EL1(A64Op op, uint iss)
    {
        Pe.SetRaw(SystemRegister.SCR_EL3, Pe[SystemRegister.SCR_EL3] | SCR_EL3.FGTEn);
        Pe.SetRaw(SystemRegister.HFGITR_EL2, 1UL << 51);
        _machine.At(ExceptionLevel.EL1);
        Pe.SetRaw(SystemRegister.SCR_EL3, Pe[SystemRegister.SCR_EL3] | SCR_EL3.FGTEn);
        _machine.Run(A64Table.Get(op).FixedValue);
        Assert.That((_machine.Last.Target, _machine.Esr.EC, _machine.Esr.ISS, _machine.Last.ReturnAddress),
            Is.EqualTo((ExceptionLevel.EL2, ExceptionClass.TrappedEret, iss, TestPe.Code)));
    }

    [TestCase(false, ExceptionType.Synchronous)]
    [TestCase(true, ExceptionType.SError)]
    public void SCR_EASE_takes_external_aborts_to_the_SError_vector_of_EL3(bool ease, ExceptionType type)
    {
        Pe[SystemRegister.SCR_EL3] |= SCR_EL3.EA | (ease ? SCR_EL3.EASE : 0);
        _machine.At(ExceptionLevel.EL1);
        Pe.X(1) = 0x4000_0000;
        _machine.Run(A64.Ldr(0, 1));
        Assert.That((_machine.Last.Type, _machine.Esr.EC, Pe.PC),
            Is.EqualTo((type, ExceptionClass.DataAbortLower, Pe[SystemRegister.VBAR_EL3] + 0x400 + (ulong)type)));
    }

    private void ClearEvent() => Pe.EventRegister = false;
}
