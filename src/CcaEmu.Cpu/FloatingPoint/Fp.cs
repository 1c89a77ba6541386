using System.Numerics;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <summary>The floating-point functions of the shared pseudocode, on bits; see README.md in this folder for what is where.</summary>
/// <remarks>
/// Arm ARM, J1.3 shared pseudocode. Everywhere, <c>fpcr</c> is the value of FPCR and <c>fpsr</c> takes the cumulative flags; operands and
/// results stand in the low bits. This part: the encodings themselves.
/// </remarks>
internal static partial class Fp
{
    /// <summary>The rounding mode that FPCR selects.</summary>
    public static FpRounding RoundingMode(uint fpcr) => (FpRounding)(fpcr >> 22 & 3);

    /// <summary>The NaN that operations make which have none to pass on: positive, quiet, no payload.</summary>
    public static ulong DefaultNaN<T>() where T : struct, IFloatFormat => Infinity<T>(false) | QuietBit<T>();

    /// <summary>A zero.</summary>
    public static ulong Zero<T>(bool sign) where T : struct, IFloatFormat => sign ? SignBit<T>() : 0;

    /// <summary>An infinity.</summary>
    public static ulong Infinity<T>(bool sign) where T : struct, IFloatFormat => Zero<T>(sign) | ExponentOnes<T>() << T.FractionBits;

    /// <summary>The largest finite number.</summary>
    public static ulong MaxNormal<T>(bool sign) where T : struct, IFloatFormat => Infinity<T>(sign) - 1;

    /// <summary>The operand with its sign cleared, whatever it is.</summary>
    public static ulong Abs<T>(ulong op) where T : struct, IFloatFormat => op & ~SignBit<T>();

    /// <summary>The operand with its sign inverted, whatever it is.</summary>
    public static ulong Neg<T>(ulong op) where T : struct, IFloatFormat => op ^ SignBit<T>();

    private static ulong SignBit<T>() where T : struct, IFloatFormat => 1UL << (T.Bits - 1);

    private static ulong QuietBit<T>() where T : struct, IFloatFormat => 1UL << (T.FractionBits - 1);

    private static ulong FractionMask<T>() where T : struct, IFloatFormat => (1UL << T.FractionBits) - 1;

    private static ulong ExponentOnes<T>() where T : struct, IFloatFormat => (1UL << (T.Bits - 1 - T.FractionBits)) - 1;

    private static int Bias<T>() where T : struct, IFloatFormat => (int)(ExponentOnes<T>() >> 1);

    private static int MinimumExponent<T>() where T : struct, IFloatFormat => 1 - Bias<T>();

    private static ulong Two<T>() where T : struct, IFloatFormat => (ulong)(Bias<T>() + 1) << T.FractionBits;

    private static ulong OnePointFive<T>() where T : struct, IFloatFormat => (ulong)Bias<T>() << T.FractionBits | QuietBit<T>();

    /// <summary>FPUnpack: an operand of arithmetic, for which the alternative half-precision format does not count.</summary>
    private static FpValue Unpack<T>(ulong op, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        UnpackBase<T>(op, fpcr & ~FPCR.AHP, ref fpsr);

    /// <summary>FPUnpackCV: an operand of a conversion between formats, for which FZ16 does not count.</summary>
    private static FpValue UnpackCV<T>(ulong op, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        UnpackBase<T>(op, fpcr & ~FPCR.FZ16, ref fpsr);

    private static FpValue UnpackBase<T>(ulong op, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat
    {
        bool sign = (op & SignBit<T>()) != 0;
        ulong exponent = op >> T.FractionBits & ExponentOnes<T>();
        ulong fraction = op & FractionMask<T>();
        if (exponent == 0)
        {
            if (fraction != 0 && (fpcr & T.FlushToZero) != 0)
            {
                // Half precision is flushed without a word.
                fpsr |= T.FlushToZero == FPCR.FZ ? FPSR.IDC : 0;
                fraction = 0;
            }
            if (fraction == 0)
                return new FpValue(FpType.Zero, sign, 0, 0);
            int zeros = BitOperations.LeadingZeroCount(fraction);
            return new FpValue(FpType.Nonzero, sign, MinimumExponent<T>() + 63 - zeros - T.FractionBits, fraction << zeros);
        }
        bool alternative = typeof(T) == typeof(HalfPrecision) && (fpcr & FPCR.AHP) != 0;
        if (exponent == ExponentOnes<T>() && !alternative)
        {
            FpType type = fraction == 0 ? FpType.Infinity : (fraction & QuietBit<T>()) != 0 ? FpType.QNaN : FpType.SNaN;
            return new FpValue(type, sign, 0, 0);
        }
        return new FpValue(FpType.Nonzero, sign, (int)exponent - Bias<T>(), (fraction | 1UL << T.FractionBits) << (63 - T.FractionBits));
    }
}
