using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <content>Between formats.</content>
internal static partial class Fp
{
    /// <summary>FPConvert with the rounding mode of FPCR.</summary>
    public static ulong Convert<TFrom, TTo>(ulong op, uint fpcr, ref uint fpsr)
        where TFrom : struct, IFloatFormat
        where TTo : struct, IFloatFormat =>
        TryHostConvert<TFrom, TTo>(op, fpcr, ref fpsr, out ulong result) ? result : Convert<TFrom, TTo>(op, fpcr, RoundingMode(fpcr), ref fpsr);

    /// <summary>FPConvert: FPCR.AHP counts and FPCR.FZ16 does not, on either side.</summary>
    public static ulong Convert<TFrom, TTo>(ulong op, uint fpcr, FpRounding rounding, ref uint fpsr)
        where TFrom : struct, IFloatFormat
        where TTo : struct, IFloatFormat
    {
        FpValue value = UnpackCV<TFrom>(op, fpcr, ref fpsr);
        bool alternative = typeof(TTo) == typeof(HalfPrecision) && (fpcr & FPCR.AHP) != 0;
        if (value.IsNaN)
        {
            if (value.Type == FpType.SNaN || alternative)
                fpsr |= FPSR.IOC;
            return alternative ? Zero<TTo>(value.Sign) : (fpcr & FPCR.DN) != 0 ? DefaultNaN<TTo>() : ConvertNaN<TFrom, TTo>(op);
        }
        if (value.IsInfinity)
        {
            if (!alternative)
                return Infinity<TTo>(value.Sign);
            fpsr |= FPSR.IOC;
            return Zero<TTo>(value.Sign) | (SignBit<TTo>() - 1);
        }
        return value.IsZero ? Zero<TTo>(value.Sign) : RoundCV<TTo>(value.Sign, value.Exponent, value.Significand, fpcr, rounding, ref fpsr);
    }

    /// <summary>FPConvertBF: single precision to BFloat16.</summary>
    public static ulong ConvertBF(ulong op, uint fpcr, ref uint fpsr)
    {
        FpValue value = Unpack<SinglePrecision>(op, fpcr, ref fpsr);
        if (value.IsNaN)
        {
            if (value.Type == FpType.SNaN)
                fpsr |= FPSR.IOC;
            return (fpcr & FPCR.DN) != 0 ? DefaultNaN<BFloat16>() : ConvertNaN<SinglePrecision, BFloat16>(op);
        }
        if (value.IsInfinity)
            return Infinity<BFloat16>(value.Sign);
        return value.IsZero
            ? Zero<BFloat16>(value.Sign)
            : Round<BFloat16>(value.Sign, value.Exponent, value.Significand, fpcr, RoundingMode(fpcr), ref fpsr);
    }
}
