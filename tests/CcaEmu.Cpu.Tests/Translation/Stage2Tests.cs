using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Translation;

internal sealed class Stage2Tests
{
    private const ulong Va = 0x4000_0000;
    private const ulong GuestPage = 0x5_0000_0000;
    private El1Machine _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp() => Start(SecurityState.NonSecure);

    [TearDown]
    public void TearDown() => _machine.Dispose();

    private void Start(SecurityState state)
    {
        _machine?.Dispose();
        _machine = new El1Machine(state);
        _machine.EnableStage2();
        _machine.Map(Va, GuestPage, writable: true);
        _machine.Put64(TestPe.Data, 0xABCD);
        Pe.X(1) = Va + 0x128;
    }

    [Test]
    public void Both_stages_lead_to_the_byte()
    {
        _machine.MapStage2(GuestPage, TestPe.Data, "rw");
        _machine.Put64(TestPe.Data + 0x128, 77);
        _machine.Run(A64.Ldr(0, 1));
        Assert.That((_machine.Exceptions.Count, Pe.X(0)), Is.EqualTo((0, 77UL)));
    }

    [Test]
    public void A_missing_page_is_a_stage_2_fault_with_IPA_and_instruction_syndrome()
    {
        _machine.MapStage2(GuestPage + 0x1000, TestPe.Data, "rw");
        _machine.Run(A64.Word(A64Op.STRH_imm_off, ('t', 19), ('n', 1)));
        EsrValue esr = _machine.Esr;
        Assert.That((_machine.Last.Target, esr.EC, esr.FSC), Is.EqualTo((ExceptionLevel.EL2, ExceptionClass.DataAbortLower, FaultStatusCode.TranslationLevel3)));
        Assert.That((esr.ISV, esr.SAS, esr.SRT, esr.SF, esr.SSE, esr.WnR), Is.EqualTo((true, 1, 19, false, false, true)));
        Assert.That((_machine.Last.FaultAddress, Pe[SystemRegister.HPFAR_EL2]), Is.EqualTo((Va + 0x128, GuestPage >> 8)));
    }

    [Test]
    public void The_syndrome_describes_single_register_accesses_only()
    {
        (uint Word, bool Valid, int Size, bool Signed, bool Is64, bool Ordered)[] cases =
        [
            (A64.Ldr(2, 1), true, 3, false, true, false),
            (A64.Word(A64Op.LDRB_imm_off, ('t', 2), ('n', 1)), true, 0, false, false, false),
            (A64.Word(A64Op.LDRSB_imm_off, ('F', 0), ('t', 2), ('n', 1)), true, 0, true, true, false),
            (A64.Word(A64Op.LDRSH_imm_off, ('F', 1), ('t', 2), ('n', 1)), true, 1, true, false, false),
            (A64.Word(A64Op.LDRSW_reg, ('t', 2), ('n', 1), ('m', 31), ('o', 3)), true, 2, true, true, false),
            (A64.Word(A64Op.LDURSW, ('t', 2), ('n', 1)), true, 2, true, true, false),
            (A64.Word(A64Op.LDAR, ('f', 0), ('t', 2), ('n', 1), ('x', ~0u)), true, 2, false, false, true),
            (A64.Word(A64Op.LDAPRB, ('t', 2), ('n', 1), ('x', ~0u)), true, 0, false, false, true),
            (A64.Word(A64Op.LDTR, ('f', 1), ('t', 2), ('n', 1)), true, 3, false, true, false),
            (A64.Word(A64Op.LDR_imm_post, ('f', 1), ('t', 2), ('n', 1), ('i', 8)), false, 0, false, false, false),
            (A64.Word(A64Op.LDP_off, ('f', 1), ('t', 2), ('u', 3), ('n', 1)), false, 0, false, false, false),
            (A64.Word(A64Op.LDXR, ('f', 1), ('t', 2), ('n', 1), ('x', ~0u)), false, 0, false, false, false),
            (A64.Word(A64Op.LDADD, ('f', 1), ('t', 2), ('s', 3), ('n', 1)), false, 0, false, false, false),
        ];
        _machine.Map(Va, GuestPage, writable: true, user: true);
        foreach (var c in cases)
        {
            _machine.At(ExceptionLevel.EL1);
            Pe.X(1) = Va + 0x128;
            _machine.Run(c.Word);
            EsrValue esr = _machine.Esr;
            Assert.That((_machine.Last.Target, esr.ISV), Is.EqualTo((ExceptionLevel.EL2, c.Valid)), $"0x{c.Word:x8}");
            if (c.Valid)
                Assert.That((esr.SAS, esr.SSE, esr.SF, esr.SRT, (esr.Value & ESR_ELx.AR) != 0),
                    Is.EqualTo((c.Size, c.Signed, c.Is64, 2, c.Ordered)), $"0x{c.Word:x8}");
        }
    }

    [Test]
    public void Permissions_of_stage_2_hold_for_data_and_instructions()
    {
        _machine.MapStage2(GuestPage, TestPe.Data, "r");
        _machine.Run(A64.Str(0, 1));
        Assert.That((_machine.Esr.FSC, _machine.Esr.WnR, Pe[SystemRegister.HPFAR_EL2]), Is.EqualTo((FaultStatusCode.PermissionLevel3, true, GuestPage >> 8)));
        _machine.MapStage2(TestPe.Code, TestPe.Code, "rw");
        _machine.At(ExceptionLevel.EL1);
        Pe.InvalidateTlb(ExceptionLevel.EL1, SecurityState.NonSecure);
        _machine.Run(A64.Nop);
        Assert.That((_machine.Esr.EC, _machine.Esr.FSC, _machine.Last.Target), Is.EqualTo((ExceptionClass.InstructionAbortLower, FaultStatusCode.PermissionLevel3, ExceptionLevel.EL2)));
    }

    [Test]
    public void A_stage_1_walk_that_stage_2_refuses_is_reported_with_S1PTW()
    {
        ulong entry = _machine.Map(0x8000_0000, GuestPage, writable: true);
        ulong level3 = entry & ~0xFFFUL;
        _machine.Put64(_machine.MapStage2(level3, level3, "rw"), 0);
        Pe.X(1) = 0x8000_0008;
        _machine.Run(A64.Str(0, 1));
        EsrValue esr = _machine.Esr;
        Assert.That((_machine.Last.Target, esr.FSC, esr.S1PTW, esr.ISV), Is.EqualTo((ExceptionLevel.EL2, FaultStatusCode.TranslationLevel3, true, false)));
        Assert.That((_machine.Last.FaultAddress, Pe[SystemRegister.HPFAR_EL2]), Is.EqualTo((0x8000_0008UL, level3 >> 8)));
    }

    [Test]
    public void An_IPA_past_VTCR_is_a_level_0_translation_fault()
    {
        _machine.Map(Va, 1UL << 40, writable: true);
        _machine.Run(A64.Ldr(0, 1));
        Assert.That((_machine.Last.Target, _machine.Esr.FSC), Is.EqualTo((ExceptionLevel.EL2, FaultStatusCode.TranslationLevel0)));
    }

    [Test]
    public void Concatenated_root_tables_are_indexed_as_one()
    {
        // 40-bit IPAs from level 1: two tables of 512 entries beside each other.
        ulong first = _machine.Bare.NewTable();
        while ((first & 0x1FFF) != 0)
            first = _machine.Bare.NewTable();
        ulong second = _machine.Bare.NewTable();
        for (ulong i = 0; i < 512; i++)
            _machine.Put64(first + i * 8, _machine.Get64(_machine.Stage2 + i * 8));
        _machine.Put64(second, 1UL << 10 | 3 << 6 | 0xF << 2 | 1);
        Pe[SystemRegister.VTTBR_EL2] = first;
        Pe[SystemRegister.VTCR_EL2] = 24 | 1UL << 6 | 5UL << 16;
        _machine.Map(Va, (1UL << 39) + TestPe.Data, writable: false);
        _machine.Put64(TestPe.Data + 0x128, 55);
        _machine.Run(A64.Ldr(0, 1));
        Assert.That((_machine.Exceptions.Count, Pe.X(0)), Is.EqualTo((0, 55UL)));
    }

    [Test]
    public void In_Realm_state_the_NS_bit_of_the_leaf_selects_the_Non_secure_space()
    {
        Start(SecurityState.Realm);
        _machine.EnableGranuleProtection();
        _machine.SetGpi(TestPe.Data, Gpi.NonSecure);
        Pe.InvalidateGranuleProtection();
        _machine.MapStage2(GuestPage, TestPe.Data, "rw", more: 1UL << 55);
        _machine.Run(A64.Str(0, 1));
        Assert.That(_machine.Exceptions, Is.Empty);
        _machine.MapStage2(GuestPage, TestPe.Data, "rw");
        Pe.InvalidateTlb(ExceptionLevel.EL1, SecurityState.Realm);
        _machine.Run(A64.Str(0, 1));
        Assert.That((_machine.Esr.EC, _machine.Esr.FSC), Is.EqualTo((ExceptionClass.DataAbortSame, FaultStatusCode.GranuleProtection)));
    }

    [Test]
    public void Realm_code_is_not_executed_from_Non_secure_memory()
    {
        Start(SecurityState.Realm);
        _machine.MapStage2(TestPe.Code, TestPe.Code, "rx", more: 1UL << 55);
        _machine.Run(A64.Nop);
        Assert.That((_machine.Esr.EC, _machine.Esr.FSC), Is.EqualTo((ExceptionClass.InstructionAbortLower, FaultStatusCode.PermissionLevel3)));
    }

    [Test]
    public void A_pair_that_crosses_into_a_missing_page_reports_that_page()
    {
        _machine.Map(Va + 0x1000, GuestPage + 0x1000, writable: true);
        _machine.MapStage2(GuestPage, TestPe.Data, "rw");
        Pe.X(1) = Va + 0xFFC;
        _machine.Run(A64.Ldr(0, 1));
        Assert.That((_machine.Last.FaultAddress, Pe[SystemRegister.HPFAR_EL2], _machine.Esr.ISV),
            Is.EqualTo((Va + 0x1000, (GuestPage + 0x1000) >> 8, false)));
    }

    [Test]
    public void Stage_2_changes_are_seen_after_TLBI_IPAS2_by_EL2()
    {
        _machine.MapStage2(GuestPage, TestPe.Data, "rw");
        _machine.Put64(TestPe.Data + 0x128, 1);
        _machine.Put64(TestPe.Data + 0x1128, 2);
        _machine.Run(A64.Ldr(0, 1));
        _machine.MapStage2(GuestPage, TestPe.Data + 0x1000, "rw");
        _machine.Run(A64.Ldr(0, 1));
        Assert.That(Pe.X(0), Is.EqualTo(1), "legal until invalidated");
        _machine.At(ExceptionLevel.EL2).Run(A64.Sys(4, 8, 4, 1, 2), A64.Sys(4, 8, 7, 4, 31));
        _machine.At(ExceptionLevel.EL1);
        Pe.X(1) = Va + 0x128;
        _machine.Run(A64.Ldr(0, 1));
        Assert.That(Pe.X(0), Is.EqualTo(2));
    }
}
