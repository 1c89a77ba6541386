using System.Numerics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Shifts of an element by a signed amount: to the left, or where it is negative to the right.</summary>
/// <remarks>Arm ARM, C7.2 SSHL, SRSHL, SQSHL (register), SQRSHL and their unsigned forms.</remarks>
internal static unsafe class ElementShift
{
    /// <summary>The amount: the lowest byte of an element.</summary>
    public static int AmountOf<T>(T m) where T : unmanaged, IBinaryInteger<T> => sbyte.CreateTruncating(m);

    /// <summary>Bits shifted out are lost.</summary>
    public static T Plain<T>(T n, int shift) where T : unmanaged, IBinaryInteger<T>
    {
        int esize = sizeof(T) * 8;
        if (shift >= 0)
            return shift < esize ? n << shift : T.Zero;
        return n >> (Math.Min(-shift, esize) - 1) >> 1;
    }

    /// <summary>To the right the last bit shifted out is added. Beyond the size of the element nothing is left, not even a sign.</summary>
    public static T Rounded<T>(T n, int shift) where T : unmanaged, IBinaryInteger<T>
    {
        if (shift >= 0)
            return Plain(n, shift);
        if (-shift > sizeof(T) * 8)
            return T.Zero;
        T twice = n >> (-shift - 1);
        return (twice >> 1) + (twice & T.One);
    }

    /// <summary>To the left, saturated where a bit would be lost.</summary>
    public static T SaturatedLeft<T>(T n, int shift, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T result = Plain(n, shift);
        if (n == T.Zero || (shift < sizeof(T) * 8 && result >> shift == n))
            return result;
        saturated = true;
        return T.IsNegative(n) ? T.MinValue : T.MaxValue;
    }
}

/// <summary>SSHL, USHL.</summary>
internal readonly struct Shifted : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        ElementShift.Plain(n, ElementShift.AmountOf(m));
}

/// <summary>SRSHL, URSHL.</summary>
internal readonly struct RoundingShifted : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        ElementShift.Rounded(n, ElementShift.AmountOf(m));
}

/// <summary>SQSHL, UQSHL.</summary>
internal readonly struct SaturatingShifted : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        int shift = ElementShift.AmountOf(m);
        return shift < 0 ? ElementShift.Plain(n, shift) : ElementShift.SaturatedLeft(n, shift, ref saturated);
    }
}

/// <summary>SQRSHL, UQRSHL.</summary>
internal readonly struct SaturatingRoundingShifted : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        int shift = ElementShift.AmountOf(m);
        return shift < 0 ? ElementShift.Rounded(n, shift) : ElementShift.SaturatedLeft(n, shift, ref saturated);
    }
}

/// <summary>SQSHLU, on unsigned elements of which the highest bit is a sign: a negative number becomes zero.</summary>
internal readonly struct SaturatingShiftedUnsigned : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (n <= T.MaxValue >> 1)
            return ElementShift.SaturatedLeft(n, ElementShift.AmountOf(m), ref saturated);
        saturated = true;
        return T.Zero;
    }
}
