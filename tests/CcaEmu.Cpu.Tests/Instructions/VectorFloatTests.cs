using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Instructions;

/// <summary>Examples of Advanced SIMD floating point, and what holds for every line of it; the campaign compares all of it with QEMU.</summary>
internal sealed unsafe class VectorFloatTests
{
    private TestPe _machine = null!;

    [SetUp]
    public void SetUp() => _machine = new TestPe();

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void FPSR_collects_the_flags_of_all_lanes()
    {
        SetSingles(1, 1, 0, 1, 1);
        SetSingles(2, 0, 0, 3, 1);
        _machine.Run(A64.Word(A64Op.FDIV_vector, ('Q', 1), ('n', 1), ('m', 2)));
        Assert.That(_machine.Pe[SystemRegister.FPSR], Is.EqualTo(FPSR.DZC | FPSR.IOC | FPSR.IXC));
        Assert.That(Singles(0), Is.EqualTo(new[] { float.PositiveInfinity, float.NaN, 1f / 3, 1f }));
    }

    [Test]
    public void A_scalar_form_looks_at_one_lane_and_clears_the_rest()
    {
        SetSingles(0, 9, 9, 9, 9);
        V(1) = (UInt128)0x7F80_0001 << 32 | BitConverter.SingleToUInt32Bits(2);
        SetSingles(2, 3, 0, 0, 0);
        _machine.Run(A64.Word(A64Op.FMULX_scalar, ('n', 1), ('m', 2)));
        Assert.That(Singles(0), Is.EqualTo(new[] { 6f, 0, 0, 0 }));
        Assert.That(_machine.Pe[SystemRegister.FPSR], Is.Zero, "the signalling NaN stands in a lane that does not count");
    }

    [TestCase(0u, 0x3F80_0000u)]
    [TestCase(1u, 0x3F80_0001u)]
    [TestCase(2u, 0x3F80_0000u)]
    [TestCase(3u, 0x3F80_0000u)]
    public void Every_lane_is_rounded_as_FPCR_says(uint mode, uint positive)
    {
        SetSingles(1, 1, -1, 1, -1);
        SetSingles(2, 1e-20f, -1e-20f, 1e-20f, -1e-20f);
        _machine.Pe[SystemRegister.FPCR] = mode << 22;
        _machine.Run(A64.Word(A64Op.FADD_vector, ('Q', 1), ('n', 1), ('m', 2)));
        uint negative = mode == 2 ? 0xBF80_0001 : 0xBF80_0000;
        Assert.That(Singles(0).Select(BitConverter.SingleToUInt32Bits), Is.EqualTo(new[] { positive, negative, positive, negative }));
    }

    [Test]
    public void A_narrowing_clears_the_upper_half_and_its_second_form_keeps_the_lower()
    {
        V(0) = UInt128.MaxValue;
        V(1) = new UInt128(BitConverter.DoubleToUInt64Bits(-2), BitConverter.DoubleToUInt64Bits(1));
        _machine.Run(A64.Word(A64Op.FCVTN, ('E', 1), ('n', 1)));
        Assert.That(Singles(0), Is.EqualTo(new[] { 1f, -2, 0, 0 }));
        V(1) = new UInt128(BitConverter.DoubleToUInt64Bits(4), BitConverter.DoubleToUInt64Bits(3));
        _machine.Run(A64.Word(A64Op.FCVTN, ('Q', 1), ('E', 1), ('n', 1)));
        Assert.That(Singles(0), Is.EqualTo(new[] { 1f, -2, 3, 4 }));
    }

    [Test]
    public void FCVTXN_makes_an_inexact_result_odd()
    {
        V(1) = BitConverter.DoubleToUInt64Bits(1 + 1e-15);
        _machine.Run(A64.Word(A64Op.FCVTXN_scalar, ('n', 1)));
        Assert.That((ulong)V(0), Is.EqualTo(0x3F80_0001));
    }

    [Test]
    public void The_largest_number_of_a_vector_is_found_beside_a_quiet_NaN()
    {
        SetSingles(1, -1, float.NaN, 7, 3);
        _machine.Run(A64.Word(A64Op.FMAXNMV, ('n', 1)));
        Assert.That(Singles(0), Is.EqualTo(new[] { 7f, 0, 0, 0 }));
    }

    // (1 + 2i) (3 + 4i) = -5 + 10i, in the two steps that it takes.
    [Test]
    public void Two_FCMLA_multiply_complex_numbers()
    {
        SetSingles(1, 1, 2, 1, 2);
        SetSingles(2, 3, 4, 3, 4);
        _machine.Run(
            A64.Word(A64Op.FCMLA_vector, ('Q', 1), ('E', 2), ('G', 0), ('n', 1), ('m', 2)),
            A64.Word(A64Op.FCMLA_vector, ('Q', 1), ('E', 2), ('G', 1), ('n', 1), ('m', 2)));
        Assert.That(Singles(0), Is.EqualTo(new[] { -5f, 10, -5, 10 }));
    }

    [Test]
    public void Complex_halfwords_need_half_precision_arithmetic([Values(A64Op.FCADD, A64Op.FCMLA_vector, A64Op.FCMLA_element_H)] A64Op op)
    {
        using var machine = new TestPe(new PeFeatures(PeFeatures.Default.All.Where(feature => feature != Feature.FEAT_FP16)));
        machine.Run(A64.Word(op, ('Q', 1), ('E', 1)));
        Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }

    [Test]
    public void Every_line_is_trapped_where_SIMD_and_FP_are(
        [Values(A64Group.AdvancedSimdFloat, A64Group.Cryptography, A64Group.SimdLoadStore)] A64Group group)
    {
        foreach (A64Encoding line in Lines(group))
        {
            _machine.At(ExceptionLevel.EL1).Run(Word(line));
            Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.TrappedFpSimd), line.ToString());
        }
    }

    [Test]
    public void Every_line_is_undefined_without_its_feature(
        [Values(A64Group.AdvancedSimdFloat, A64Group.Cryptography, A64Group.SimdLoadStore)] A64Group group)
    {
        foreach (var lines in Lines(group).GroupBy(line => line.Feature))
        {
            using var machine = new TestPe(new PeFeatures(PeFeatures.Default.All.Where(feature => feature != lines.Key)));
            foreach (A64Encoding line in lines)
            {
                machine.At(ExceptionLevel.EL1).Run(Word(line));
                Assert.That(machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown), line.ToString());
            }
        }
    }

    private static IEnumerable<A64Encoding> Lines(A64Group group) =>
        A64Table.Lines.Where(line => line.Group == group && PeFeatures.Default.Has(line.Feature));

    // The first word of the line: 128 bits, the smallest size there is, different registers.
    private static uint Word(A64Encoding line)
    {
        uint word = line.WriteField(line.WriteField(line.FixedValue, 'Q', 1), 'u', 1);
        for (uint size = 0; size < 4; size++)
        {
            uint sized = line.WriteField(word, 'E', size);
            for (uint option = 0; option < 8; option++)
            {
                uint candidate = line.WriteField(sized, 'o', option);
                if (Decoder.Decode(candidate).Op == line.Op)
                    return candidate;
            }
        }
        throw new InvalidOperationException($"{line} has no word");
    }

    private ref UInt128 V(int register) => ref ((UInt128*)_machine.Pe.State->V)[register];

    private void SetSingles(int register, params float[] values)
    {
        for (int i = 0; i < 4; i++)
            ((float*)&_machine.Pe.State->V[register])[i] = values[i];
    }

    private float[] Singles(int register) => [.. Enumerable.Range(0, 4).Select(i => ((float*)&_machine.Pe.State->V[register])[i])];
}
