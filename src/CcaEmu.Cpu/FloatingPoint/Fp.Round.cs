using System.Numerics;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <content>From exact numbers to encodings.</content>
/// <remarks>
/// An exact result is passed as sign, exponent of the leading bit, and 64 bits from the leading bit on. What lies behind those is folded into
/// the last bit ("sticky"): every format rounds at bit 11 or above, so that it only matters whether anything is there.
/// </remarks>
internal static partial class Fp
{
    /// <summary>FPRound: the result of arithmetic.</summary>
    private static ulong Round<T>(bool sign, int exponent, ulong significand, uint fpcr, FpRounding rounding, ref uint fpsr)
        where T : struct, IFloatFormat => RoundBase<T>(sign, exponent, significand, fpcr & ~FPCR.AHP, rounding, ref fpsr);

    /// <summary>FPRoundCV: the result of a conversion between formats.</summary>
    private static ulong RoundCV<T>(bool sign, int exponent, ulong significand, uint fpcr, FpRounding rounding, ref uint fpsr)
        where T : struct, IFloatFormat => RoundBase<T>(sign, exponent, significand, fpcr & ~FPCR.FZ16, rounding, ref fpsr);

    /// <summary>FPRoundBase without FEAT_AFP: underflow is detected, and results are flushed, before rounding.</summary>
    private static ulong RoundBase<T>(bool sign, int exponent, ulong significand, uint fpcr, FpRounding rounding, ref uint fpsr)
        where T : struct, IFloatFormat
    {
        int minimum = MinimumExponent<T>();
        if (exponent < minimum && (fpcr & T.FlushToZero) != 0)
        {
            fpsr |= FPSR.UFC;
            return Zero<T>(sign);
        }
        ulong biased = (ulong)Math.Max(exponent - minimum + 1, 0);
        if (biased == 0)
            significand = ShiftRightSticky(significand, minimum - exponent);
        int dropped = 63 - T.FractionBits;
        ulong mantissa = significand >> dropped;
        ulong error = significand << (64 - dropped);
        if (biased == 0 && error != 0)
            fpsr |= FPSR.UFC;
        if (RoundsAway(rounding, sign, (mantissa & 1) != 0, error))
            mantissa++;
        // A carry out of the fraction goes into the exponent: from denormal to normal, or to the next one.
        if (biased == 0)
            biased = mantissa >> T.FractionBits;
        else if (mantissa >> (T.FractionBits + 1) != 0)
        {
            biased++;
            mantissa >>= 1;
        }
        if (error != 0 && rounding == FpRounding.Odd)
            mantissa |= 1;

        bool alternative = typeof(T) == typeof(HalfPrecision) && (fpcr & FPCR.AHP) != 0;
        if (alternative && biased > ExponentOnes<T>())
        {
            fpsr |= FPSR.IOC;
            return Zero<T>(sign) | (SignBit<T>() - 1);
        }
        if (!alternative && biased >= ExponentOnes<T>())
        {
            fpsr |= FPSR.OFC | FPSR.IXC;
            return OverflowsToInfinity(rounding, sign) ? Infinity<T>(sign) : MaxNormal<T>(sign);
        }
        fpsr |= error != 0 ? FPSR.IXC : 0;
        return Zero<T>(sign) | biased << T.FractionBits | (mantissa & FractionMask<T>());
    }

    /// <summary>Whether a magnitude is incremented; <paramref name="error"/> is what was cut off, its first bit in bit 63.</summary>
    private static bool RoundsAway(FpRounding rounding, bool sign, bool isOdd, ulong error) => rounding switch
    {
        FpRounding.TieEven => error > 1UL << 63 || (error == 1UL << 63 && isOdd),
        FpRounding.TieAway => error >= 1UL << 63,
        FpRounding.PosInf => error != 0 && !sign,
        FpRounding.NegInf => error != 0 && sign,
        _ => false,
    };

    private static bool OverflowsToInfinity(FpRounding rounding, bool sign) => rounding switch
    {
        FpRounding.TieEven or FpRounding.TieAway => true,
        FpRounding.PosInf => !sign,
        FpRounding.NegInf => sign,
        _ => false,
    };

    /// <summary>A sum that is exactly zero, of numbers with different signs, is negative only when rounding down.</summary>
    private static ulong ExactZero<T>(FpRounding rounding) where T : struct, IFloatFormat => Zero<T>(rounding == FpRounding.NegInf);

    private static ulong ShiftRightSticky(ulong value, int amount) => amount switch
    {
        0 => value,
        < 64 => value >> amount | (value << (64 - amount) != 0 ? 1UL : 0),
        _ => value != 0 ? 1UL : 0,
    };

    private static UInt128 ShiftRightSticky(UInt128 value, int amount) => amount switch
    {
        0 => value,
        < 128 => value >> amount | (value << (128 - amount) != UInt128.Zero ? UInt128.One : UInt128.Zero),
        _ => value != UInt128.Zero ? UInt128.One : UInt128.Zero,
    };

    /// <summary>Rounds a nonzero 128-bit magnitude whose bit 127 would have the given exponent.</summary>
    private static ulong Round128<T>(bool sign, int exponentOfTop, UInt128 magnitude, uint fpcr, FpRounding rounding, ref uint fpsr)
        where T : struct, IFloatFormat
    {
        int zeros = (int)UInt128.LeadingZeroCount(magnitude);
        magnitude <<= zeros;
        ulong significand = (ulong)(magnitude >> 64) | ((ulong)magnitude != 0 ? 1UL : 0);
        return Round<T>(sign, exponentOfTop - zeros, significand, fpcr, rounding, ref fpsr);
    }

    /// <summary>FixedToFP's rounding of a nonzero integer scaled by 2^-fbits.</summary>
    private static ulong RoundInteger<T>(bool sign, ulong magnitude, int fbits, uint fpcr, FpRounding rounding, ref uint fpsr)
        where T : struct, IFloatFormat
    {
        int zeros = BitOperations.LeadingZeroCount(magnitude);
        return Round<T>(sign, 63 - zeros - fbits, magnitude << zeros, fpcr, rounding, ref fpsr);
    }
}
