using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>How much of a register an Advanced SIMD operation works on. What is above it in the destination becomes zero.</summary>
internal interface ILanes
{
    /// <summary>How many elements there are.</summary>
    static abstract int Count(int elementBytes);

    /// <summary>The vector with zeros above the elements.</summary>
    static abstract Vector128<T> Clip<T>(Vector128<T> vector) where T : unmanaged;
}

/// <summary>128 bits.</summary>
internal readonly struct Lanes128 : ILanes
{
    public static int Count(int elementBytes) => 16 / elementBytes;

    public static Vector128<T> Clip<T>(Vector128<T> vector) where T : unmanaged => vector;
}

/// <summary>64 bits.</summary>
internal readonly struct Lanes64 : ILanes
{
    public static int Count(int elementBytes) => 8 / elementBytes;

    public static Vector128<T> Clip<T>(Vector128<T> vector) where T : unmanaged => vector.GetLower().ToVector128();
}

/// <summary>One element: a scalar instruction.</summary>
internal readonly struct OneLane : ILanes
{
    public static int Count(int elementBytes) => 1;

    public static Vector128<T> Clip<T>(Vector128<T> vector) where T : unmanaged => Vector128.CreateScalar(vector.ToScalar());
}
