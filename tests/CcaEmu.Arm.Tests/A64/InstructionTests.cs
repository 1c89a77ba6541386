using CcaEmu.Arm.A64;

namespace CcaEmu.Arm.Tests.A64;

public sealed class InstructionTests
{
    [TestCase(0x9140_4020u, 0x1_0000L, TestName = "ADD_imm_is_shifted_by_12")]
    [TestCase(0x9240_1C20u, 0xFFL, TestName = "AND_imm_is_expanded")]
    [TestCase(0x1200_F020u, 0x5555_5555L, TestName = "AND_imm_of_32_bits_has_a_zero_upper_half")]
    [TestCase(0xD2E0_0020u, 1L << 48, TestName = "MOVZ_is_shifted_by_hw")]
    [TestCase(0x93CC_3C20u, 15L, TestName = "EXTR_gives_the_lsb")]
    [TestCase(0x70FF_FFE0u, -1L, TestName = "ADR_is_sign_extended")]
    [TestCase(0xF0FF_FFE0u, -0x1000L, TestName = "ADRP_counts_pages")]
    [TestCase(0x17FF_FFFFu, -4L, TestName = "B_is_sign_extended_and_scaled")]
    [TestCase(0x54FF_FFE0u, -4L, TestName = "B_cond_is_sign_extended_and_scaled")]
    [TestCase(0xB607_FFE0u, -4L, TestName = "TBZ_is_sign_extended_and_scaled")]
    [TestCase(0x58FF_FFE0u, -4L, TestName = "LDR_lit_is_sign_extended_and_scaled")]
    [TestCase(0xF97F_FC20u, 0x7FF8L, TestName = "LDR_imm_off_is_scaled")]
    [TestCase(0x397F_FC20u, 0xFFFL, TestName = "LDRB_imm_off_is_not_scaled")]
    [TestCase(0xF85F_8420u, -8L, TestName = "LDR_imm_post_is_sign_extended")]
    [TestCase(0xA97F_0820u, -16L, TestName = "LDP_is_scaled_by_8")]
    [TestCase(0x297F_0820u, -8L, TestName = "LDP_of_W_is_scaled_by_4")]
    [TestCase(0x697F_0820u, -8L, TestName = "LDPSW_is_scaled_by_4")]
    [TestCase(0xD41F_FFE1u, 0xFFFFL, TestName = "SVC_gives_imm16")]
    [TestCase(0xD503_247Fu, 0x23L, TestName = "HINT_gives_CRm_op2")]
    [TestCase(0xD503_3B9Fu, 11L, TestName = "DSB_gives_CRm")]
    [TestCase(0xD503_42DFu, 2L, TestName = "MSR_imm_gives_CRm")]
    [TestCase(0xFA41_1820u, 1L, TestName = "CCMP_imm_gives_imm5")]
    [TestCase(0xBA03_8767u, 7L, TestName = "RMIF_gives_the_rotation")]
    [TestCase(0x0000_1234u, 0x1234L, TestName = "UDF_gives_imm16")]
    [TestCase(0x8B01_0020u, 0L, TestName = "ADD_shift_has_no_immediate")]
    public void The_immediate_is_decoded(uint word, long expected) => Assert.That(Decoder.Decode(word).Imm, Is.EqualTo(expected));

    [TestCase(0x1100_0000u, false)]
    [TestCase(0x9100_0000u, true)]
    [TestCase(0x3980_0020u, true, TestName = "LDRSB_to_X")]
    [TestCase(0x39C0_0020u, false, TestName = "LDRSB_to_W")]
    [TestCase(0xB980_0020u, true, TestName = "LDRSW")]
    [TestCase(0x3940_0020u, false, TestName = "LDRB")]
    [TestCase(0xF940_0020u, true, TestName = "LDR_X")]
    [TestCase(0xB940_0020u, false, TestName = "LDR_W")]
    [TestCase(0x5800_0000u, true, TestName = "LDR_lit_X")]
    [TestCase(0x1800_0000u, false, TestName = "LDR_lit_W")]
    [TestCase(0x9B21_0020u, true, TestName = "SMADDL")]
    [TestCase(0xD538_1000u, true, TestName = "MRS")]
    [TestCase(0x4820_7C02u, true, TestName = "CASP_X")]
    [TestCase(0x0820_7C02u, false, TestName = "CASP_W")]
    public void The_operand_size(uint word, bool is64Bit)
    {
        Instruction instruction = Decoder.Decode(word);
        Assert.That(instruction.IsDefined);
        Assert.That(instruction.Is64Bit, Is.EqualTo(is64Bit));
        Assert.That(instruction.DataSize, Is.EqualTo(is64Bit ? 64 : 32));
    }

    [TestCase(0x3940_0020u, 0)]
    [TestCase(0x7980_0020u, 1)]
    [TestCase(0xB980_0020u, 2)]
    [TestCase(0xF940_0020u, 3)]
    [TestCase(0xA940_0020u, 3)]
    [TestCase(0x2940_0020u, 2)]
    [TestCase(0x6940_0020u, 2)]
    [TestCase(0x5800_0000u, 3)]
    [TestCase(0x1800_0000u, 2)]
    [TestCase(0x9800_0000u, 2)]
    [TestCase(0x0820_7C02u, 2)]
    [TestCase(0x4820_7C02u, 3)]
    [TestCase(0xC87F_0440u, 3)]
    [TestCase(0x885F_7C20u, 2)]
    [TestCase(0x085F_7C20u, 0)]
    [TestCase(0x7821_0020u, 1)]
    [TestCase(0x9100_0000u, 0, TestName = "No_memory_access")]
    public void The_memory_element_size(uint word, int sizeLog2)
    {
        Instruction instruction = Decoder.Decode(word);
        Assert.That(instruction.IsDefined);
        Assert.That(instruction.AccessSizeLog2, Is.EqualTo(sizeLog2));
    }

    [TestCase(0x9100_0000u, FlowControl.Next)]
    [TestCase(0x1400_0000u, FlowControl.UnconditionalBranch)]
    [TestCase(0x5400_0000u, FlowControl.ConditionalBranch)]
    [TestCase(0xB400_0000u, FlowControl.ConditionalBranch)]
    [TestCase(0x3700_0000u, FlowControl.ConditionalBranch)]
    [TestCase(0x9400_0000u, FlowControl.Call)]
    [TestCase(0xD63F_0000u, FlowControl.Call)]
    [TestCase(0xD61F_0000u, FlowControl.IndirectBranch)]
    [TestCase(0xD65F_03C0u, FlowControl.Return)]
    [TestCase(0xD400_0001u, FlowControl.Exception)]
    [TestCase(0xD400_0002u, FlowControl.Exception)]
    [TestCase(0xD400_0003u, FlowControl.Exception)]
    [TestCase(0x0000_0000u, FlowControl.Exception)]
    [TestCase(0xFFFF_FFFFu, FlowControl.Exception)]
    [TestCase(0xD69F_03E0u, FlowControl.ExceptionReturn)]
    public void Flow_control(uint word, FlowControl expected) => Assert.That(Decoder.Decode(word).FlowControl, Is.EqualTo(expected));

    [Test]
    public void Branch_targets_are_relative_to_the_instruction_and_wrap()
    {
        Assert.That(Decoder.Decode(0x17FF_FFFF).BranchTarget(0x1000), Is.EqualTo(0xFFC));
        Assert.That(Decoder.Decode(0x17FF_FFFF).BranchTarget(0), Is.EqualTo(0xFFFF_FFFF_FFFF_FFFC));
        Assert.That(Decoder.Decode(0x3600_0040).BranchTarget(0x1000), Is.EqualTo(0x1008));
        Assert.That(Decoder.Decode(0xD61F_0000).BranchTarget(0x1000), Is.Null);
        Assert.That(Decoder.Decode(0x1000_0040).BranchTarget(0x1000), Is.Null, "ADR is no branch");
    }

    [Test]
    public void Shifts_and_extensions()
    {
        Instruction shifted = Decoder.Decode(0x8B82_0C20); // add x0, x1, x2, asr #3
        Assert.That((shifted.ShiftType, shifted.ShiftAmount), Is.EqualTo((ShiftType.ASR, 3)));
        Instruction extended = Decoder.Decode(0x8B22_C820); // add x0, x1, w2, sxtw #2
        Assert.That((extended.Extend, extended.ShiftAmount), Is.EqualTo((ExtendType.SXTW, 2)));
        Instruction indexed = Decoder.Decode(0xF862_7820); // ldr x0, [x1, x2, lsl #3]
        Assert.That((indexed.Extend, indexed.ShiftAmount), Is.EqualTo((ExtendType.UXTX, 3)));
        Instruction unscaled = Decoder.Decode(0xF862_6820); // ldr x0, [x1, x2]
        Assert.That(unscaled.ShiftAmount, Is.Zero);
        Assert.That(Decoder.Decode(0xD2E0_0020).ShiftAmount, Is.EqualTo(48), "movz x0, #1, lsl #48");
        Assert.That(Decoder.Decode(0x9140_4020).ShiftAmount, Is.EqualTo(12), "add x0, x1, #0x10, lsl #12");
        Assert.That(Decoder.Decode(0x9B02_0C20).ShiftAmount, Is.Zero, "madd x0, x1, x2, x3");
    }

    [TestCase(0xF822_0020u, false, false)]
    [TestCase(0xF8A2_0020u, true, false)]
    [TestCase(0xF862_0020u, false, true)]
    [TestCase(0xF8E2_0020u, true, true)]
    [TestCase(0xC8E2_7C20u, true, false, TestName = "CASA")]
    [TestCase(0xC8A2_FC20u, false, true, TestName = "CASL")]
    public void Ordering_of_atomics(uint word, bool acquire, bool release)
    {
        Instruction instruction = Decoder.Decode(word);
        Assert.That(instruction.Feature, Is.EqualTo(Feature.FEAT_LSE));
        Assert.That((instruction.Acquire, instruction.Release), Is.EqualTo((acquire, release)));
    }

    [Test]
    public void System_register_encodings_have_sixteen_bits()
    {
        Assert.That(Decoder.Decode(0xD538_1000).SystemRegisterEncoding, Is.EqualTo(0b11_000_0001_0000_000), "mrs x0, sctlr_el1");
        Assert.That(Decoder.Decode(0xD51E_1100).SystemRegisterEncoding, Is.EqualTo(0b11_110_0001_0001_000), "msr scr_el3, x0");
        Assert.That(Decoder.Decode(0xD508_871F).SystemRegisterEncoding, Is.EqualTo(0b01_000_1000_0111_000), "tlbi vmalle1");
    }

    [Test]
    public void Conditions_bits_and_flags()
    {
        Assert.That(Decoder.Decode(0x5400_000B).Condition, Is.EqualTo(Condition.LT));
        Assert.That(Decoder.Decode(0x9A82_1020).Condition, Is.EqualTo(Condition.NE));
        Assert.That(Decoder.Decode(0xB7F8_0000).BitPosition, Is.EqualTo(63));
        Assert.That(Decoder.Decode(0xFA42_102D).Nzcv, Is.EqualTo(0b1101));
        Instruction bitfield = Decoder.Decode(0xD344_2C20); // ubfm x0, x1, #4, #11
        Assert.That((bitfield.Immr, bitfield.Imms), Is.EqualTo((4, 11)));
    }

    [Test]
    public void Operands_are_given_in_assembler_order()
    {
        Instruction add = Decoder.Decode(0x9140_43FF); // add sp, sp, #0x10, lsl #12
        Assert.That(add.OperandCount, Is.EqualTo(3));
        Assert.That(add.GetOperand(0).Register.IsStackPointer);
        Assert.That(add.GetOperand(2), Is.EqualTo(new Operand { Kind = OperandKind.Immediate, Immediate = 0x10, ShiftAmount = 12 }));

        Instruction madd = Decoder.Decode(0x9B02_7C20);
        Assert.That(madd.GetOperand(3).Register.IsZero);

        Operand memory = Decoder.Decode(0xF862_7BE0).GetOperand(1); // ldr x0, [sp, x2, lsl #3]
        Assert.That(memory.Kind, Is.EqualTo(OperandKind.Memory));
        Assert.That(memory.AddressingMode, Is.EqualTo(AddressingMode.RegisterOffset));
        Assert.That(memory.Register.IsStackPointer);
        Assert.That((memory.Index.ToString(), memory.ShiftAmount), Is.EqualTo(("x2", 3)));

        Operand pre = Decoder.Decode(0xA9BF_7BFD).GetOperand(2); // stp x29, x30, [sp, #-16]!
        Assert.That((pre.AddressingMode, pre.Immediate), Is.EqualTo((AddressingMode.PreIndex, -16L)));
        Assert.That(() => add.GetOperand(3), Throws.TypeOf<IndexOutOfRangeException>());
    }

    [Test]
    public void Pairs_of_CASP_are_two_registers_each()
    {
        Instruction casp = Decoder.Decode(0x4820_7C42); // casp x0, x1, x2, x3, [x2]
        IEnumerable<string> registers = Enumerable.Range(0, 4).Select(i => casp.GetOperand(i).Register.ToString());
        Assert.That(registers, Is.EqualTo(new[] { "x0", "x1", "x2", "x3" }));
    }

    [Test]
    public void An_undefined_word_is_an_instruction_without_operands()
    {
        Instruction undefined = Decoder.Decode(0xFFFF_FFFF);
        Assert.That(undefined.IsDefined, Is.False);
        Assert.That((undefined.OperandCount, undefined.Imm, undefined.Feature), Is.EqualTo((0, 0L, Feature.Base)));
        Assert.That(undefined, Is.Not.EqualTo(Decoder.Decode(0xFFFF_FFFE)));
        Assert.That(undefined == Decoder.Decode(0xFFFF_FFFF));
    }
}
