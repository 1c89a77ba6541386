using System.Numerics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>(n + m) / 2, rounded down: what both have, and half of what one has.</summary>
internal readonly struct HalvingAdd : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        (n & m) + ((n ^ m) >> 1);
}

/// <summary>(n + m + 1) / 2, rounded down: what either has, without half of what only one has.</summary>
internal readonly struct RoundingHalvingAdd : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        (n | m) - ((n ^ m) >> 1);
}

/// <summary>(n - m) / 2, rounded down: one less where only m has the lowest bit.</summary>
internal readonly struct HalvingSubtract : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        (n >> 1) - (m >> 1) - (~n & m & T.One);
}

/// <summary>The upper half of the bits of n + m.</summary>
internal readonly struct AddHigh : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        (n + m) >> HighHalf.Bits<T>();
}

/// <summary>The upper half of the bits of n + m + half a unit of it.</summary>
internal readonly struct RoundingAddHigh : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        (n + m + HighHalf.RoundingBit<T>()) >> HighHalf.Bits<T>();
}

/// <summary>The upper half of the bits of n - m.</summary>
internal readonly struct SubtractHigh : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        (n - m) >> HighHalf.Bits<T>();
}

/// <summary>The upper half of the bits of n - m + half a unit of it.</summary>
internal readonly struct RoundingSubtractHigh : IElementOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        (n - m + HighHalf.RoundingBit<T>()) >> HighHalf.Bits<T>();
}

/// <summary>Where the upper half of an element begins.</summary>
internal static class HighHalf
{
    /// <summary>How many bits lie below it.</summary>
    public static unsafe int Bits<T>() where T : unmanaged => sizeof(T) * 4;

    /// <summary>The bit below its lowest.</summary>
    public static T RoundingBit<T>() where T : unmanaged, IBinaryInteger<T> => T.One << (Bits<T>() - 1);
}
