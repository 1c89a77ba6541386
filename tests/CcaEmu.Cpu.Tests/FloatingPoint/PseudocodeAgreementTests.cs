using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Tests.FloatingPoint;

/// <summary>
/// Results and flags of every operation against the pseudocode on exact numbers, in every rounding mode and with every combination of FZ, DN,
/// AHP and FZ16: all pairs of boundary values, then random operands.
/// </summary>
[TestFixture(typeof(HalfPrecision), 16)]
[TestFixture(typeof(SinglePrecision), 32)]
[TestFixture(typeof(DoublePrecision), 64)]
internal sealed class PseudocodeAgreementTests<T>(int bits)
    where T : struct, IFloatFormat
{
    private const int Cases = 6000;

    private delegate ulong Operation(ulong op1, ulong op2, ulong op3, uint fpcr, ref uint fpsr);

    private delegate ulong Reference(ReferenceFp fp, ulong op1, ulong op2, ulong op3);

    [Test]
    public void Addition() => Check((ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Add<T>(a, b, fpcr, ref fpsr), (fp, a, b, c) => fp.Add(a, b, bits, false));

    [Test]
    public void Subtraction() => Check((ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Sub<T>(a, b, fpcr, ref fpsr), (fp, a, b, c) => fp.Add(a, b, bits, true));

    [Test]
    public void Multiplication() => Check((ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Mul<T>(a, b, fpcr, ref fpsr), (fp, a, b, c) => fp.Mul(a, b, bits));

    [Test]
    public void Extended_multiplication() =>
        Check((ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.MulX<T>(a, b, fpcr, ref fpsr), (fp, a, b, c) => fp.Mul(a, b, bits, extended: true));

    [Test]
    public void Division() => Check((ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Div<T>(a, b, fpcr, ref fpsr), (fp, a, b, c) => fp.Div(a, b, bits));

    [Test]
    public void Square_root() => Check((ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Sqrt<T>(a, fpcr, ref fpsr), (fp, a, b, c) => fp.Sqrt(a, bits), pairs: false);

    [Test]
    public void Fused_multiply_add() =>
        Check((ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.MulAdd<T>(c, a, b, fpcr, ref fpsr), (fp, a, b, c) => fp.MulAdd(c, a, b, bits));

    [Test]
    public void Reciprocal_step() =>
        Check((ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.RecipStepFused<T>(a, b, fpcr, ref fpsr), (fp, a, b, c) => fp.Step(a, b, bits, root: false));

    [Test]
    public void Reciprocal_square_root_step() =>
        Check((ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.RSqrtStepFused<T>(a, b, fpcr, ref fpsr), (fp, a, b, c) => fp.Step(a, b, bits, root: true));

    [Test]
    public void Maximum([Values] bool number) => Check(
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => number ? Fp.MaxNum<T>(a, b, fpcr, ref fpsr) : Fp.Max<T>(a, b, fpcr, ref fpsr),
        (fp, a, b, c) => fp.Select(a, b, bits, max: true, number));

    [Test]
    public void Minimum([Values] bool number) => Check(
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => number ? Fp.MinNum<T>(a, b, fpcr, ref fpsr) : Fp.Min<T>(a, b, fpcr, ref fpsr),
        (fp, a, b, c) => fp.Select(a, b, bits, max: false, number));

    [Test]
    public void Comparison([Values] bool signalNaNs) => Check(
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => (ulong)Fp.Compare<T>(a, b, signalNaNs, fpcr, ref fpsr),
        (fp, a, b, c) => (ulong)fp.Compare(a, b, bits, signalNaNs));

    [Test]
    public void Rounding_to_integral([Range(0, 4)] int rounding, [Values] bool exact) => Check(
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.RoundInt<T>(a, fpcr, (FpRounding)rounding, exact, ref fpsr),
        (fp, a, b, c) => fp.RoundInt(a, bits, (FpRounding)rounding, exact), pairs: false);

    [Test]
    public void Rounding_to_integral_of_a_size([Values(0, 3)] int rounding, [Values(32, 64)] int size)
    {
        if (bits == 16)
            Assert.Pass("FEAT_FRINTTS has no half-precision forms");
        Check(
            (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.RoundIntN<T>(a, fpcr, (FpRounding)rounding, size, ref fpsr),
            (fp, a, b, c) => fp.RoundIntN(a, bits, (FpRounding)rounding, size), pairs: false);
    }

    [Test]
    public void Conversion_to_other_formats()
    {
        Check((ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Convert<T, HalfPrecision>(a, fpcr, ref fpsr),
            (fp, a, b, c) => fp.Convert(a, bits, 16, fp.RoundingMode), pairs: false, skip: bits == 16);
        Check((ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Convert<T, SinglePrecision>(a, fpcr, ref fpsr),
            (fp, a, b, c) => fp.Convert(a, bits, 32, fp.RoundingMode), pairs: false, skip: bits == 32);
        Check((ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Convert<T, DoublePrecision>(a, fpcr, ref fpsr),
            (fp, a, b, c) => fp.Convert(a, bits, 64, fp.RoundingMode), pairs: false, skip: bits == 64);
        Check((ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) => Fp.Convert<T, SinglePrecision>(a, fpcr, FpRounding.Odd, ref fpsr),
            (fp, a, b, c) => fp.Convert(a, bits, 32, FpRounding.Odd), pairs: false, skip: bits != 64);
    }

    [Test]
    public void Conversion_to_integers_and_fixed_point([Range(0, 4)] int rounding, [Values] bool isUnsigned, [Values(16, 32, 64)] int size) => Check(
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) =>
            Fp.ToFixed<T>(a, Fraction(b, size), isUnsigned, fpcr, (FpRounding)rounding, size, ref fpsr),
        (fp, a, b, c) => fp.ToFixed(a, bits, Fraction(b, size), isUnsigned, (FpRounding)rounding, size), pairs: false);

    [Test]
    public void Conversion_from_integers_and_fixed_point([Values] bool isUnsigned, [Values(16, 32, 64)] int size) => Check(
        (ulong a, ulong b, ulong c, uint fpcr, ref uint fpsr) =>
            Fp.FromFixed<T>(a * (c | 1), size, Fraction(b, size), isUnsigned, fpcr, Fp.RoundingMode(fpcr), ref fpsr),
        (fp, a, b, c) => fp.FromFixed(a * (c | 1), size, Fraction(b, size), isUnsigned, bits), pairs: false);

    // Mostly integers, else any number of fraction bits.
    private static int Fraction(ulong chooser, int size) => (chooser & 3) != 0 ? 0 : (int)((chooser >> 2) % (ulong)(size + 1));

    private void Check(Operation operation, Reference reference, bool pairs = true, bool skip = false)
    {
        if (skip)
            return;
        var random = new Random(bits);
        ulong[] boundaries = Operands.Boundaries(bits);
        foreach (ulong a in boundaries)
        {
            foreach (ulong b in pairs ? boundaries : [0, 1, 4])
                Compare(operation, reference, a, b, boundaries[random.Next(boundaries.Length)], Control(random));
        }
        for (int n = 0; n < Cases; n++)
        {
            ulong a = Operands.Next(random, bits), b = Operands.Next(random, bits, a);
            Compare(operation, reference, a, b, Operands.Next(random, bits, random.Next(2) == 0 ? a : b), Control(random));
        }
    }

    private static uint Control(Random random) =>
        random.Next(4) == 0 ? 0 : (uint)random.NextInt64(1L << 32) & ((uint)FPCR.RMode.Mask | FPCR.FZ | FPCR.DN | FPCR.AHP | FPCR.FZ16);

    private static void Compare(Operation operation, Reference reference, ulong a, ulong b, ulong c, uint fpcr)
    {
        var exact = new ReferenceFp(fpcr);
        ulong expected = reference(exact, a, b, c);
        uint fpsr = 0;
        ulong actual = operation(a, b, c, fpcr, ref fpsr);
        if (expected != actual || exact.Fpsr != fpsr)
            Assert.Fail($"{a:x}, {b:x}, {c:x} with FPCR {fpcr:x}: {actual:x} and FPSR {fpsr:x}, the pseudocode has {expected:x} and {exact.Fpsr:x}");
        // A flag that is set already stays, and changes no result.
        uint sticky = FPSR.IXC | FPSR.QC;
        if (operation(a, b, c, fpcr, ref sticky) != expected || sticky != (fpsr | FPSR.IXC | FPSR.QC))
            Assert.Fail($"{a:x}, {b:x}, {c:x} with FPCR {fpcr:x}: another result with FPSR.IXC set");
    }
}
