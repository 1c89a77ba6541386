using CcaEmu.Arm.A64;

namespace CcaEmu.Arm.Tests.A64.Operands;

/// <summary>SIMD&amp;FP operands as lines of the table write them, read out of words.</summary>
public sealed class VectorFieldTests
{
    private const uint Q = 1u << 30;

    [TestCase("Sd", 3u, "s3")]
    [TestCase("Qm", 31u << 16, "q31")]
    [TestCase("Fn", 1u << 22 | 7 << 5, "d7")]
    [TestCase("Fn", 3u << 22 | 7 << 5, "h7")]
    [TestCase("Cd", 3u << 15 | 1, "h1")]
    [TestCase("Zd", 1u << 22, "d0")]
    [TestCase("Vd", 2u << 22, "s0")]
    [TestCase("Ld", 2u << 22, "d0")]
    [TestCase("Id", 0b0101_010u << 16, "s0")]
    [TestCase("Jd", 0b0011_010u << 16, "s0")]
    [TestCase("Ed", 0b10100u << 16, "s0")]
    [TestCase("Mt", 1u << 23, "q0")]
    [TestCase("Mt", 2u << 30, "s0")]
    [TestCase("Pu", 2u << 30 | 5 << 10, "q5")]
    [TestCase("Vd.2D", 9u, "v9.2d")]
    [TestCase("Vn.H", 9u << 5, "v9.4h")]
    [TestCase("Vn.H", Q | 9 << 5, "v9.8h")]
    [TestCase("Vd.T", 1u << 22, "v0.4h")]
    [TestCase("Vd.T", Q | 3u << 22, "v0.2d")]
    [TestCase("Vd.W", 1u << 22, "v0.4s")]
    [TestCase("Vd.P", 1u << 22, "v0.2s")]
    [TestCase("Vd.F", Q | 1u << 22, "v0.2d")]
    [TestCase("Vd.FW", 1u << 22, "v0.2d")]
    [TestCase("Vd.FN", Q, "v0.8h")]
    [TestCase("Vd.F2", 1u << 22, "v0.2d")]
    [TestCase("Vd.I", Q | 0b0011_000 << 16, "v0.8h")]
    [TestCase("Vd.IW", 0b0011_000u << 16, "v0.4s")]
    [TestCase("Vd.E", Q | 0b01000 << 16, "v0.2d")]
    [TestCase("Vt.M", 3u << 10, "v0.1d")]
    [TestCase("Vm.T[hlm]", 1u << 22 | 1 << 11 | 0b110101 << 16, "v5.h[7]")]
    [TestCase("Vm.T[hlm]", 2u << 22 | 1 << 11 | 0b110101 << 16, "v21.s[3]")]
    [TestCase("Vm.F[hlm]", 1u << 22 | 1 << 11 | 0b010101 << 16, "v21.d[1]")]
    [TestCase("Vm.4B[hl]", 1u << 11 | 0b010101 << 16, "v21.4b[2]")]
    [TestCase("Vn.E[imm5]", 0b10110u << 16, "v0.h[5]")]
    [TestCase("Vn.E[imm4]", 0b00010u << 16 | 0b1010 << 11, "v0.h[5]")]
    [TestCase("Vn.D[1]", 0u, "v0.d[1]")]
    [TestCase("Vm.S[imm2]", 3u << 12, "v0.s[3]")]
    [TestCase("{Vt.M*3}", Q | 31, "{v31.16b, v0.16b, v1.16b}")]
    [TestCase("{Vn.16B}", 4u << 5, "{v4.16b}")]
    [TestCase("{Vt.S*2}[lane]", Q | 1 << 12 | 6, "{v6.s, v7.s}[3]")]
    [TestCase("{Vt.B}[lane]", Q | 7 << 10 | 6, "{v6.b}[0xf]")]
    public void Operands_are_read_out_of_a_word(string name, uint word, string expected)
    {
        Instruction instruction = new(word, A64Op.NOP);
        Assert.That(Text(instruction.OperandOf(VectorField.Parse(name))), Is.EqualTo(expected));
    }

    [TestCase("Vd.9B")]
    [TestCase("Vm.S[x]")]
    [TestCase("Yd")]
    public void Names_that_mean_nothing_are_refused(string name) =>
        Assert.That(() => VectorField.Parse(name), Throws.InstanceOf<ArgumentException>());

    [TestCase(0x0F00_E400u, 0ul)]
    [TestCase(0x4F04_E7E0u, 0x9F9F_9F9F_9F9F_9F9Ful, TestName = "Bytes")]
    [TestCase(0x0F04_27E0u, 0x0000_9F00_0000_9F00ul, TestName = "Words_shifted_by_8")]
    [TestCase(0x0F04_A7E0u, 0x9F00_9F00_9F00_9F00ul, TestName = "Halfwords_shifted_by_8")]
    [TestCase(0x0F04_D7E0u, 0x009F_FFFF_009F_FFFFul, TestName = "Words_with_ones_shifted_in")]
    [TestCase(0x2F05_E540u, 0xFF00_FF00_FF00_FF00ul, TestName = "Each_bit_a_byte")]
    [TestCase(0x0F03_F600u, 0x3F80_0000_3F80_0000ul, TestName = "Single_precision_one")]
    [TestCase(0x6F03_F600u, 0x3FF0_0000_0000_0000ul, TestName = "Double_precision_one")]
    [TestCase(0x0F03_FE00u, 0x3C00_3C00_3C00_3C00ul, TestName = "Half_precision_one")]
    public void Modified_immediates_are_expanded(uint word, ulong expected) =>
        Assert.That(new Instruction(word, A64Op.NOP).ExpandedImmediate, Is.EqualTo(expected));

    private static string Text(Operand operand)
    {
        InstructionText text = new(stackalloc char[64]);
        SimdOperandFormatter.Registers(ref text, in operand);
        return text.Text.ToString();
    }
}
