using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Registers;

internal sealed class SystemRegisterMoveTests
{
    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp()
    {
        _machine = new TestPe();
        // Nothing that the controls can leave open is trapped.
        Pe[R.SCTLR_EL1] = SCTLR_ELx.UCT | SCTLR_ELx.UMA | SCTLR_ELx.UCI | SCTLR_ELx.DZE;
        Pe[R.CNTKCTL_EL1] = 0x303;
        Pe[R.CNTHCTL_EL2] = CNTHCTL_EL2.EL1PCTEN | CNTHCTL_EL2.EL1PCEN;
        Pe[R.SCR_EL3] |= SCR_EL3.ST | SCR_EL3.APK | SCR_EL3.FGTEn | SCR_EL3.FGTEn2 | SCR_EL3.ECVEn | SCR_EL3.HXEn | SCR_EL3.EnSCXT | SCR_EL3.FIEN
            | SCR_EL3.AMVOFFEN;
        Pe[R.HCR_EL2] = HCR_EL2.APK | HCR_EL2.FIEN | HCR_EL2.EnSCXT;
        Pe[R.AMUSERENR_EL0] = 1;
        Pe[R.PMUSERENR_EL0] = 0xF;
        Pe[R.CPTR_EL2] = 0;
        Pe[R.CPACR_EL1] = CPACR_EL1.FPEN.Set(0, 3);
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    /// <summary>The whole matrix: each register, each level, read and write, in Non-secure state.</summary>
    [Test]
    public void Every_register_obeys_its_level_and_direction([Values] ExceptionLevel level)
    {
        foreach (SystemRegisterInfo info in SystemRegisterTable.All)
        {
            bool present = RegisterFeatures.IsPresent(info.Register, PeFeatures.Default) && !info.Encoding.IsSecureOnly
                && info.AliasOf == R.None // E2H is 0 here
                && info.Feature != Feature.FEAT_SEL2; // for Secure EL2 alone
            bool secureTimer = info.Encoding.IsSecureOnly && level == ExceptionLevel.EL3;
            Assert.That(Succeeds(level, A64.Mrs(0, info.Encoding.Value)),
                Is.EqualTo((present || secureTimer) && info.CanRead && level >= info.MinimumReadLevel), $"MRS {info.Name} at {level}");
            if (info.Register is R.SCR_EL3 or R.SCTLR_EL3 or R.SCTLR_EL1 or R.SCTLR_EL2 or R.HCR_EL2 or R.CPTR_EL3 or R.CPTR_EL2
                or R.MDCR_EL2 or R.MDCR_EL3 or R.CNTHCTL_EL2 or R.CNTKCTL_EL1 or R.MDSCR_EL1 or R.GPCCR_EL3 or R.CPACR_EL1 or R.AMUSERENR_EL0 or R.PMUSERENR_EL0)
                continue; // writing these changes what the next row sees; they have tests of their own
            Assert.That(Succeeds(level, A64.Msr(info.Encoding.Value, 0)),
                Is.EqualTo((present || secureTimer) && info.CanWrite && level >= info.MinimumWriteLevel), $"MSR {info.Name} at {level}");
        }
    }

    [Test]
    public void Registers_of_absent_features_are_undefined_even_at_EL3()
    {
        using var plain = new TestPe(new PeFeatures([]));
        foreach (SystemRegisterInfo info in SystemRegisterTable.All.Where(info => !plain.Pe.Features.Has(info.Feature)))
        {
            plain.At(ExceptionLevel.EL3).Run(info.CanRead ? A64.Mrs(0, info.Encoding.Value) : A64.Msr(info.Encoding.Value, 0));
            Assert.That((plain.Exceptions.Count, plain.Esr.EC), Is.EqualTo((1, ExceptionClass.Unknown)), info.Name);
        }
    }

    [Test]
    public void Numbers_that_no_register_has_are_undefined() =>
        Assert.That(Succeeds(ExceptionLevel.EL3, A64.Mrs(0, SystemRegisterEncoding.Pack(3, 0, 9, 15, 7).Value)), Is.False);

    [Test]
    public void The_identification_space_reads_as_zero_above_EL0()
    {
        ushort reserved = SystemRegisterEncoding.Pack(3, 0, 0, 7, 7).Value;
        Pe.X(0) = 5;
        Assert.That(Succeeds(ExceptionLevel.EL1, A64.Mrs(0, reserved)));
        Assert.That(Pe.X(0), Is.Zero);
        Assert.That(Succeeds(ExceptionLevel.EL0, A64.Mrs(0, reserved)), Is.False);
        Assert.That(Succeeds(ExceptionLevel.EL1, A64.Msr(reserved, 0)), Is.False);
        Pe[R.HCR_EL2] = HCR_EL2.TID3;
        AssertTrap(ExceptionLevel.EL1, A64.Mrs(7, reserved), ExceptionLevel.EL2);
    }

    [TestCase(HCR_EL2.TID1, R.REVIDR_EL1, true)]
    [TestCase(HCR_EL2.TID1, R.AIDR_EL1, true)]
    [TestCase(HCR_EL2.TID2, R.CTR_EL0, true)]
    [TestCase(HCR_EL2.TID2, R.CSSELR_EL1, false)]
    [TestCase(HCR_EL2.TID3, R.ID_AA64PFR0_EL1, true)]
    [TestCase(HCR_EL2.TID3, R.ID_AA64MMFR4_EL1, true)]
    [TestCase(HCR_EL2.TACR, R.ACTLR_EL1, true)]
    [TestCase(HCR_EL2.TVM, R.SCTLR_EL1, false)]
    [TestCase(HCR_EL2.TVM, R.CONTEXTIDR_EL1, false)]
    [TestCase(HCR_EL2.TRVM, R.TTBR0_EL1, true)]
    public void HCR_EL2_traps_accesses_of_EL1(ulong bit, R register, bool isRead)
    {
        uint word = isRead ? A64.Mrs(3, register) : A64.Msr(register, 3);
        Assert.That(Succeeds(ExceptionLevel.EL1, word), "not trapped yet");
        Pe[R.HCR_EL2] = bit;
        AssertTrap(ExceptionLevel.EL1, word, ExceptionLevel.EL2);
        Assert.That((_machine.Esr.SystemRegister, _machine.Esr.Rt, _machine.Esr.IsRead),
            Is.EqualTo((SystemRegisterTable.Get(register).Encoding, 3, isRead)));
        Assert.That(Succeeds(ExceptionLevel.EL2, word), "EL2 itself is not trapped");
        _machine.At(ExceptionLevel.EL1, SecurityState.Secure);
        Assert.That(Succeeds(ExceptionLevel.EL1, word, SecurityState.Secure), "EL2 is not enabled in Secure state");
    }

    [Test]
    public void TVM_traps_writes_and_TRVM_reads_only()
    {
        Pe[R.HCR_EL2] = HCR_EL2.TVM;
        Assert.That(Succeeds(ExceptionLevel.EL1, A64.Mrs(0, R.TCR_EL1)));
        Pe[R.HCR_EL2] = HCR_EL2.TRVM;
        Assert.That(Succeeds(ExceptionLevel.EL1, A64.Msr(R.TCR_EL1, 0)));
    }

    [Test]
    public void IMPLEMENTATION_DEFINED_registers_are_trapped_by_TIDCP_and_undefined_else()
    {
        ushort number = SystemRegisterEncoding.Pack(3, 0, 15, 2, 7).Value;
        Assert.That(Succeeds(ExceptionLevel.EL1, A64.Mrs(0, number)), Is.False);
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
        Pe[R.HCR_EL2] = HCR_EL2.TIDCP;
        AssertTrap(ExceptionLevel.EL1, A64.Mrs(0, number), ExceptionLevel.EL2);
        AssertTrap(ExceptionLevel.EL1, A64.Sys(0, 11, 3, 2, 0), ExceptionLevel.EL2);
    }

    [Test]
    public void IMPLEMENTATION_DEFINED_registers_are_trapped_at_EL0_by_TIDCP_of_SCTLR()
    {
        ushort number = SystemRegisterEncoding.Pack(3, 3, 15, 2, 7).Value;
        Assert.That(Succeeds(ExceptionLevel.EL0, A64.Mrs(0, number)), Is.False);
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
        Pe[R.SCTLR_EL1] |= SCTLR_ELx.TIDCP;
        AssertTrap(ExceptionLevel.EL0, A64.Mrs(0, number), ExceptionLevel.EL1);
        AssertTrap(ExceptionLevel.EL0, A64.Sys(3, 11, 3, 2, 0), ExceptionLevel.EL1);
    }

    [TestCase(SCTLR_ELx.UCT, R.CTR_EL0)]
    [TestCase(SCTLR_ELx.UMA, R.DAIF)]
    public void SCTLR_EL1_opens_registers_to_EL0(ulong bit, R register)
    {
        Assert.That(Succeeds(ExceptionLevel.EL0, A64.Mrs(0, register)));
        Pe[R.SCTLR_EL1] &= ~bit;
        AssertTrap(ExceptionLevel.EL0, A64.Mrs(0, register), ExceptionLevel.EL1);
        Pe[R.HCR_EL2] = HCR_EL2.TGE;
        AssertTrap(ExceptionLevel.EL0, A64.Mrs(0, register), ExceptionLevel.EL2);
    }

    [Test]
    public void DAIFSet_and_DAIFClr_obey_UMA_and_change_the_masks()
    {
        uint set = A64.Word(A64Op.MSR_imm, ('e', 3), ('q', 6), ('k', 0b0110)), clear = A64.Word(A64Op.MSR_imm, ('e', 3), ('q', 7), ('k', 0b1100));
        _machine.At(ExceptionLevel.EL1);
        Pe.Daif = 0b1000;
        _machine.Run(set);
        Assert.That(Pe.Daif, Is.EqualTo(0b1110));
        _machine.Run(clear);
        Assert.That(Pe.Daif, Is.EqualTo(0b0010));
        Pe[R.SCTLR_EL1] = 0;
        AssertTrap(ExceptionLevel.EL0, set, ExceptionLevel.EL1);
        Assert.That((_machine.Esr.SystemRegister, _machine.Esr.Rt), Is.EqualTo((SystemRegisterEncoding.Pack(0, 3, 4, 6, 6), 31)));
    }

    [TestCase(R.CNTPCT_EL0, CNTKCTL_EL1.EL0PCTEN, CNTHCTL_EL2.EL1PCTEN)]
    [TestCase(R.CNTP_CTL_EL0, CNTKCTL_EL1.EL0PTEN, CNTHCTL_EL2.EL1PCEN)]
    [TestCase(R.CNTVCT_EL0, CNTKCTL_EL1.EL0VCTEN, 0UL)]
    [TestCase(R.CNTV_CVAL_EL0, CNTKCTL_EL1.EL0VTEN, 0UL)]
    public void Timer_registers_are_opened_to_EL0_by_EL1_and_to_both_by_EL2(R register, ulong byEl1, ulong byEl2)
    {
        Assert.That(Succeeds(ExceptionLevel.EL0, A64.Mrs(0, register)));
        Pe[R.CNTKCTL_EL1] &= ~byEl1;
        AssertTrap(ExceptionLevel.EL0, A64.Mrs(0, register), ExceptionLevel.EL1);
        if (byEl2 == 0)
            return;
        Pe[R.CNTHCTL_EL2] &= ~byEl2;
        AssertTrap(ExceptionLevel.EL1, A64.Mrs(0, register), ExceptionLevel.EL2);
        Pe[R.CNTKCTL_EL1] |= byEl1;
        AssertTrap(ExceptionLevel.EL0, A64.Mrs(0, register), ExceptionLevel.EL2);
    }

    [Test]
    public void CNTFRQ_is_closed_to_EL0_only_when_both_counters_are()
    {
        Pe[R.CNTKCTL_EL1] = CNTKCTL_EL1.EL0VCTEN;
        Assert.That(Succeeds(ExceptionLevel.EL0, A64.Mrs(0, R.CNTFRQ_EL0)));
        Pe[R.CNTKCTL_EL1] = 0;
        AssertTrap(ExceptionLevel.EL0, A64.Mrs(0, R.CNTFRQ_EL0), ExceptionLevel.EL1);
    }

    [Test]
    public void The_Secure_timer_belongs_to_EL3_and_on_request_to_Secure_EL1()
    {
        Assert.That(Succeeds(ExceptionLevel.EL1, A64.Mrs(0, R.CNTPS_CTL_EL1)), Is.False);
        Assert.That(Succeeds(ExceptionLevel.EL1, A64.Mrs(0, R.CNTPS_CTL_EL1), SecurityState.Secure));
        Pe[R.SCR_EL3] &= ~SCR_EL3.ST;
        AssertTrap(ExceptionLevel.EL1, A64.Mrs(0, R.CNTPS_CTL_EL1), ExceptionLevel.EL3, SecurityState.Secure);
    }

    [Test]
    public void CPACR_and_CPTR_are_trapped_by_TCPAC()
    {
        Pe[R.CPTR_EL3] = CPTR_EL3.TCPAC;
        AssertTrap(ExceptionLevel.EL2, A64.Mrs(0, R.CPTR_EL2), ExceptionLevel.EL3);
        AssertTrap(ExceptionLevel.EL1, A64.Mrs(0, R.CPACR_EL1), ExceptionLevel.EL3);
        Pe[R.CPTR_EL2] = CPTR_EL2.TCPAC;
        AssertTrap(ExceptionLevel.EL1, A64.Mrs(0, R.CPACR_EL1), ExceptionLevel.EL2);
    }

    [TestCase(R.MDSCR_EL1, MDCR_EL2.TDA)]
    [TestCase(R.DBGBVR0_EL1, MDCR_EL2.TDE)]
    [TestCase(R.OSLSR_EL1, MDCR_EL2.TDOSA)]
    [TestCase(R.MDRAR_EL1, MDCR_EL2.TDRA)]
    public void MDCR_EL2_traps_debug_registers(R register, ulong bit)
    {
        Assert.That(Succeeds(ExceptionLevel.EL1, A64.Mrs(0, register)));
        Pe[R.MDCR_EL2] = bit;
        AssertTrap(ExceptionLevel.EL1, A64.Mrs(0, register), ExceptionLevel.EL2);
    }

    [Test]
    public void OSLAR_locks_and_OSLSR_tells()
    {
        Pe.X(0) = 1;
        _machine.At(ExceptionLevel.EL1).Run(A64.Msr(R.OSLAR_EL1, 0), A64.Mrs(1, R.OSLSR_EL1));
        Assert.That(Pe.X(1) & 2, Is.EqualTo(2));
        Pe.X(0) = 0;
        _machine.Run(A64.Msr(R.OSLAR_EL1, 0), A64.Mrs(1, R.OSLSR_EL1));
        Assert.That(Pe.X(1) & 2, Is.Zero);
    }

    [Test]
    public void EL1_sees_the_virtual_processor_identity()
    {
        Pe[R.VPIDR_EL2] = 0x411F_D0F0;
        Pe[R.VMPIDR_EL2] = 0x8000_0203;
        _machine.At(ExceptionLevel.EL1, SecurityState.Realm).Run(A64.Mrs(0, R.MIDR_EL1), A64.Mrs(1, R.MPIDR_EL1));
        Assert.That((Pe.X(0), Pe.X(1)), Is.EqualTo((0x411F_D0F0UL, 0x8000_0203UL)));
        _machine.At(ExceptionLevel.EL1, SecurityState.Secure).Run(A64.Mrs(0, R.MIDR_EL1));
        Assert.That(Pe.X(0), Is.EqualTo(Pe[R.MIDR_EL1]));
    }

    [Test]
    public void SP_EL0_cannot_be_named_while_it_is_the_stack_pointer()
    {
        _machine.At(ExceptionLevel.EL1);
        Pe.SpSel = false;
        _machine.Run(A64.Mrs(0, R.SP_EL0));
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }

    [Test]
    public void RNDR_gives_a_number_and_clears_the_flags()
    {
        Pe.Nzcv = 0xF;
        _machine.At(ExceptionLevel.EL0).Run(A64.Mrs(0, R.RNDR), A64.Mrs(1, R.RNDRRS));
        Assert.That((Pe.Nzcv, Pe.X(0) == Pe.X(1)), Is.EqualTo((0, false)));
        using var plain = new TestPe(new PeFeatures([]));
        plain.Run(A64.Mrs(0, R.RNDR));
        Assert.That(plain.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }

    [Test]
    public void The_counter_moves_with_every_instruction()
    {
        _machine.Run(A64.Mrs(0, R.CNTPCT_EL0), A64.Nop, A64.Nop, A64.Mrs(1, R.CNTPCT_EL0));
        Assert.That(Pe.X(1) - Pe.X(0), Is.EqualTo(3));
        _machine.Put(TestPe.Code, A64.Mrs(0, R.CNTPCT_EL0), A64.Nop, A64.Nop, A64.Mrs(1, R.CNTPCT_EL0), A64.Wfi);
        Pe.PC = TestPe.Code;
        Pe.Run(100);
        Assert.That(Pe.X(1) - Pe.X(0), Is.EqualTo(3), "also in one straight run");
    }

    [Test]
    public void Res0_bits_do_not_stick_and_Res1_bits_do()
    {
        Pe.X(0) = ulong.MaxValue;
        _machine.Run(A64.Msr(R.VBAR_EL1, 0), A64.Mrs(1, R.VBAR_EL1));
        Assert.That(Pe.X(1), Is.EqualTo(0xFFFF_FFFF_FFFF_F800));
        Pe.X(0) = 0;
        _machine.Run(A64.Msr(R.HCR_EL2, 0), A64.Mrs(1, R.HCR_EL2));
        Assert.That(Pe.X(1), Is.EqualTo(HCR_EL2.RW));
    }

    private bool Succeeds(ExceptionLevel level, uint word, SecurityState state = SecurityState.NonSecure)
    {
        _machine.At(level, state).Run(word);
        return _machine.Exceptions.Count == 0;
    }

    private void AssertTrap(ExceptionLevel level, uint word, ExceptionLevel target, SecurityState state = SecurityState.NonSecure)
    {
        Assert.That(Succeeds(level, word, state), Is.False, $"0x{word:x8} at {level} is not trapped");
        Assert.That((_machine.Last.Target, _machine.Esr.EC, _machine.Last.ReturnAddress),
            Is.EqualTo((target, ExceptionClass.TrappedSystem, TestPe.Code)));
    }
}
