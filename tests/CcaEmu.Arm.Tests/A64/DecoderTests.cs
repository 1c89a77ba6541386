using System.Numerics;
using CcaEmu.Arm.A64;

namespace CcaEmu.Arm.Tests.A64;

public sealed class DecoderTests
{
    [Test]
    public void Every_line_is_decoded_back_from_words_of_its_pattern()
    {
        Random random = new(20240611);
        foreach (A64Encoding line in A64Table.Lines)
        {
            int kept = 0;
            for (int i = 0; i < 2000; i++)
            {
                uint word = RandomWords.OfPattern(line, random);
                A64Encoding found = Decoder.Decode(word).Encoding;
                if (found == line)
                    kept++;
                else if (line.Matches(word))
                    Assert.That(BitOperations.PopCount(found.FixedMask), Is.GreaterThan(BitOperations.PopCount(line.FixedMask)), $"0x{word:x8} {line}");
                else
                    Assert.That(line.Constraint, Is.Not.EqualTo(A64Constraint.None), $"0x{word:x8} {line}");
            }

            Assert.That(kept, Is.GreaterThan(50), $"words of {line}");
        }
    }

    [Test]
    public void Fields_of_a_decoded_word_encode_to_the_same_word()
    {
        Random random = new(7);
        foreach (A64Encoding line in A64Table.Lines)
        {
            char[] letters = [.. line.Pattern.Distinct().Where(c => c is not ('0' or '1'))];
            for (int i = 0; i < 50; i++)
            {
                uint word = RandomWords.OfPattern(line, random);
                uint encoded = letters.Aggregate(line.FixedValue, (w, letter) => line.WriteField(w, letter, line.ReadField(word, letter)));
                Assert.That(encoded, Is.EqualTo(word), line.ToString());
            }
        }
    }

    [Test]
    public void A_word_has_the_line_that_matches_it_with_the_most_fixed_bits()
    {
        Random random = new(11);
        for (int i = 0; i < 20_000; i++)
        {
            uint word = RandomWords.Any(random);
            A64Op expected = A64Table.Lines.Where(line => line.Matches(word))
                .MaxBy(line => BitOperations.PopCount(line.FixedMask))?.Op ?? A64Op.Undefined;
            Assert.That(Decoder.Decode(word).Op, Is.EqualTo(expected), $"0x{word:x8}");
        }
    }

    [Test]
    public void Millions_of_random_words_decode_and_answer_every_query()
    {
        Random random = new(13);
        long sum = 0;
        for (int i = 0; i < 3_000_000; i++)
        {
            Instruction instruction = Decoder.Decode(RandomWords.Any(random));
            sum += instruction.Imm + instruction.AccessSizeLog2 + instruction.ShiftAmount + (instruction.Is64Bit ? 1 : 0);
            for (int operand = 0; operand < instruction.OperandCount; operand++)
                sum += (int)instruction.GetOperand(operand).Kind;
        }

        Assert.That(sum, Is.Not.Zero);
    }

    [Test]
    public void Decoding_and_querying_allocate_nothing()
    {
        uint word = 0x9140_4020;
        // The runtime itself may allocate when it recompiles a method: what the code needs is what the best round shows.
        long allocated = long.MaxValue;
        for (int round = 0; round < 8; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (uint i = 0; i < 10_000; i++)
                Query(Decoder.Decode(word ^ (i & 0xFFF) << 10));
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.That(allocated, Is.Zero);

        static long Query(Instruction instruction) =>
            instruction.Imm + instruction.Rd + instruction.ShiftAmount + instruction.GetOperand(0).Register.Number;
    }

    [TestCase(0x1100_0000u | 1u << 23, TestName = "Add_with_tags_is_not_in_the_table")]
    [TestCase(0x1200_0000u | 1u << 22, TestName = "A_32_bit_logical_immediate_with_N_is_undefined")]
    [TestCase(0x9240_FC00u, TestName = "A_logical_immediate_of_all_ones_is_undefined")]
    [TestCase(0x5280_0000u | 1u << 22, TestName = "A_32_bit_wide_move_to_the_upper_half_is_undefined")]
    [TestCase(0x3280_0000u, TestName = "Wide_move_opc_01_is_undefined")]
    [TestCase(0x1300_8000u, TestName = "A_32_bit_bitfield_with_imms_over_31_is_undefined")]
    [TestCase(0x9300_0000u, TestName = "A_64_bit_bitfield_without_N_is_undefined")]
    [TestCase(0x1380_8000u, TestName = "A_32_bit_extract_over_31_is_undefined")]
    [TestCase(0x0B00_8000u, TestName = "A_32_bit_shift_over_31_is_undefined")]
    [TestCase(0x8BC0_0000u, TestName = "Add_with_ROR_is_undefined")]
    [TestCase(0x8B20_1400u, TestName = "An_extend_shifted_by_5_is_undefined")]
    [TestCase(0x8B60_0000u, TestName = "An_extended_add_with_opt_01_is_undefined")]
    [TestCase(0x5AC0_0C00u, TestName = "A_32_bit_REV_of_64_bits_is_undefined")]
    [TestCase(0xF820_0800u, TestName = "A_register_offset_from_a_byte_is_undefined")]
    [TestCase(0xB8C0_0000u, TestName = "A_signed_word_load_to_W_is_undefined")]
    [TestCase(0xF8C0_0400u, TestName = "A_post_indexed_load_of_size_3_opc_3_is_undefined")]
    [TestCase(0xF880_0400u, TestName = "A_post_indexed_prefetch_is_undefined")]
    [TestCase(0x6900_0000u, TestName = "STGP_is_not_in_the_table")]
    [TestCase(0xE900_0000u, TestName = "A_pair_of_opc_3_is_undefined")]
    [TestCase(0x0821_7C00u, TestName = "CASP_from_an_odd_register_is_undefined")]
    [TestCase(0x0820_7C01u, TestName = "CASP_to_an_odd_register_is_undefined")]
    [TestCase(0xD500_40FFu, TestName = "MSR_to_a_reserved_PSTATE_field_is_undefined")]
    [TestCase(0xD503_411Fu, TestName = "MSR_to_ALLINT_is_not_in_the_table")]
    [TestCase(0xD525_22C6u, TestName = "A_system_read_with_op0_0_is_undefined")]
    [TestCase(0xD503_30BEu, TestName = "A_barrier_with_Rt_other_than_31_is_undefined")]
    [TestCase(0xD61F_0001u, TestName = "BR_with_op4_is_undefined")]
    [TestCase(0xD400_0000u, TestName = "Exception_generation_without_LL_is_undefined")]
    [TestCase(0x5D01_0440u, TestName = "A_memory_copy_with_a_size_is_undefined")]
    [TestCase(0xD65F_0BFEu, TestName = "RETAASPPC_is_not_in_the_table")]
    [TestCase(0xDAC1_2000u, TestName = "PACIZA_with_Rn_is_undefined")]
    [TestCase(0x1EA0_4000u, TestName = "FMOV_of_the_reserved_type_is_undefined")]
    [TestCase(0x1E02_0000u, TestName = "A_conversion_of_32_bits_with_more_fraction_bits_is_undefined")]
    [TestCase(0x1E66_0000u, TestName = "FMOV_of_a_double_to_W_is_undefined")]
    [TestCase(0x1E22_4000u, TestName = "FCVT_of_single_to_single_is_undefined")]
    public void Words_outside_the_table(uint word) => Assert.That(Decoder.Decode(word).Op, Is.EqualTo(A64Op.Undefined));

    [TestCase(0x0000_0000u, A64Op.UDF)]
    [TestCase(0x0000_FFFFu, A64Op.UDF)]
    [TestCase(0xD503_201Fu, A64Op.NOP)]
    [TestCase(0xD503_203Fu, A64Op.YIELD)]
    [TestCase(0xD503_205Fu, A64Op.WFE)]
    [TestCase(0xD503_207Fu, A64Op.WFI)]
    [TestCase(0xD503_209Fu, A64Op.SEV)]
    [TestCase(0xD503_20BFu, A64Op.SEVL)]
    [TestCase(0xD503_245Fu, A64Op.BTI)]
    [TestCase(0xD503_247Fu, A64Op.HINT)]
    [TestCase(0xD503_233Fu, A64Op.PACIASP)]
    [TestCase(0xD503_3E3Fu, A64Op.DSB_nXS)]
    [TestCase(0xD500_405Fu, A64Op.AXFLAG)]
    [TestCase(0xD503_1021u, A64Op.WFIT)]
    [TestCase(0x5400_0010u, A64Op.BC_cond)]
    [TestCase(0xD65F_0BFFu, A64Op.RETAA)]
    [TestCase(0xD71F_0A11u, A64Op.BRAA)]
    [TestCase(0x1D01_0440u, A64Op.CPYP)]
    [TestCase(0xD500_401Fu, A64Op.CFINV)]
    [TestCase(0xD503_4FDFu, A64Op.MSR_imm)]
    [TestCase(0xD503_30FFu, A64Op.SB)]
    [TestCase(0xDAC0_0800u, A64Op.REV32)]
    [TestCase(0xDAC0_0C00u, A64Op.REV)]
    [TestCase(0x5AC0_0800u, A64Op.REV)]
    [TestCase(0xD69F_03E0u, A64Op.ERET)]
    [TestCase(0xD6BF_03E0u, A64Op.DRPS)]
    public void Special_words(uint word, A64Op op) => Assert.That(Decoder.Decode(word).Op, Is.EqualTo(op));
}
