using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Translation;

internal sealed class Stage1Tests
{
    private const ulong Va = 0x4000_0000;
    private El1Machine _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp()
    {
        _machine = new El1Machine();
        _machine.Put64(TestPe.Data, 0xABCD);
        Pe.X(1) = Va;
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void A_page_a_block_of_2_MiB_and_one_of_1_GiB_translate()
    {
        _machine.Map(Va, TestPe.Data, writable: false);
        Assert.That(Load(Va), Is.EqualTo(0xABCD));
        ulong level2 = _machine.Get64(Pe[SystemRegister.TTBR0_EL1] + 8) & ~0xFFFUL;
        _machine.Put64(level2 + 8, TestPe.Data | 1 << 10 | 1);
        Assert.That(Load(Va + 0x20_0000), Is.EqualTo(0xABCD));
        _machine.Put64(Pe[SystemRegister.TTBR0_EL1] + 16, 1 << 10 | 1);
        Assert.That(Load(0x8000_0000 + TestPe.Data), Is.EqualTo(0xABCD));
    }

    [Test]
    public void The_upper_half_is_walked_from_TTBR1()
    {
        ulong table = _machine.Bare.NewTable();
        _machine.Put64(table, 1 << 10 | 1);
        Pe[SystemRegister.TTBR1_EL1] = table;
        Assert.That(Load(0xFFFF_FF80_0000_0000 + TestPe.Data), Is.EqualTo(0xABCD));
    }

    [Test]
    public void A_missing_entry_faults_at_its_level([Values(1, 2, 3)] int level)
    {
        ulong entry = _machine.Map(Va, TestPe.Data, writable: false);
        ulong level1 = Pe[SystemRegister.TTBR0_EL1] + 8;
        ulong level2 = _machine.Get64(level1) & ~0xFFFUL;
        _machine.Put64(level switch { 1 => level1, 2 => level2, _ => entry }, 0);
        AssertDataAbort(A64.Ldr(0, 1), FaultStatusCode.TranslationLevel0 + (byte)level, write: false);
    }

    [TestCase(0x0000_0080_0000_0000UL)]
    [TestCase(0xFFFF_FF00_0000_0000UL)]
    [TestCase(0x0100_0000_4000_0000UL)]
    public void An_address_outside_both_halves_is_a_level_0_translation_fault(ulong va)
    {
        Pe.X(1) = va;
        Assert.That(AssertDataAbort(A64.Ldr(0, 1), FaultStatusCode.TranslationLevel0, write: false).FaultAddress, Is.EqualTo(va));
    }

    [Test]
    public void With_TBI_the_top_byte_is_ignored_but_reported()
    {
        Pe[SystemRegister.TCR_EL1] |= TCR_EL1.TBI0;
        _machine.Map(Va, TestPe.Data, writable: false);
        Assert.That(Load(0xAA00_0000_0000_0000 | Va), Is.EqualTo(0xABCD));
        Pe.X(1) = 0xAA00_0000_0000_0000 | (Va + 0x1000);
        ExceptionTaken taken = AssertDataAbort(A64.Ldr(0, 1), FaultStatusCode.TranslationLevel3, write: false);
        Assert.That(taken.FaultAddress, Is.EqualTo(0xAA00_0000_4000_1000));
    }

    [Test]
    public void A_clear_access_flag_faults()
    {
        ulong entry = _machine.Map(Va, TestPe.Data, writable: true);
        _machine.Put64(entry, _machine.Get64(entry) & ~(1UL << 10));
        AssertDataAbort(A64.Str(0, 1), FaultStatusCode.AccessFlagLevel3, write: true);
    }

    [Test]
    public void An_output_address_past_IPS_is_an_address_size_fault()
    {
        Pe[SystemRegister.TCR_EL1] = (Pe[SystemRegister.TCR_EL1] & ~(7UL << 32)) | 1UL << 32;
        _machine.Map(Va, 0x10_0000_0000, writable: true);
        AssertDataAbort(A64.Ldr(0, 1), FaultStatusCode.AddressSizeLevel3, write: false);
    }

    [Test]
    public void Permissions_of_data_hold_for_EL1_and_EL0()
    {
        _machine.Map(Va, TestPe.Data, writable: false);
        AssertDataAbort(A64.Str(0, 1), FaultStatusCode.PermissionLevel3, write: true);
        _machine.Map(TestPe.Code, TestPe.Code, writable: false, user: true);
        _machine.At(ExceptionLevel.EL0);
        Pe.X(1) = Va;
        _machine.Run(A64.Ldr(0, 1));
        Assert.That((_machine.Esr.EC, _machine.Esr.FSC), Is.EqualTo((ExceptionClass.DataAbortLower, FaultStatusCode.PermissionLevel3)));
        _machine.Map(Va, TestPe.Data, writable: true, user: true);
        _machine.At(ExceptionLevel.EL0);
        Pe.X(1) = Va;
        _machine.Run(A64.Ldr(0, 1), A64.Str(0, 1));
        Assert.That(_machine.Exceptions, Is.Empty);
    }

    [TestCase(1UL << 53, true, false, Description = "PXN")]
    [TestCase(1UL << 54, false, true, Description = "UXN")]
    public void Execute_never_holds_for_its_level(ulong bit, bool el1Faults, bool el0Faults)
    {
        _machine.Map(TestPe.Code, TestPe.Code, writable: false, user: true, more: bit);
        foreach (var (level, faults) in new[] { (ExceptionLevel.EL1, el1Faults), (ExceptionLevel.EL0, el0Faults) })
        {
            _machine.At(level).Run(A64.Nop);
            Assert.That(_machine.Exceptions, Has.Count.EqualTo(faults ? 1 : 0), $"{level}");
            if (faults)
                Assert.That((_machine.Esr.IsInstructionAbort, _machine.Esr.FSC), Is.EqualTo((true, FaultStatusCode.PermissionLevel3)));
        }
    }

    [Test]
    public void What_EL0_can_write_EL1_cannot_execute()
    {
        _machine.Map(TestPe.Code, TestPe.Code, writable: true, user: true);
        _machine.Run(A64.Nop);
        Assert.That((_machine.Esr.EC, _machine.Esr.FSC), Is.EqualTo((ExceptionClass.InstructionAbortSame, FaultStatusCode.PermissionLevel3)));
    }

    [Test]
    public void Table_permissions_restrict_what_is_below()
    {
        _machine.Map(Va, TestPe.Data, writable: true);
        ulong level1 = Pe[SystemRegister.TTBR0_EL1] + 8;
        _machine.Put64(level1, _machine.Get64(level1) | 2UL << 61);
        AssertDataAbort(A64.Str(0, 1), FaultStatusCode.PermissionLevel3, write: true);
    }

    [Test]
    public void A_walk_that_meets_no_memory_is_an_external_abort_on_the_walk()
    {
        _machine.Put64(Pe[SystemRegister.TTBR0_EL1] + 8, 0x7000_0000 | 3);
        AssertDataAbort(A64.Ldr(0, 1), FaultStatusCode.ExternalAbortOnWalkLevel2, write: false);
    }

    [Test]
    public void A_stale_translation_lives_until_the_TLBI_that_covers_it()
    {
        _machine.Put64(TestPe.Data + 0x1000, 0x9999);
        _machine.Map(Va, TestPe.Data, writable: false);
        Assert.That(Load(Va), Is.EqualTo(0xABCD));
        _machine.Map(Va, TestPe.Data + 0x1000, writable: false);
        Assert.That(Load(Va), Is.EqualTo(0xABCD), "legal: nothing was invalidated");
        _machine.Run(A64.Sys(0, 8, 7, 0, 31), A64.Isb);
        Assert.That(Load(Va), Is.EqualTo(0x9999));
    }

    [Test]
    public void Another_ASID_or_table_takes_effect_at_once()
    {
        _machine.Map(Va, TestPe.Data, writable: false);
        Load(Va);
        ulong other = _machine.Bare.NewTable();
        for (ulong i = 0; i < 512; i++)
            _machine.Put64(other + i * 8, _machine.Get64(Pe[SystemRegister.TTBR0_EL1] + i * 8));
        _machine.Put64(other + 8, 0);
        Pe.X(2) = other | 1UL << 48;
        Pe.X(1) = Va;
        _machine.Run(A64.Msr(SystemRegister.TTBR0_EL1, 2), A64.Isb, A64.Ldr(0, 1));
        Assert.That(_machine.Esr.FSC, Is.EqualTo(FaultStatusCode.TranslationLevel1));
    }

    [Test]
    public void Secure_code_is_not_executed_from_Non_secure_memory_under_SIF()
    {
        using var machine = new El1Machine(SecurityState.Secure);
        machine.Map(TestPe.Code, TestPe.Code, writable: false, more: 1 << 5);
        machine.Run(A64.Nop);
        Assert.That(machine.Exceptions, Is.Empty);
        machine.Pe[SystemRegister.SCR_EL3] |= SCR_EL3.SIF;
        machine.At(ExceptionLevel.EL1, SecurityState.Secure);
        machine.Pe.InvalidateTlb(ExceptionLevel.EL1, SecurityState.Secure);
        machine.Run(A64.Nop);
        Assert.That((machine.Esr.EC, machine.Esr.FSC), Is.EqualTo((ExceptionClass.InstructionAbortSame, FaultStatusCode.PermissionLevel3)));
    }

    [Test]
    public void With_the_MMU_off_an_address_is_physical_and_checked_for_its_size()
    {
        using var machine = new TestPe();
        machine.Put64(TestPe.Data, 7);
        machine.Pe.X(1) = 0xAA00_0000_0000_0000 | TestPe.Data;
        machine.At(ExceptionLevel.EL1).Run(A64.Ldr(0, 1));
        Assert.That(machine.Esr.FSC, Is.EqualTo(FaultStatusCode.AddressSizeLevel0));
        machine.Pe[SystemRegister.TCR_EL1] = TCR_EL1.TBI0;
        machine.At(ExceptionLevel.EL1);
        machine.Pe.X(1) = 0xAA00_0000_0000_0000 | TestPe.Data;
        machine.Run(A64.Ldr(0, 1));
        Assert.That((machine.Exceptions.Count, machine.Pe.X(0)), Is.EqualTo((0, 7UL)));
    }

    [Test]
    public void Realm_EL2_reaches_Non_secure_memory_by_the_NS_bit_and_never_executes_it()
    {
        using var machine = new TestPe();
        ulong level1 = machine.NewTable(), level2 = machine.NewTable();
        machine.Put64(level1, level2 | 3);
        machine.Put64(level2, 1 << 10 | 1);
        machine.Put64(level2 + 8, TestPe.Data | 1 << 10 | 1 | 1 << 5);
        machine.Pe[SystemRegister.MAIR_EL2] = 0xFF;
        machine.Pe[SystemRegister.TTBR0_EL2] = level1;
        machine.Pe[SystemRegister.TCR_EL2] = 25 | 5UL << 16;
        machine.At(ExceptionLevel.EL2, SecurityState.Realm);
        machine.Pe[SystemRegister.SCTLR_EL2] = SCTLR_ELx.M;
        Assert.That(machine.Pe.Translate(new VirtualAddress(0), AccessKind.Read, out var own, out _));
        Assert.That(machine.Pe.Translate(new VirtualAddress(0x20_0000), AccessKind.Read, out var shared, out _));
        Assert.That((own.Pas, shared.Pas), Is.EqualTo((Pas.Realm, Pas.NonSecure)));
        Assert.That(machine.Pe.Translate(new VirtualAddress(0x20_0000), AccessKind.Execute, out _, out FaultRecord fault), Is.False);
        Assert.That(fault.StatusCode, Is.EqualTo(FaultStatusCode.PermissionLevel2));
    }

    private ulong Load(ulong va)
    {
        Pe.X(1) = va;
        Pe.X(0) = 0xDEAD;
        _machine.Run(A64.Ldr(0, 1));
        Assert.That(_machine.Exceptions, Is.Empty);
        return Pe.X(0);
    }

    private ExceptionTaken AssertDataAbort(uint word, FaultStatusCode code, bool write)
    {
        _machine.Run(word);
        Assert.That((_machine.Esr.EC, _machine.Esr.FSC, _machine.Esr.WnR), Is.EqualTo((ExceptionClass.DataAbortSame, code, write)));
        Assert.That(_machine.Last.ReturnAddress, Is.EqualTo(TestPe.Code));
        ExceptionTaken taken = _machine.Last;
        _machine.At(ExceptionLevel.EL1);
        return taken;
    }
}
