using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <content>Rounding to integral values in the same format.</content>
internal static partial class Fp
{
    /// <summary>FPRoundInt.</summary>
    /// <param name="op">Operand.</param>
    /// <param name="fpcr">FPCR.</param>
    /// <param name="rounding">Any mode but <see cref="FpRounding.Odd"/>.</param>
    /// <param name="exact">Whether an operand that is not integral is Inexact.</param>
    /// <param name="fpsr">FPSR.</param>
    public static ulong RoundInt<T>(ulong op, uint fpcr, FpRounding rounding, bool exact, ref uint fpsr) where T : struct, IFloatFormat
    {
        FpValue value = Unpack<T>(op, fpcr, ref fpsr);
        if (value.IsNaN)
            return ProcessNaN<T>(value.Type, op, fpcr, ref fpsr);
        if (value.IsZero)
            return Zero<T>(value.Sign);
        if (value.IsInfinity || value.Exponent >= T.FractionBits)
            return op;
        ulong magnitude = ToInteger(value, 0, rounding, out bool inexact);
        fpsr |= inexact && exact ? FPSR.IXC : 0;
        return Integral<T>(value.Sign, magnitude, fpcr, ref fpsr);
    }

    /// <summary>FPRoundIntN: as FPRoundInt with Inexact, but what does not fit a signed integer becomes the most negative one.</summary>
    /// <param name="op">Operand.</param>
    /// <param name="fpcr">FPCR.</param>
    /// <param name="rounding">Any mode but <see cref="FpRounding.Odd"/>.</param>
    /// <param name="intsize">32 or 64: bits of the integer.</param>
    /// <param name="fpsr">FPSR.</param>
    public static ulong RoundIntN<T>(ulong op, uint fpcr, FpRounding rounding, int intsize, ref uint fpsr) where T : struct, IFloatFormat
    {
        FpValue value = Unpack<T>(op, fpcr, ref fpsr);
        if (value.IsZero)
            return Zero<T>(value.Sign);
        bool fits = !value.IsNaN && !value.IsInfinity && value.Exponent < intsize;
        bool inexact = false;
        ulong magnitude = fits ? ToInteger(value, 0, rounding, out inexact) : 0;
        ulong limit = 1UL << (intsize - 1);
        if (!fits || magnitude > (value.Sign ? limit : limit - 1))
        {
            fpsr |= FPSR.IOC;
            return SignBit<T>() | (ulong)(Bias<T>() + intsize - 1) << T.FractionBits;
        }
        fpsr |= inexact ? FPSR.IXC : 0;
        return Integral<T>(value.Sign, magnitude, fpcr, ref fpsr);
    }

    private static ulong Integral<T>(bool sign, ulong magnitude, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        magnitude == 0 ? Zero<T>(sign) : RoundInteger<T>(sign, magnitude, 0, fpcr, FpRounding.Zero, ref fpsr);

    /// <summary>The magnitude of value * 2^fbits rounded to an integer; the value's exponent plus fbits is below 64.</summary>
    /// <remarks>Rounding up may carry out of 64 bits only from 2^64 - 1 with a fraction, which no format has the precision for.</remarks>
    private static ulong ToInteger(FpValue value, int fbits, FpRounding rounding, out bool inexact)
    {
        int fractionBits = 63 - value.Exponent - fbits;
        ulong magnitude = fractionBits < 64 ? value.Significand >> fractionBits : 0;
        ulong error = fractionBits switch
        {
            0 => 0,
            <= 64 => value.Significand << (64 - fractionBits),
            _ => 1, // Less than half, and something.
        };
        inexact = error != 0;
        return RoundsAway(rounding, value.Sign, (magnitude & 1) != 0, error) ? magnitude + 1 : magnitude;
    }
}
