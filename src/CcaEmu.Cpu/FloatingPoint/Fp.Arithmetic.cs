using System.Runtime.CompilerServices;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <content>Addition, multiplication, division, square root.</content>
internal static partial class Fp
{
    /// <summary>FPAdd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        TryHost<T, HostAdd>(op1, op2, 0, fpcr, ref fpsr, out ulong result) ? result : SoftAdd<T>(op1, op2, fpcr, ref fpsr);

    /// <summary>FPSub. A NaN in <paramref name="op2"/> is passed on with its own sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Sub<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        TryHost<T, HostSub>(op1, op2, 0, fpcr, ref fpsr, out ulong result) ? result : SoftSub<T>(op1, op2, fpcr, ref fpsr);

    /// <summary>FABD: FPAbs of FPSub.</summary>
    public static ulong AbsDifference<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        Abs<T>(Sub<T>(op1, op2, fpcr, ref fpsr));

    /// <summary>FPMul.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mul<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        TryHost<T, HostMul>(op1, op2, 0, fpcr, ref fpsr, out ulong result) ? result : SoftMul<T>(op1, op2, fpcr, ref fpsr);

    /// <summary>FPDiv.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Div<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        TryHost<T, HostDiv>(op1, op2, 0, fpcr, ref fpsr, out ulong result) ? result : SoftDiv<T>(op1, op2, fpcr, ref fpsr);

    /// <summary>FPSqrt.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Sqrt<T>(ulong op, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        TryHost<T, HostSqrt>(op, 0, 0, fpcr, ref fpsr, out ulong result) ? result : SoftSqrt<T>(op, fpcr, ref fpsr);

    /// <summary>FPAdd on integers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong SoftAdd<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        AddOrSubtract<T>(op1, op2, false, fpcr, ref fpsr);

    /// <summary>FPSub on integers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong SoftSub<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        AddOrSubtract<T>(op1, op2, true, fpcr, ref fpsr);

    /// <summary>FPMul on integers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong SoftMul<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat
    {
        FpValue value1 = Unpack<T>(op1, fpcr, ref fpsr), value2 = Unpack<T>(op2, fpcr, ref fpsr);
        if (ProcessNaNs<T>(value1.Type, value2.Type, op1, op2, fpcr, ref fpsr, out ulong result))
            return result;
        if (IsInfinityTimesZero(value1, value2))
            return InvalidOperation<T>(ref fpsr);
        return MultiplyNumbers<T>(value1, value2, fpcr, ref fpsr);
    }

    /// <summary>FPMul, then FPNeg of the result whatever it is: FNMUL.</summary>
    public static ulong NegMul<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        Neg<T>(Mul<T>(op1, op2, fpcr, ref fpsr));

    /// <summary>FPMulX: as FPMul, but infinity times zero is two with the sign of the product.</summary>
    public static ulong MulX<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat
    {
        FpValue value1 = Unpack<T>(op1, fpcr, ref fpsr), value2 = Unpack<T>(op2, fpcr, ref fpsr);
        if (ProcessNaNs<T>(value1.Type, value2.Type, op1, op2, fpcr, ref fpsr, out ulong result))
            return result;
        if (IsInfinityTimesZero(value1, value2))
            return Zero<T>(value1.Sign ^ value2.Sign) | Two<T>();
        return MultiplyNumbers<T>(value1, value2, fpcr, ref fpsr);
    }

    /// <summary>FPDiv on integers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong SoftDiv<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat
    {
        FpValue value1 = Unpack<T>(op1, fpcr, ref fpsr), value2 = Unpack<T>(op2, fpcr, ref fpsr);
        if (ProcessNaNs<T>(value1.Type, value2.Type, op1, op2, fpcr, ref fpsr, out ulong result))
            return result;
        if ((value1.IsInfinity && value2.IsInfinity) || (value1.IsZero && value2.IsZero))
            return InvalidOperation<T>(ref fpsr);
        bool sign = value1.Sign ^ value2.Sign;
        if (value1.IsInfinity || value2.IsZero)
        {
            fpsr |= value1.IsInfinity ? 0 : FPSR.DZC;
            return Infinity<T>(sign);
        }
        if (value1.IsZero || value2.IsInfinity)
            return Zero<T>(sign);

        // The quotient of significands lies between 1/2 and 2: shift the dividend so that its leading bit is bit 63.
        bool less = value1.Significand < value2.Significand;
        (UInt128 quotient, UInt128 remainder) = UInt128.DivRem((UInt128)value1.Significand << (less ? 64 : 63), value2.Significand);
        int exponent = value1.Exponent - value2.Exponent - (less ? 1 : 0);
        ulong significand = (ulong)quotient | (remainder != UInt128.Zero ? 1UL : 0);
        return Round<T>(sign, exponent, significand, fpcr, RoundingMode(fpcr), ref fpsr);
    }

    /// <summary>FPSqrt on integers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong SoftSqrt<T>(ulong op, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat
    {
        FpValue value = Unpack<T>(op, fpcr, ref fpsr);
        if (value.IsNaN)
            return ProcessNaN<T>(value.Type, op, fpcr, ref fpsr);
        if (value.IsZero)
            return Zero<T>(value.Sign);
        if (value.Sign)
            return InvalidOperation<T>(ref fpsr);
        if (value.IsInfinity)
            return Infinity<T>(false);

        // A radicand with its leading bit at 127 or 126, so that the exponent is even and the root's leading bit is bit 63.
        bool odd = (value.Exponent & 1) != 0;
        UInt128 radicand = (UInt128)value.Significand << (odd ? 64 : 63);
        ulong root = SquareRoot(radicand, out bool inexact);
        return Round<T>(false, value.Exponent >> 1, root | (inexact ? 1UL : 0), fpcr, RoundingMode(fpcr), ref fpsr);
    }

    private static bool IsInfinityTimesZero(FpValue value1, FpValue value2) =>
        (value1.IsInfinity && value2.IsZero) || (value1.IsZero && value2.IsInfinity);

    private static ulong MultiplyNumbers<T>(FpValue value1, FpValue value2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat
    {
        bool sign = value1.Sign ^ value2.Sign;
        if (value1.IsInfinity || value2.IsInfinity)
            return Infinity<T>(sign);
        if (value1.IsZero || value2.IsZero)
            return Zero<T>(sign);
        UInt128 product = (UInt128)value1.Significand * value2.Significand;
        return Round128<T>(sign, value1.Exponent + value2.Exponent + 1, product, fpcr, RoundingMode(fpcr), ref fpsr);
    }

    private static ulong AddOrSubtract<T>(ulong op1, ulong op2, bool subtract, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat
    {
        FpValue value1 = Unpack<T>(op1, fpcr, ref fpsr), value2 = Unpack<T>(op2, fpcr, ref fpsr);
        if (ProcessNaNs<T>(value1.Type, value2.Type, op1, op2, fpcr, ref fpsr, out ulong result))
            return result;
        if (subtract)
            value2 = value2 with { Sign = !value2.Sign };
        if (value1.IsInfinity && value2.IsInfinity && value1.Sign != value2.Sign)
            return InvalidOperation<T>(ref fpsr);
        if (value1.IsInfinity)
            return Infinity<T>(value1.Sign);
        if (value2.IsInfinity)
            return Infinity<T>(value2.Sign);
        if (value1.IsZero && value2.IsZero && value1.Sign == value2.Sign)
            return Zero<T>(value1.Sign);
        FpRounding rounding = RoundingMode(fpcr);
        return AddNumbers<T>(Wide(value1), Wide(value2), fpcr, rounding, ref fpsr);
    }

    /// <summary>A finite number with its leading bit at bit 126 of 128, one below the top so that a sum has room.</summary>
    private static WideNumber Wide(FpValue value) => new(value.Sign, value.Exponent + 1, (UInt128)value.Significand << 63);

    /// <summary>Adds two finite numbers and rounds once. A number that is zero has magnitude zero.</summary>
    /// <remarks>
    /// Numbers have at most 106 significant bits, so that aligning loses nothing but where the smaller is far below the larger one's last bit;
    /// there the sticky bit is enough.
    /// </remarks>
    private static ulong AddNumbers<T>(WideNumber a, WideNumber b, uint fpcr, FpRounding rounding, ref uint fpsr)
        where T : struct, IFloatFormat
    {
        if (a.Magnitude == UInt128.Zero || (b.Magnitude != UInt128.Zero && a.ExponentOfTop < b.ExponentOfTop))
            (a, b) = (b, a);
        UInt128 smaller = b.Magnitude == UInt128.Zero ? UInt128.Zero : ShiftRightSticky(b.Magnitude, a.ExponentOfTop - b.ExponentOfTop);
        bool sign = a.Sign;
        UInt128 sum;
        if (a.Sign == b.Sign)
            sum = a.Magnitude + smaller;
        else if (a.Magnitude >= smaller)
            sum = a.Magnitude - smaller;
        else
        {
            sum = smaller - a.Magnitude;
            sign = b.Sign;
        }
        return sum == UInt128.Zero ? ExactZero<T>(rounding) : Round128<T>(sign, a.ExponentOfTop, sum, fpcr, rounding, ref fpsr);
    }

    private static ulong SquareRoot(UInt128 radicand, out bool inexact)
    {
        ulong root = 0;
        UInt128 remainder = UInt128.Zero;
        for (int i = 63; i >= 0; i--)
        {
            remainder = remainder << 2 | (radicand >> (2 * i) & 3);
            UInt128 trial = (UInt128)root << 2 | UInt128.One;
            root <<= 1;
            if (remainder >= trial)
            {
                remainder -= trial;
                root |= 1;
            }
        }
        inexact = remainder != UInt128.Zero;
        return root;
    }

    /// <summary>A finite number; bit 127 of the magnitude, were it set, would have the exponent.</summary>
    private readonly record struct WideNumber(bool Sign, int ExponentOfTop, UInt128 Magnitude);
}
