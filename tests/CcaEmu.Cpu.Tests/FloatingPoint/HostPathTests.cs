using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Tests.FloatingPoint;

/// <summary>
/// What is left to the host against the same on integers: results and flags of all pairs of boundary values, among them the ends of the range
/// in which the host is asked, and of random operands near each other, where cancellation and exact results happen.
/// </summary>
[TestFixture(typeof(SinglePrecision), 32)]
[TestFixture(typeof(DoublePrecision), 64)]
internal sealed class HostPathTests<T>(int bits)
    where T : struct, IFloatFormat
{
    private const int Cases = 150_000;

    private delegate ulong Operation(ulong op1, ulong op2, ulong op3, uint fpcr, ref uint fpsr);

    [Test]
    public void Addition() => Check(
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Add<T>(a, b, fpcr, ref fpsr),
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.SoftAdd<T>(a, b, fpcr, ref fpsr));

    [Test]
    public void Subtraction() => Check(
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Sub<T>(a, b, fpcr, ref fpsr),
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.SoftSub<T>(a, b, fpcr, ref fpsr));

    [Test]
    public void Multiplication() => Check(
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Mul<T>(a, b, fpcr, ref fpsr),
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.SoftMul<T>(a, b, fpcr, ref fpsr));

    [Test]
    public void Division() => Check(
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Div<T>(a, b, fpcr, ref fpsr),
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.SoftDiv<T>(a, b, fpcr, ref fpsr));

    [Test]
    public void Square_root() => Check(
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Sqrt<T>(a, fpcr, ref fpsr),
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.SoftSqrt<T>(a, fpcr, ref fpsr));

    [Test]
    public void Fused_multiply_add() => Check(
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.MulAdd<T>(c, a, b, fpcr, ref fpsr),
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.SoftMulAdd<T>(c, a, b, fpcr, ref fpsr));

    [Test]
    public void Comparison() => Check(
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => (ulong)Fp.Compare<T>(a, b, false, fpcr, ref fpsr),
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => (ulong)Fp.SoftCompare<T>(a, b, false, fpcr, ref fpsr));

    [Test]
    public void Conversion_to_the_other_format()
    {
        Check((ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Convert<T, SinglePrecision>(a, fpcr, ref fpsr),
            (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Convert<T, SinglePrecision>(a, fpcr, Fp.RoundingMode(fpcr), ref fpsr));
        Check((ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Convert<T, DoublePrecision>(a, fpcr, ref fpsr),
            (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Convert<T, DoublePrecision>(a, fpcr, Fp.RoundingMode(fpcr), ref fpsr));
    }

    [Test]
    public void Conversion_to_integers([Values] bool isUnsigned, [Values(32, 64)] int size) => Check(
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.ToFixed<T>(a, 0, isUnsigned, fpcr, FpRounding.Zero, size, ref fpsr),
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.SoftToFixed<T>(a, 0, isUnsigned, fpcr, FpRounding.Zero, size, ref fpsr));

    [Test]
    public void Conversion_from_integers([Values] bool isUnsigned, [Values(32, 64)] int size)
    {
        var random = new Random(size);
        for (int n = 0; n < Cases; n++)
        {
            ulong a = (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64) << random.Next(32);
            uint fast = 0, slow = 0;
            ulong actual = Fp.FromFixed<T>(a, size, 0, isUnsigned, 0, FpRounding.TieEven, ref fast);
            ulong expected = Fp.SoftFromFixed<T>(a, size, 0, isUnsigned, 0, FpRounding.TieEven, ref slow);
            if (actual != expected || fast != slow)
                Assert.Fail($"{a:x}: {actual:x} with {fast:x} on the host, {expected:x} with {slow:x} on integers");
        }
    }

    private void Check(Operation host, Operation soft)
    {
        var random = new Random(bits * 3);
        ulong[] boundaries = [.. Operands.Boundaries(bits), .. Ends()];
        foreach (ulong a in boundaries)
        {
            foreach (ulong b in boundaries)
                Compare(host, soft, a, b, boundaries[random.Next(boundaries.Length)], random);
        }
        for (int n = 0; n < Cases; n++)
        {
            ulong a = Operands.Next(random, bits), b = Operands.Next(random, bits, a);
            Compare(host, soft, a, b, Operands.Next(random, bits, random.Next(2) == 0 ? a : b), random);
        }
    }

    // Around the first and the last number of the range: 2^-900 and 2^1000, 2^-60 and 2^120, and the roots of these.
    private IEnumerable<ulong> Ends() =>
        from exponent in bits == 64 ? new[] { 123, 2023, 573, 1523 } : [67, 247, 97, 187]
        from offset in new[] { -2, -1, 0, 1, 2 }
        select ((ulong)exponent << (bits == 64 ? 52 : 23)) + (ulong)offset;

    private static void Compare(Operation host, Operation soft, ulong a, ulong b, ulong c, Random random)
    {
        uint fpcr = random.Next(8) == 0 ? FPCR.FZ : random.Next(4) == 0 ? FPCR.DN : 0;
        uint before = random.Next(2) == 0 ? FPSR.IXC : 0, fast = before, slow = before;
        ulong actual = host(a, b, c, fpcr, ref fast), expected = soft(a, b, c, fpcr, ref slow);
        if (actual != expected || fast != slow)
            Assert.Fail($"{a:x}, {b:x}, {c:x}: {actual:x} with {fast:x} on the host, {expected:x} with {slow:x} on integers");
    }
}
