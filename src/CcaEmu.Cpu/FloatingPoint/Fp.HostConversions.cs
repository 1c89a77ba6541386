using System.Runtime.CompilerServices;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <content>Comparisons and conversions on the host, where they are exact or the host rounds as asked.</content>
internal static partial class Fp
{
    private const long Int62 = 1L << 62;

    /// <summary>A comparison without NaNs and without flushing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryHostCompare<T>(ulong op1, ulong op2, uint fpcr, out int nzcv) where T : struct, IFloatFormat
    {
        nzcv = 0;
        if (typeof(T) == typeof(HalfPrecision) || (fpcr & FPCR.FZ) != 0)
            return false;
        double x = Widened<T>(op1), y = Widened<T>(op2);
        nzcv = x == y ? 0b0110 : x < y ? 0b1000 : x > y ? 0b0010 : 0;
        return nzcv != 0;
    }

    /// <summary>Single to double without NaNs, which is exact; double to single where the result is not near an end of its range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryHostConvert<TFrom, TTo>(ulong op, uint fpcr, ref uint fpsr, out ulong result)
        where TFrom : struct, IFloatFormat
        where TTo : struct, IFloatFormat
    {
        result = 0;
        if (!IsPlain(fpcr))
            return false;
        if (typeof(TFrom) == typeof(SinglePrecision) && typeof(TTo) == typeof(DoublePrecision))
        {
            double wide = AsSingle(op);
            result = BitConverter.DoubleToUInt64Bits(wide);
            return !double.IsNaN(wide);
        }
        if (typeof(TFrom) == typeof(DoublePrecision) && typeof(TTo) == typeof(SinglePrecision))
        {
            double wide = AsDouble(op);
            float narrow = (float)wide;
            result = BitConverter.SingleToUInt32Bits(narrow);
            if (!(MathF.Abs(narrow) is >= 1e-30f and <= 1e30f))
                return false;
            fpsr |= narrow != wide ? FPSR.IXC : 0;
            return true;
        }
        return false;
    }

    /// <summary>Towards zero, of numbers that fit with room to spare.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryHostToInteger<T>(ulong op, bool isUnsigned, uint fpcr, int intsize, ref uint fpsr, out ulong result)
        where T : struct, IFloatFormat
    {
        result = 0;
        if (typeof(T) == typeof(HalfPrecision) || (fpcr & FPCR.FZ) != 0 || intsize < 32)
            return false;
        double value = Widened<T>(op);
        double limit = intsize == 32 ? int.MaxValue : Int62;
        if (!(value < limit && value > (isUnsigned ? -1 : -limit)))
            return false;
        long integer = (long)value;
        fpsr |= integer != value ? FPSR.IXC : 0;
        result = (ulong)integer & (ulong.MaxValue >> (64 - intsize));
        return true;
    }

    /// <summary>To nearest. An integer is exact or far from both ends of the range of the result; FZ has no say.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryHostFromInteger<T>(ulong op, bool isUnsigned, int intsize, ref uint fpsr, out ulong result)
        where T : struct, IFloatFormat
    {
        result = 0;
        if (typeof(T) == typeof(HalfPrecision) || intsize < 32)
            return false;
        long integer = intsize == 64 ? (long)op : isUnsigned ? (uint)op : (int)op;
        if (integer >= Int62 || integer < (isUnsigned ? 0 : -Int62))
            return false;
        bool isDouble = typeof(T) == typeof(DoublePrecision);
        double rounded = isDouble ? (double)integer : (float)integer;
        result = isDouble ? BitConverter.DoubleToUInt64Bits(rounded) : BitConverter.SingleToUInt32Bits((float)rounded);
        fpsr |= (long)rounded != integer ? FPSR.IXC : 0;
        return true;
    }

    private static double Widened<T>(ulong op) where T : struct, IFloatFormat =>
        typeof(T) == typeof(DoublePrecision) ? AsDouble(op) : AsSingle(op);
}
