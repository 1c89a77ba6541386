using System.Runtime.CompilerServices;

namespace CcaEmu.Cpu.FloatingPoint;

/// <content>Fused multiply-add.</content>
internal static partial class Fp
{
    /// <summary>FPMulAdd: addend + op1 * op2, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MulAdd<T>(ulong addend, ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        TryHost<T, HostMulAdd>(op1, op2, addend, fpcr, ref fpsr, out ulong result) ? result : SoftMulAdd<T>(addend, op1, op2, fpcr, ref fpsr);

    /// <summary>FPMulAdd on integers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong SoftMulAdd<T>(ulong addend, ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat
    {
        FpValue valueA = Unpack<T>(addend, fpcr, ref fpsr);
        FpValue value1 = Unpack<T>(op1, fpcr, ref fpsr), value2 = Unpack<T>(op2, fpcr, ref fpsr);
        bool done = ProcessNaNs3<T>(valueA.Type, value1.Type, value2.Type, addend, op1, op2, fpcr, ref fpsr, out ulong result);
        if (valueA.Type == FpType.QNaN && IsInfinityTimesZero(value1, value2))
            return InvalidOperation<T>(ref fpsr);
        return done ? result : MultiplyAddNumbers<T>(valueA, value1, value2, fpcr, ref fpsr);
    }

    /// <summary>FPMulAddH: single-precision addend + half-precision op1 * op2, rounded once.</summary>
    public static ulong MulAddH(ulong addend, ulong op1, ulong op2, uint fpcr, ref uint fpsr)
    {
        FpValue valueA = Unpack<SinglePrecision>(addend, fpcr, ref fpsr);
        FpValue value1 = Unpack<HalfPrecision>(op1, fpcr, ref fpsr), value2 = Unpack<HalfPrecision>(op2, fpcr, ref fpsr);
        // FPProcessNaNs3H: a half-precision NaN is made single first, which keeps whether it is quiet apart from the type it had.
        bool done = ProcessNaNs3<SinglePrecision>(
            valueA.Type, value1.Type, value2.Type, addend,
            ConvertNaN<HalfPrecision, SinglePrecision>(op1), ConvertNaN<HalfPrecision, SinglePrecision>(op2), fpcr, ref fpsr, out ulong result);
        if (valueA.Type == FpType.QNaN && IsInfinityTimesZero(value1, value2))
            return InvalidOperation<SinglePrecision>(ref fpsr);
        return done ? result : MultiplyAddNumbers<SinglePrecision>(valueA, value1, value2, fpcr, ref fpsr);
    }

    private static ulong MultiplyAddNumbers<T>(FpValue valueA, FpValue value1, FpValue value2, uint fpcr, ref uint fpsr)
        where T : struct, IFloatFormat
    {
        bool signP = value1.Sign ^ value2.Sign;
        bool infP = value1.IsInfinity || value2.IsInfinity, zeroP = value1.IsZero || value2.IsZero;
        if (IsInfinityTimesZero(value1, value2) || (valueA.IsInfinity && infP && valueA.Sign != signP))
            return InvalidOperation<T>(ref fpsr);
        if (valueA.IsInfinity || infP)
            return Infinity<T>(valueA.IsInfinity ? valueA.Sign : signP);
        if (valueA.IsZero && zeroP && valueA.Sign == signP)
            return Zero<T>(signP);
        return AddNumbers<T>(Wide(valueA), Product(value1, value2), fpcr, RoundingMode(fpcr), ref fpsr);
    }

    /// <summary>The exact product, its leading bit at bit 126 or 125.</summary>
    private static WideNumber Product(FpValue value1, FpValue value2) => new(
        value1.Sign ^ value2.Sign, value1.Exponent + value2.Exponent + 2, (UInt128)value1.Significand * value2.Significand >> 1);
}
