using System.Numerics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>
/// Multiplications of fractions: products are doubled. Everything is worked out on half of the manual's numbers, which fits in 64 bits
/// for words too; only the doubled square of the smallest number can overflow.
/// </summary>
/// <remarks>Arm ARM, C7.2 SQDMULH, SQRDMULH, SQRDMLAH, SQRDMLSH, SQDMULL, SQDMLAL, SQDMLSL.</remarks>
internal static class Doubling
{
    /// <summary>The upper half of a doubled product of an accumulator and a product, saturated.</summary>
    /// <param name="halfSum">Half of accumulator + doubled product + rounding.</param>
    /// <param name="saturated">Becomes true where the result is saturated.</param>
    public static T High<T>(long halfSum, ref bool saturated) where T : unmanaged, IBinaryInteger<T>
    {
        long high = halfSum >> (HighHalf.Bits<T>() * 2 - 1);
        T result = T.CreateSaturating(high);
        saturated |= long.CreateTruncating(result) != high;
        return result;
    }

    /// <summary>n * m.</summary>
    public static long Product<T>(T n, T m) where T : unmanaged, IBinaryInteger<T> => long.CreateTruncating(n) * long.CreateTruncating(m);

    /// <summary>d in the place of the upper half of a product.</summary>
    public static long Accumulator<T>(T d) where T : unmanaged, IBinaryInteger<T> => long.CreateTruncating(d) << (HighHalf.Bits<T>() * 2 - 1);

    /// <summary>Half of half a unit of the upper half.</summary>
    public static long Rounding<T>() where T : unmanaged => 1L << (HighHalf.Bits<T>() * 2 - 2);
}

/// <summary>SQDMULH.</summary>
internal readonly struct DoublingMultiplyHigh : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        Doubling.High<T>(Doubling.Product(n, m), ref saturated);
}

/// <summary>SQRDMULH.</summary>
internal readonly struct RoundingDoublingMultiplyHigh : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        Doubling.High<T>(Doubling.Product(n, m) + Doubling.Rounding<T>(), ref saturated);
}

/// <summary>SQRDMLAH.</summary>
internal readonly struct RoundingDoublingMultiplyAddHigh : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        Doubling.High<T>(Doubling.Accumulator(d) + Doubling.Rounding<T>() + Doubling.Product(n, m), ref saturated);
}

/// <summary>SQRDMLSH.</summary>
internal readonly struct RoundingDoublingMultiplySubtractHigh : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        Doubling.High<T>(Doubling.Accumulator(d) + Doubling.Rounding<T>() - Doubling.Product(n, m), ref saturated);
}

/// <summary>SQDMULL, on widened elements.</summary>
internal readonly struct DoublingMultiply : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        Saturating.Add(n * m, n * m, ref saturated);
}

/// <summary>SQDMLAL, on widened elements: product and sum are saturated each.</summary>
internal readonly struct DoublingMultiplyAdd : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        Saturating.Add(d, Saturating.Add(n * m, n * m, ref saturated), ref saturated);
}

/// <summary>SQDMLSL, on widened elements: product and difference are saturated each.</summary>
internal readonly struct DoublingMultiplySubtract : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        Saturating.Subtract(d, Saturating.Add(n * m, n * m, ref saturated), ref saturated);
}
