using System.Runtime.CompilerServices;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Reads and writes one floating-point element, as bits.</summary>
internal static unsafe class FpLane
{
    /// <summary>Bytes of an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Bytes<T>() where T : struct, IFloatFormat => T.Bits / 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Get<T>(byte* element) where T : struct, IFloatFormat => T.Bits switch
    {
        16 => *(ushort*)element,
        32 => *(uint*)element,
        _ => *(ulong*)element,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<T>(byte* element, ulong value) where T : struct, IFloatFormat
    {
        if (T.Bits == 16)
            *(ushort*)element = (ushort)value;
        else if (T.Bits == 32)
            *(uint*)element = (uint)value;
        else
            *(ulong*)element = value;
    }

    /// <summary>What a comparison leaves in an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mask<T>(bool holds) where T : struct, IFloatFormat => holds ? ulong.MaxValue >> (64 - T.Bits) : 0;
}
