using System.Numerics;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>n + m.</summary>
internal readonly struct Sum : IElementOperation, IVectorOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => n + m;

    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => n + m;
}

/// <summary>The greater.</summary>
internal readonly struct Maximum : IElementOperation, IVectorOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => T.Max(n, m);

    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => Vector128.Max(n, m);
}

/// <summary>The smaller.</summary>
internal readonly struct Minimum : IElementOperation, IVectorOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => T.Min(n, m);

    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => Vector128.Min(n, m);
}

/// <summary>0 - n.</summary>
internal readonly struct Negation : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => -n;
}

/// <summary>n without its sign; the smallest number stays as it is.</summary>
internal readonly struct Magnitude : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => Vector128.Abs(n);
}

/// <summary>n - m.</summary>
internal readonly struct Difference : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => n - m;
}

/// <summary>n * m.</summary>
internal readonly struct Product : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => n * m;
}

/// <summary>d + n * m.</summary>
internal readonly struct ProductAdded : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => d + n * m;
}

/// <summary>d - n * m.</summary>
internal readonly struct ProductSubtracted : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => d - n * m;
}

/// <summary>The distance of n and m.</summary>
internal readonly struct AbsoluteDifference : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => Vector128.Max(n, m) - Vector128.Min(n, m);
}

/// <summary>d + the distance of n and m.</summary>
internal readonly struct AbsoluteDifferenceAdded : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => d + (Vector128.Max(n, m) - Vector128.Min(n, m));
}

/// <summary>SADDLP, UADDLP: the upper half of the bits of each element as a number, and the lower half.</summary>
internal readonly struct HalvesAdded : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => (n << HighHalf.Bits<T>() >> HighHalf.Bits<T>()) + (n >> HighHalf.Bits<T>());
}

/// <summary>SADALP, UADALP.</summary>
internal readonly struct HalvesAccumulated : IVectorOperation
{
    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => d + HalvesAdded.Apply(d, n, m);
}

/// <summary>n alone.</summary>
internal readonly struct First : IElementOperation, IVectorOperation
{
    public static T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => n;

    public static Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => n;
}
