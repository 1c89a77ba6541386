using System.Numerics;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>SHL.</summary>
internal readonly struct ShiftLeft : IVectorShift
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, int shift) where T : unmanaged, IBinaryInteger<T> =>
        n << shift;
}

/// <summary>SSHR, USHR, in two steps: a shift by the whole size is more than one host shift does.</summary>
internal readonly struct ShiftRight : IVectorShift
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, int shift) where T : unmanaged, IBinaryInteger<T> =>
        n >> (shift - 1) >> 1;
}

/// <summary>SSRA, USRA.</summary>
internal readonly struct ShiftRightAdded : IVectorShift
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, int shift) where T : unmanaged, IBinaryInteger<T> =>
        d + (n >> (shift - 1) >> 1);
}

/// <summary>SRSHR, URSHR: the last bit shifted out is added.</summary>
internal readonly struct RoundingShiftRight : IVectorShift
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, int shift) where T : unmanaged, IBinaryInteger<T> =>
        RoundingShiftRightAdded.Apply(Vector128<T>.Zero, n, shift);
}

/// <summary>SRSRA, URSRA.</summary>
internal readonly struct RoundingShiftRightAdded : IVectorShift
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, int shift) where T : unmanaged, IBinaryInteger<T> =>
        d + (n >> (shift - 1) >> 1) + (n >> (shift - 1) & Vector128<T>.One);
}

/// <summary>SLI: bits below the shifted number stay.</summary>
internal readonly struct ShiftLeftInserted : IVectorShift
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, int shift) where T : unmanaged, IBinaryInteger<T> =>
        d & ~(Vector128<T>.AllBitsSet << shift) | n << shift;
}

/// <summary>SRI: bits above the shifted number stay.</summary>
internal readonly struct ShiftRightInserted : IVectorShift
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, int shift) where T : unmanaged, IBinaryInteger<T> =>
        d & ~(Vector128<T>.AllBitsSet >>> (shift - 1) >>> 1) | n >>> (shift - 1) >>> 1;
}
