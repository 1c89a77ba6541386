using System.Numerics;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>A handler for every element type and vector length.</summary>
internal unsafe interface IKernel
{
    /// <summary>The handler for elements of type <typeparamref name="T"/>.</summary>
    static abstract Handler For<T, TLanes>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TLanes : struct, ILanes;
}

/// <summary>A handler for every element type together with the type of twice its size, and for every vector length.</summary>
internal unsafe interface IWideKernel
{
    /// <summary>The handler for elements of <typeparamref name="TNarrow"/> and <typeparamref name="TWide"/>.</summary>
    static abstract Handler For<TNarrow, TWide, TLanes>()
        where TNarrow : unmanaged, IBinaryInteger<TNarrow>, IMinMaxValue<TNarrow>
        where TWide : unmanaged, IBinaryInteger<TWide>, IMinMaxValue<TWide>
        where TLanes : struct, ILanes;
}

/// <summary>From the size and Q fields of an instruction to a handler: the one place where sizes become types.</summary>
internal static unsafe class Kernel
{
    /// <summary>log2 of the bytes of an element: the size field.</summary>
    public static int SizeOf(in Instruction i) => (int)(i.Word >> 22 & 3);

    /// <summary>log2 of the bytes of an element of a shift by immediate: the highest set bit of immh.</summary>
    public static int ShiftSizeOf(in Instruction i) => BitOperations.Log2(i.Word >> 19 & 15);

    /// <summary>Whether Q is set.</summary>
    public static bool IsQ(in Instruction i) => (i.Word & 1u << 30) != 0;

    /// <summary>Whether the instruction is a scalar one: bits 31:28 are 01x1.</summary>
    public static bool IsScalar(in Instruction i) => (i.Word & 1u << 28) != 0;

    /// <summary>The handler on unsigned elements.</summary>
    public static Handler Unsigned<TKernel>(in Instruction i, int size) where TKernel : struct, IKernel =>
        IsScalar(i) ? Unsigned<TKernel, OneLane>(size) : IsQ(i) ? Unsigned<TKernel, Lanes128>(size) : Unsigned<TKernel, Lanes64>(size);

    /// <summary>The handler on signed elements.</summary>
    public static Handler Signed<TKernel>(in Instruction i, int size) where TKernel : struct, IKernel =>
        IsScalar(i) ? Signed<TKernel, OneLane>(size) : IsQ(i) ? Signed<TKernel, Lanes128>(size) : Signed<TKernel, Lanes64>(size);

    /// <summary>The handler on unsigned elements of which the narrow ones have the size given.</summary>
    public static Handler UnsignedWide<TKernel>(in Instruction i, int size) where TKernel : struct, IWideKernel =>
        IsScalar(i) ? UnsignedWide<TKernel, OneLane>(size) : IsQ(i) ? UnsignedWide<TKernel, Lanes128>(size) : UnsignedWide<TKernel, Lanes64>(size);

    /// <summary>The handler on signed elements of which the narrow ones have the size given.</summary>
    public static Handler SignedWide<TKernel>(in Instruction i, int size) where TKernel : struct, IWideKernel =>
        IsScalar(i) ? SignedWide<TKernel, OneLane>(size) : IsQ(i) ? SignedWide<TKernel, Lanes128>(size) : SignedWide<TKernel, Lanes64>(size);

    /// <summary>The handler on signed wide and unsigned narrow elements.</summary>
    public static Handler SignedToUnsigned<TKernel>(in Instruction i, int size) where TKernel : struct, IWideKernel =>
        IsScalar(i) ? SignedToUnsigned<TKernel, OneLane>(size)
        : IsQ(i) ? SignedToUnsigned<TKernel, Lanes128>(size) : SignedToUnsigned<TKernel, Lanes64>(size);

    private static Handler Unsigned<TKernel, TLanes>(int size) where TKernel : struct, IKernel where TLanes : struct, ILanes => size switch
    {
        0 => TKernel.For<byte, TLanes>(),
        1 => TKernel.For<ushort, TLanes>(),
        2 => TKernel.For<uint, TLanes>(),
        _ => TKernel.For<ulong, TLanes>(),
    };

    private static Handler Signed<TKernel, TLanes>(int size) where TKernel : struct, IKernel where TLanes : struct, ILanes => size switch
    {
        0 => TKernel.For<sbyte, TLanes>(),
        1 => TKernel.For<short, TLanes>(),
        2 => TKernel.For<int, TLanes>(),
        _ => TKernel.For<long, TLanes>(),
    };

    private static Handler UnsignedWide<TKernel, TLanes>(int size) where TKernel : struct, IWideKernel where TLanes : struct, ILanes => size switch
    {
        0 => TKernel.For<byte, ushort, TLanes>(),
        1 => TKernel.For<ushort, uint, TLanes>(),
        _ => TKernel.For<uint, ulong, TLanes>(),
    };

    private static Handler SignedWide<TKernel, TLanes>(int size) where TKernel : struct, IWideKernel where TLanes : struct, ILanes => size switch
    {
        0 => TKernel.For<sbyte, short, TLanes>(),
        1 => TKernel.For<short, int, TLanes>(),
        _ => TKernel.For<int, long, TLanes>(),
    };

    private static Handler SignedToUnsigned<TKernel, TLanes>(int size) where TKernel : struct, IWideKernel where TLanes : struct, ILanes => size switch
    {
        0 => TKernel.For<byte, short, TLanes>(),
        1 => TKernel.For<ushort, int, TLanes>(),
        _ => TKernel.For<uint, long, TLanes>(),
    };
}
