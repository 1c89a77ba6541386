using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <content>BFloat16 arithmetic without FEAT_EBF16: flushes always, rounds to odd, raises no flag, knows only the default NaN.</content>
internal static partial class Fp
{
    /// <summary>What BFUnpack and BFRound do, said with FPCR bits: they differ from FPUnpack and FPRound in nothing else that is kept.</summary>
    private const uint BFloatControl = FPCR.FZ | FPCR.DN;

    /// <summary>BFMulAddH: single-precision addend + BFloat16 op1 * op2, rounded once, with flags and modes as FPMulAdd.</summary>
    public static ulong BFMulAddH(ulong addend, ulong op1, ulong op2, uint fpcr, ref uint fpsr) =>
        MulAdd<SinglePrecision>(addend, op1 << 16, op2 << 16, fpcr, ref fpsr);

    /// <summary>BFDotAdd: addend + (op1a * op2a + op1b * op2b), rounded after each step.</summary>
    public static ulong BFDotAdd(ulong addend, ulong op1a, ulong op1b, ulong op2a, ulong op2b) =>
        BFAdd(addend, BFAdd(BFMulH(op1a, op2a), BFMulH(op1b, op2b)));

    /// <summary>BFMulH: the single-precision product of two BFloat16 numbers.</summary>
    public static ulong BFMulH(ulong op1, ulong op2)
    {
        uint flags = 0;
        op1 <<= 16;
        op2 <<= 16;
        FpValue value1 = Unpack<SinglePrecision>(op1, BFloatControl, ref flags), value2 = Unpack<SinglePrecision>(op2, BFloatControl, ref flags);
        if (value1.IsNaN || value2.IsNaN || IsInfinityTimesZero(value1, value2))
            return DefaultNaN<SinglePrecision>();
        bool sign = value1.Sign ^ value2.Sign;
        if (value1.IsInfinity || value2.IsInfinity)
            return Infinity<SinglePrecision>(sign);
        if (value1.IsZero || value2.IsZero)
            return Zero<SinglePrecision>(sign);
        return BFRound(sign, value1.Exponent + value2.Exponent + 1, (UInt128)value1.Significand * value2.Significand);
    }

    /// <summary>FPAdd_BF16: the sum of two single-precision numbers in the BFloat16 manner.</summary>
    public static ulong BFAdd(ulong op1, ulong op2)
    {
        uint flags = 0;
        FpValue value1 = Unpack<SinglePrecision>(op1, BFloatControl, ref flags), value2 = Unpack<SinglePrecision>(op2, BFloatControl, ref flags);
        if (value1.IsNaN || value2.IsNaN || (value1.IsInfinity && value2.IsInfinity && value1.Sign != value2.Sign))
            return DefaultNaN<SinglePrecision>();
        if (value1.IsInfinity || value2.IsInfinity)
            return Infinity<SinglePrecision>(value1.IsInfinity ? value1.Sign : value2.Sign);
        if (value1.IsZero && value2.IsZero && value1.Sign == value2.Sign)
            return Zero<SinglePrecision>(value1.Sign);
        ulong sum = AddNumbers<SinglePrecision>(Wide(value1), Wide(value2), BFloatControl, FpRounding.Odd, ref flags);
        return OverflowToInfinity(sum, flags);
    }

    private static ulong BFRound(bool sign, int exponentOfTop, UInt128 magnitude)
    {
        uint flags = 0;
        ulong result = Round128<SinglePrecision>(sign, exponentOfTop, magnitude, BFloatControl, FpRounding.Odd, ref flags);
        return OverflowToInfinity(result, flags);
    }

    // FPRound to odd ends at the largest number, BFRound at infinity.
    private static ulong OverflowToInfinity(ulong result, uint flags) =>
        (flags & FPSR.OFC) != 0 ? Infinity<SinglePrecision>((result & SignBit<SinglePrecision>()) != 0) : result;
}
