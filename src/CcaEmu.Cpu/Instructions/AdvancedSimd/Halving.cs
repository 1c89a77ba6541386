using System.Numerics;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>(n + m) / 2, rounded down: what both have, and half of what one has.</summary>
internal readonly struct HalvingAdd : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => (n & m) + ((n ^ m) >> 1);
}

/// <summary>(n + m + 1) / 2, rounded down: what either has, without half of what only one has.</summary>
internal readonly struct RoundingHalvingAdd : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => (n | m) - ((n ^ m) >> 1);
}

/// <summary>(n - m) / 2, rounded down: one less where only m has the lowest bit.</summary>
internal readonly struct HalvingSubtract : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => (n >> 1) - (m >> 1) - (~n & m & Vector128<T>.One);
}

/// <summary>The upper half of the bits of n + m.</summary>
internal readonly struct AddHigh : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => (n + m) >>> HighHalf.Bits<T>();
}

/// <summary>The upper half of the bits of n + m + half a unit of it.</summary>
internal readonly struct RoundingAddHigh : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => (n + m + HighHalf.RoundingBit<T>()) >>> HighHalf.Bits<T>();
}

/// <summary>The upper half of the bits of n - m.</summary>
internal readonly struct SubtractHigh : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => (n - m) >>> HighHalf.Bits<T>();
}

/// <summary>The upper half of the bits of n - m + half a unit of it.</summary>
internal readonly struct RoundingSubtractHigh : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => (n - m + HighHalf.RoundingBit<T>()) >>> HighHalf.Bits<T>();
}

/// <summary>Where the upper half of an element begins.</summary>
internal static class HighHalf
{
    /// <summary>How many bits lie below it.</summary>
    public static unsafe int Bits<T>() where T : unmanaged => sizeof(T) * 4;

    /// <summary>The bit below its lowest, in every element.</summary>
    public static Vector128<T> RoundingBit<T>() where T : unmanaged => Vector128<T>.One << (Bits<T>() - 1);
}
