using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <content>To and from integers and fixed-point numbers.</content>
internal static partial class Fp
{
    /// <summary>FPToFixed: saturates with Invalid Operation; a NaN gives zero.</summary>
    /// <param name="op">Operand.</param>
    /// <param name="fbits">Fraction bits of the result, 0 to 64.</param>
    /// <param name="isUnsigned">Whether the result is an unsigned number.</param>
    /// <param name="fpcr">FPCR.</param>
    /// <param name="rounding">Any mode but <see cref="FpRounding.Odd"/>.</param>
    /// <param name="intsize">16, 32 or 64: bits of the result.</param>
    /// <param name="fpsr">FPSR.</param>
    /// <returns>The result in the low <paramref name="intsize"/> bits, zero above.</returns>
    public static ulong ToFixed<T>(ulong op, int fbits, bool isUnsigned, uint fpcr, FpRounding rounding, int intsize, ref uint fpsr)
        where T : struct, IFloatFormat
    {
        if (rounding == FpRounding.Zero && fbits == 0 && TryHostToInteger<T>(op, isUnsigned, fpcr, intsize, ref fpsr, out ulong result))
            return result;
        return SoftToFixed<T>(op, fbits, isUnsigned, fpcr, rounding, intsize, ref fpsr);
    }

    /// <summary>FPToFixed on integers.</summary>
    internal static ulong SoftToFixed<T>(ulong op, int fbits, bool isUnsigned, uint fpcr, FpRounding rounding, int intsize, ref uint fpsr)
        where T : struct, IFloatFormat
    {
        FpValue value = Unpack<T>(op, fpcr, ref fpsr);
        if (value.IsNaN)
        {
            fpsr |= FPSR.IOC;
            return 0;
        }
        if (value.IsZero)
            return 0;
        ulong ones = ulong.MaxValue >> (64 - intsize);
        ulong limit = isUnsigned ? (value.Sign ? 0 : ones) : (ones >> 1) + (value.Sign ? 1UL : 0);
        bool fits = !value.IsInfinity && value.Exponent + fbits < 64;
        bool inexact = false;
        ulong magnitude = fits ? ToInteger(value, fbits, rounding, out inexact) : 0;
        if (!fits || magnitude > limit)
        {
            fpsr |= FPSR.IOC;
            magnitude = limit;
        }
        else if (inexact)
            fpsr |= FPSR.IXC;
        return (value.Sign ? 0 - magnitude : magnitude) & ones;
    }

    /// <summary>FixedToFP.</summary>
    /// <param name="op">The number in its low <paramref name="intsize"/> bits; bits above are ignored.</param>
    /// <param name="intsize">16, 32 or 64: bits of the number.</param>
    /// <param name="fbits">Fraction bits of the number, 0 to 64.</param>
    /// <param name="isUnsigned">Whether it is unsigned.</param>
    /// <param name="fpcr">FPCR.</param>
    /// <param name="rounding">One of the modes that FPCR can select.</param>
    /// <param name="fpsr">FPSR.</param>
    public static ulong FromFixed<T>(ulong op, int intsize, int fbits, bool isUnsigned, uint fpcr, FpRounding rounding, ref uint fpsr)
        where T : struct, IFloatFormat
    {
        if (rounding == FpRounding.TieEven && fbits == 0 && TryHostFromInteger<T>(op, isUnsigned, intsize, ref fpsr, out ulong result))
            return result;
        return SoftFromFixed<T>(op, intsize, fbits, isUnsigned, fpcr, rounding, ref fpsr);
    }

    /// <summary>FixedToFP on integers.</summary>
    internal static ulong SoftFromFixed<T>(ulong op, int intsize, int fbits, bool isUnsigned, uint fpcr, FpRounding rounding, ref uint fpsr)
        where T : struct, IFloatFormat
    {
        int unused = 64 - intsize;
        long signed = (long)(op << unused) >> unused;
        bool sign = !isUnsigned && signed < 0;
        ulong magnitude = isUnsigned ? op << unused >> unused : (ulong)(sign ? -signed : signed);
        return magnitude == 0 ? 0 : RoundInteger<T>(sign, magnitude, fbits, fpcr, rounding, ref fpsr);
    }

    /// <summary>FPToFixedJS: a double rounded towards zero, modulo 2^32.</summary>
    /// <param name="op">A double-precision number.</param>
    /// <param name="fpcr">FPCR.</param>
    /// <param name="fpsr">FPSR.</param>
    /// <param name="isExact">The Z flag: the result is the operand, and not minus zero.</param>
    public static uint ToFixedJS(ulong op, uint fpcr, ref uint fpsr, out bool isExact)
    {
        FpValue value = Unpack<DoublePrecision>(op, fpcr, ref fpsr);
        isExact = false;
        if (value.IsNaN || value.IsInfinity)
        {
            fpsr |= FPSR.IOC;
            return 0;
        }
        if (value.IsZero)
        {
            // A denormal that was flushed is not exact either.
            isExact = op == 0;
            return 0;
        }
        // Above 2^84 a double is a multiple of 2^32.
        ulong magnitude = value.Exponent < 64
            ? ToInteger(value, 0, FpRounding.Zero, out bool inexact)
            : LowWordOfLarge(value, out inexact);
        bool overflow = value.Exponent >= 64 || magnitude > 0x7FFF_FFFFUL + (value.Sign ? 1UL : 0);
        fpsr |= overflow ? FPSR.IOC : inexact ? FPSR.IXC : 0;
        isExact = !overflow && !inexact;
        return (uint)(value.Sign ? 0 - magnitude : magnitude);
    }

    private static ulong LowWordOfLarge(FpValue value, out bool inexact)
    {
        inexact = false;
        return value.Exponent - 63 < 64 ? value.Significand << (value.Exponent - 63) : 0;
    }
}
