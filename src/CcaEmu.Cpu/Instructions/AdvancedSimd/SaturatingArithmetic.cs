using System.Numerics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Sums that stop at the ends of the number range.</summary>
internal static class Saturating
{
    /// <summary>n + m.</summary>
    public static T Add<T>(T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T sum = n + m;
        bool overflow = IsSigned<T>() ? T.IsNegative((n ^ sum) & (m ^ sum)) : sum < n;
        if (!overflow)
            return sum;
        saturated = true;
        return T.IsNegative(n) ? T.MinValue : T.MaxValue;
    }

    /// <summary>n - m.</summary>
    public static T Subtract<T>(T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T difference = n - m;
        bool overflow = IsSigned<T>() ? T.IsNegative((n ^ m) & (n ^ difference)) : n < m;
        if (!overflow)
            return difference;
        saturated = true;
        return !IsSigned<T>() || T.IsNegative(n) ? T.MinValue : T.MaxValue;
    }

    /// <summary>Whether the elements are signed numbers.</summary>
    public static bool IsSigned<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => T.IsNegative(T.MinValue);
}

/// <summary>SUQADD: signed d + unsigned n, saturated. The sum is never below d; a wrapped one is.</summary>
internal readonly struct UnsignedAdded : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T sum = d + n;
        if (sum >= d)
            return sum;
        saturated = true;
        return T.MaxValue;
    }
}

/// <summary>USQADD: unsigned d + signed n, saturated. A sum on the wrong side of d has wrapped.</summary>
internal readonly struct SignedAdded : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T sum = d + n;
        bool negative = n > T.MaxValue >> 1;
        if (negative ? sum < d : sum >= d)
            return sum;
        saturated = true;
        return negative ? T.Zero : T.MaxValue;
    }
}
