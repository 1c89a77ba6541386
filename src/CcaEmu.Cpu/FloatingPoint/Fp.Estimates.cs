using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <content>Reciprocal and reciprocal square root: eight-bit estimates, the exponent's estimate, and the steps of Newton's method.</content>
internal static partial class Fp
{
    /// <summary>FPRecipEstimate.</summary>
    public static ulong RecipEstimate<T>(ulong op, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat
    {
        FpValue value = Unpack<T>(op, fpcr, ref fpsr);
        if (value.IsNaN)
            return ProcessNaN<T>(value.Type, op, fpcr, ref fpsr);
        if (value.IsInfinity)
            return Zero<T>(value.Sign);
        if (value.IsZero)
        {
            fpsr |= FPSR.DZC;
            return Infinity<T>(value.Sign);
        }
        // The reciprocal of anything below 2^-(bias + 1) is above the largest number.
        if (value.Exponent < -Bias<T>() - 1)
        {
            fpsr |= FPSR.OFC | FPSR.IXC;
            return OverflowsToInfinity(RoundingMode(fpcr), value.Sign) ? Infinity<T>(value.Sign) : MaxNormal<T>(value.Sign);
        }
        if ((fpcr & T.FlushToZero) != 0 && value.Exponent >= Bias<T>() - 1)
        {
            fpsr |= FPSR.UFC;
            return Zero<T>(value.Sign);
        }
        // Nine bits of the operand give nine of the reciprocal: 1.f * 2^e is 2 * 0.1f * 2^e, so its reciprocal has the exponent -1 - e.
        uint estimate = RecipEstimate((uint)(value.Significand >> 55));
        return Scaled<T>(value.Sign, -1 - value.Exponent, estimate);
    }

    /// <summary>FPRSqrtEstimate.</summary>
    public static ulong RSqrtEstimate<T>(ulong op, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat
    {
        FpValue value = Unpack<T>(op, fpcr, ref fpsr);
        if (value.IsNaN)
            return ProcessNaN<T>(value.Type, op, fpcr, ref fpsr);
        if (value.IsZero)
        {
            fpsr |= FPSR.DZC;
            return Infinity<T>(value.Sign);
        }
        if (value.Sign)
            return InvalidOperation<T>(ref fpsr);
        if (value.IsInfinity)
            return Zero<T>(false);
        // The number is x * 2^(2k) with x in [0.25, 1), so that the root of its reciprocal is x^-0.5 * 2^-k.
        bool isOdd = (value.Exponent & 1) != 0;
        uint estimate = RSqrtEstimate((uint)(value.Significand >> (isOdd ? 55 : 56)));
        return Scaled<T>(false, -(value.Exponent + (isOdd ? 1 : 2)) / 2, estimate);
    }

    /// <summary>FPRecpX: the exponent inverted, the fraction cleared.</summary>
    public static ulong RecpX<T>(ulong op, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat
    {
        FpValue value = Unpack<T>(op, fpcr, ref fpsr);
        if (value.IsNaN)
            return ProcessNaN<T>(value.Type, op, fpcr, ref fpsr);
        ulong exponent = op >> T.FractionBits & ExponentOnes<T>();
        ulong result = exponent == 0 ? ExponentOnes<T>() - 1 : ~exponent & ExponentOnes<T>();
        return Zero<T>(value.Sign) | result << T.FractionBits;
    }

    /// <summary>FPRecipStepFused: 2 - op1 * op2, rounded once.</summary>
    public static ulong RecipStepFused<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        StepFused<T>(op1, op2, new WideNumber(false, 2, UInt128.One << 126), 0, Two<T>(), fpcr, ref fpsr);

    /// <summary>FPRSqrtStepFused: (3 - op1 * op2) / 2, rounded once.</summary>
    public static ulong RSqrtStepFused<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        StepFused<T>(op1, op2, new WideNumber(false, 1, (UInt128)3 << 125), 1, OnePointFive<T>(), fpcr, ref fpsr);

    /// <summary>URECPE.</summary>
    public static uint UnsignedRecipEstimate(uint op) =>
        (op & 0x8000_0000) == 0 ? uint.MaxValue : RecipEstimate(op >> 23) << 23;

    /// <summary>URSQRTE.</summary>
    public static uint UnsignedRSqrtEstimate(uint op) =>
        (op & 0xC000_0000) == 0 ? uint.MaxValue : RSqrtEstimate(op >> 23) << 23;

    /// <summary>constant - op1 * op2 / 2^halvings. The first operand is negated before anything else, also a NaN.</summary>
    private static ulong StepFused<T>(
        ulong op1, ulong op2, WideNumber constant, int halvings, ulong ofInfinityTimesZero, uint fpcr, ref uint fpsr)
        where T : struct, IFloatFormat
    {
        op1 = Neg<T>(op1);
        FpValue value1 = Unpack<T>(op1, fpcr, ref fpsr), value2 = Unpack<T>(op2, fpcr, ref fpsr);
        if (ProcessNaNs<T>(value1.Type, value2.Type, op1, op2, fpcr, ref fpsr, out ulong result))
            return result;
        if (IsInfinityTimesZero(value1, value2))
            return ofInfinityTimesZero;
        if (value1.IsInfinity || value2.IsInfinity)
            return Infinity<T>(value1.Sign ^ value2.Sign);
        WideNumber product = Product(value1, value2);
        product = product with { ExponentOfTop = product.ExponentOfTop - halvings };
        return AddNumbers<T>(constant, product, fpcr, RoundingMode(fpcr), ref fpsr);
    }

    /// <summary>RecipEstimate: for a in [256, 511], standing for [0.5, 1), the reciprocal in [256, 511], standing for [1, 2).</summary>
    private static uint RecipEstimate(uint a) => ((1u << 19) / (a * 2 + 1) + 1) / 2;

    /// <summary>RecipSqrtEstimate: for a in [128, 511], standing for [0.25, 1), the root of the reciprocal in [256, 511].</summary>
    private static uint RSqrtEstimate(uint a)
    {
        a = a < 256 ? a * 2 + 1 : ((a >> 1 << 1) + 1) * 2;
        uint b = 512;
        while (a * (b + 1) * (b + 1) < 1u << 28)
            b++;
        return (b + 1) / 2;
    }

    /// <summary>A number with a nine-bit significand; what becomes denormal loses bits below the format without rounding.</summary>
    private static ulong Scaled<T>(bool sign, int exponent, uint estimate) where T : struct, IFloatFormat
    {
        ulong mantissa = (ulong)estimate << 55 >> (63 - T.FractionBits);
        int biased = exponent + Bias<T>();
        if (biased > 0)
            return Zero<T>(sign) | (ulong)biased << T.FractionBits | (mantissa & FractionMask<T>());
        return Zero<T>(sign) | mantissa >> (1 - biased);
    }
}
