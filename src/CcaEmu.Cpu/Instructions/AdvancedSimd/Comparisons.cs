using System.Numerics;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>CMGT, CMHI: all ones where n is greater.</summary>
internal readonly struct Greater : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => Vector128.GreaterThan(n, m);
}

/// <summary>CMGE, CMHS.</summary>
internal readonly struct GreaterOrEqual : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => Vector128.GreaterThanOrEqual(n, m);
}

/// <summary>CMEQ.</summary>
internal readonly struct Equal : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => Vector128.Equals(n, m);
}

/// <summary>CMLT.</summary>
internal readonly struct Less : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => Vector128.LessThan(n, m);
}

/// <summary>CMLE.</summary>
internal readonly struct LessOrEqual : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => Vector128.LessThanOrEqual(n, m);
}

/// <summary>CMTST: all ones where n and m have a bit in common.</summary>
internal readonly struct AnyBitCommon : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => ~Vector128.Equals(n & m, Vector128<T>.Zero);
}
