using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Tests.FloatingPoint;

/// <summary>
/// The integer arithmetic against the host's own, which rounds to nearest even too and keeps no flags: every pair of boundary values and
/// many random operands of each operation.
/// </summary>
internal sealed class HostAgreementTests
{
    private const int Cases = 200_000;

    [Test]
    public void Double_precision_arithmetic_gives_what_the_host_gives()
    {
        ForPairs(64, (a, b) =>
        {
            double x = BitConverter.UInt64BitsToDouble(a), y = BitConverter.UInt64BitsToDouble(b);
            uint fpsr = 0;
            Same(x + y, Fp.SoftAdd<DoublePrecision>(a, b, 0, ref fpsr), "+", a, b);
            Same(x - y, Fp.SoftSub<DoublePrecision>(a, b, 0, ref fpsr), "-", a, b);
            Same(x * y, Fp.SoftMul<DoublePrecision>(a, b, 0, ref fpsr), "*", a, b);
            Same(x / y, Fp.SoftDiv<DoublePrecision>(a, b, 0, ref fpsr), "/", a, b);
            Same(Math.Sqrt(x), Fp.SoftSqrt<DoublePrecision>(a, 0, ref fpsr), "sqrt", a, b);
            Assert.That(Fp.CompareGT<DoublePrecision>(a, b, 0, ref fpsr), Is.EqualTo(x > y), $"{a:x} > {b:x}");
            Assert.That(Fp.CompareEQ<DoublePrecision>(a, b, 0, ref fpsr), Is.EqualTo(x == y), $"{a:x} == {b:x}");
        });
    }

    [Test]
    public void Single_precision_arithmetic_gives_what_the_host_gives()
    {
        ForPairs(32, (a, b) =>
        {
            float x = BitConverter.UInt32BitsToSingle((uint)a), y = BitConverter.UInt32BitsToSingle((uint)b);
            uint fpsr = 0;
            Same(x + y, Fp.SoftAdd<SinglePrecision>(a, b, 0, ref fpsr), "+", a, b);
            Same(x - y, Fp.SoftSub<SinglePrecision>(a, b, 0, ref fpsr), "-", a, b);
            Same(x * y, Fp.SoftMul<SinglePrecision>(a, b, 0, ref fpsr), "*", a, b);
            Same(x / y, Fp.SoftDiv<SinglePrecision>(a, b, 0, ref fpsr), "/", a, b);
            Same(MathF.Sqrt(x), Fp.SoftSqrt<SinglePrecision>(a, 0, ref fpsr), "sqrt", a, b);
            Same((double)x, Fp.Convert<SinglePrecision, DoublePrecision>(a, 0, FpRounding.TieEven, ref fpsr), "to double", a, b);
        });
    }

    [Test]
    public void Half_precision_arithmetic_gives_what_the_host_gives()
    {
        // Double precision has more than twice the bits and two: rounding twice is rounding once.
        ForPairs(16, (a, b) =>
        {
            double x = (double)BitConverter.UInt16BitsToHalf((ushort)a), y = (double)BitConverter.UInt16BitsToHalf((ushort)b);
            uint fpsr = 0;
            Same((Half)(x + y), Fp.SoftAdd<HalfPrecision>(a, b, 0, ref fpsr), "+", a, b);
            Same((Half)(x * y), Fp.SoftMul<HalfPrecision>(a, b, 0, ref fpsr), "*", a, b);
            Same((Half)(x / y), Fp.SoftDiv<HalfPrecision>(a, b, 0, ref fpsr), "/", a, b);
            Same((Half)Math.Sqrt(x), Fp.SoftSqrt<HalfPrecision>(a, 0, ref fpsr), "sqrt", a, b);
            Same((float)x, Fp.Convert<HalfPrecision, SinglePrecision>(a, 0, ref fpsr), "to single", a, b);
        });
    }

    [Test]
    public void Fused_multiply_add_gives_what_the_host_gives()
    {
        var random = new Random(3);
        for (int n = 0; n < Cases; n++)
        {
            uint fpsr = 0;
            ulong a = Operands.Next(random, 64), b = Operands.Next(random, 64, a);
            double x = BitConverter.UInt64BitsToDouble(a), y = BitConverter.UInt64BitsToDouble(b);
            ulong c = Operands.Next(random, 64, BitConverter.DoubleToUInt64Bits(x * y));
            Same(Math.FusedMultiplyAdd(x, y, BitConverter.UInt64BitsToDouble(c)), Fp.SoftMulAdd<DoublePrecision>(c, a, b, 0, ref fpsr), "fma", a, b, c);
            a = Operands.Next(random, 32);
            b = Operands.Next(random, 32, a);
            float xs = BitConverter.UInt32BitsToSingle((uint)a), ys = BitConverter.UInt32BitsToSingle((uint)b);
            c = Operands.Next(random, 32, BitConverter.SingleToUInt32Bits(xs * ys));
            Same(MathF.FusedMultiplyAdd(xs, ys, BitConverter.UInt32BitsToSingle((uint)c)), Fp.SoftMulAdd<SinglePrecision>(c, a, b, 0, ref fpsr), "fma", a, b, c);
        }
    }

    [Test]
    public void Narrowing_gives_what_the_host_gives()
    {
        var random = new Random(4);
        for (int n = 0; n < Cases; n++)
        {
            uint fpsr = 0;
            ulong a = Operands.Next(random, 64, (ulong)random.NextInt64(0x3500, 0x4900) << 48);
            double x = BitConverter.UInt64BitsToDouble(a);
            Same((float)x, Fp.Convert<DoublePrecision, SinglePrecision>(a, 0, FpRounding.TieEven, ref fpsr), "to single", a, 0);
            Same((Half)x, Fp.Convert<DoublePrecision, HalfPrecision>(a, 0, ref fpsr), "to half", a, 0);
            if (!double.IsNaN(x) && Math.Abs(x) < 9e18)
                Assert.That((long)Fp.SoftToFixed<DoublePrecision>(a, 0, false, 0, FpRounding.Zero, 64, ref fpsr), Is.EqualTo((long)x));
            if (!double.IsNaN(x))
                Same(Math.Floor(x), Fp.RoundInt<DoublePrecision>(a, 0, FpRounding.NegInf, false, ref fpsr), "floor", a, 0);
            Same((double)(long)a, Fp.SoftFromFixed<DoublePrecision>(a, 64, 0, false, 0, FpRounding.TieEven, ref fpsr), "scvtf", a, 0);
            Same((float)a, Fp.SoftFromFixed<SinglePrecision>(a, 64, 0, true, 0, FpRounding.TieEven, ref fpsr), "ucvtf", a, 0);
        }
    }

    [Test]
    public void Invalid_operations_set_only_IOC()
    {
        uint fpsr = 0;
        Fp.SoftSub<DoublePrecision>(Fp.Infinity<DoublePrecision>(false), Fp.Infinity<DoublePrecision>(false), 0, ref fpsr);
        Assert.That(fpsr, Is.EqualTo(FPSR.IOC));
    }

    private static void ForPairs(int bits, Action<ulong, ulong> check)
    {
        foreach (ulong a in Operands.Boundaries(bits))
        {
            foreach (ulong b in Operands.Boundaries(bits))
                check(a, b);
        }
        var random = new Random(bits);
        for (int n = 0; n < Cases; n++)
        {
            ulong a = Operands.Next(random, bits);
            check(a, Operands.Next(random, bits, a));
        }
    }

    private static void Same(double expected, ulong actual, string operation, params ulong[] operands)
    {
        double got = BitConverter.UInt64BitsToDouble(actual);
        if (double.IsNaN(expected) ? !double.IsNaN(got) : BitConverter.DoubleToUInt64Bits(expected) != actual)
            Assert.Fail($"{operation} of {string.Join(", ", operands.Select(o => o.ToString("x")))}: {actual:x}, the host has {BitConverter.DoubleToUInt64Bits(expected):x}");
    }

    private static void Same(float expected, ulong actual, string operation, params ulong[] operands)
    {
        float got = BitConverter.UInt32BitsToSingle((uint)actual);
        if (float.IsNaN(expected) ? !float.IsNaN(got) : BitConverter.SingleToUInt32Bits(expected) != actual)
            Assert.Fail($"{operation} of {string.Join(", ", operands.Select(o => o.ToString("x")))}: {actual:x}, the host has {BitConverter.SingleToUInt32Bits(expected):x}");
    }

    private static void Same(Half expected, ulong actual, string operation, params ulong[] operands)
    {
        Half got = BitConverter.UInt16BitsToHalf((ushort)actual);
        if (Half.IsNaN(expected) ? !Half.IsNaN(got) : BitConverter.HalfToUInt16Bits(expected) != actual)
            Assert.Fail($"{operation} of {string.Join(", ", operands.Select(o => o.ToString("x")))}: {actual:x}, the host has {BitConverter.HalfToUInt16Bits(expected):x}");
    }
}
