using System.Numerics;
using System.Runtime.Intrinsics;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>AND.</summary>
internal readonly struct BitAnd : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => n & m;
}

/// <summary>BIC.</summary>
internal readonly struct BitClear : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => n & ~m;
}

/// <summary>ORR.</summary>
internal readonly struct BitOr : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => n | m;
}

/// <summary>ORN.</summary>
internal readonly struct BitOrNot : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => n | ~m;
}

/// <summary>EOR.</summary>
internal readonly struct BitExclusiveOr : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => n ^ m;
}

/// <summary>BSL: n where d has ones, m elsewhere.</summary>
internal readonly struct BitSelect : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => d & n | ~d & m;
}

/// <summary>BIT: n where m has ones.</summary>
internal readonly struct BitInsertIfTrue : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => m & n | ~m & d;
}

/// <summary>BIF: n where m has zeros.</summary>
internal readonly struct BitInsertIfFalse : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => ~m & n | m & d;
}

/// <summary>NOT.</summary>
internal readonly struct BitNot : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => ~n;
}

/// <summary>m alone.</summary>
internal readonly struct Second : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => m;
}

/// <summary>CLZ.</summary>
internal readonly struct LeadingZeros : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        T.LeadingZeroCount(n);
}

/// <summary>CLS, on signed elements: bits below the highest that are equal to it.</summary>
internal readonly struct LeadingSigns : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        T.LeadingZeroCount(n ^ n >> 1) - T.One;
}

/// <summary>URECPE, on words.</summary>
internal readonly struct ReciprocalEstimate : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        T.CreateTruncating(Fp.UnsignedRecipEstimate(uint.CreateTruncating(n)));
}

/// <summary>URSQRTE, on words.</summary>
internal readonly struct ReciprocalSquareRootEstimate : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        T.CreateTruncating(Fp.UnsignedRSqrtEstimate(uint.CreateTruncating(n)));
}

/// <summary>CNT, on bytes: ones in pairs of bits, in fours, in all eight.</summary>
internal readonly struct PopulationCount : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T>
    {
        Vector128<T> two = Bytes.Of<T>(0x55), four = Bytes.Of<T>(0x33), eight = Bytes.Of<T>(0x0F);
        n -= n >>> 1 & two;
        n = (n & four) + (n >>> 2 & four);
        return n + (n >>> 4) & eight;
    }
}

/// <summary>RBIT, on bytes: halves, quarters, then eighths change places.</summary>
internal readonly struct ReversedBits : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T>
    {
        Vector128<T> two = Bytes.Of<T>(0x33), one = Bytes.Of<T>(0x55);
        n = n << 4 | n >>> 4;
        n = (n & two) << 2 | n >>> 2 & two;
        return (n & one) << 1 | n >>> 1 & one;
    }
}

/// <summary>PMUL, PMULL of bytes: the sum without carries of n shifted to each one of m.</summary>
internal readonly struct PolynomialProduct : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T>
    {
        Vector128<T> product = Vector128<T>.Zero;
        for (int bit = 0; bit < 8; bit++)
            product ^= n << bit & -(m >>> bit & Vector128<T>.One);
        return product;
    }
}

/// <summary>Constants of bytes.</summary>
internal static class Bytes
{
    /// <summary>One byte everywhere.</summary>
    public static Vector128<T> Of<T>(byte value) where T : unmanaged => Vector128.Create(value).As<byte, T>();
}
