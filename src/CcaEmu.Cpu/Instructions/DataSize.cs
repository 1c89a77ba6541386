using System.Numerics;
using System.Runtime.CompilerServices;

namespace CcaEmu.Cpu.Instructions;

/// <summary>The manual's <c>datasize</c> as a type: handlers are compiled once for 32 and once for 64 bits.</summary>
internal interface IDataSize
{
    /// <summary>32 or 64.</summary>
    static abstract int Bits { get; }

    /// <summary>The low bits, zero extended: what a write of a W or X register leaves in it.</summary>
    static abstract ulong Narrow(ulong value);

    /// <summary>The low bits, sign extended.</summary>
    static abstract long Signed(ulong value);

    /// <summary>Brings the sign bit of a value to bit 31.</summary>
    static abstract uint SignAt31(ulong value);

    static abstract ulong RotateRight(ulong value, int amount);
}

internal readonly struct W32 : IDataSize
{
    public static int Bits => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Narrow(ulong value) => (uint)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Signed(ulong value) => (int)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint SignAt31(ulong value) => (uint)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong RotateRight(ulong value, int amount) => BitOperations.RotateRight((uint)value, amount);
}

internal readonly struct W64 : IDataSize
{
    public static int Bits => 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Narrow(ulong value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Signed(ulong value) => (long)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint SignAt31(ulong value) => (uint)(value >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong RotateRight(ulong value, int amount) => BitOperations.RotateRight(value, amount);
}
