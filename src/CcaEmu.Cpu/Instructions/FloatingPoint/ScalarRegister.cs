using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>SIMD&amp;FP registers as scalars: the low bits are read, and a write clears the rest.</summary>
/// <remarks>Arm ARM, B1.2 "Registers in AArch64 Execution state", SIMD and floating-point registers.</remarks>
internal static unsafe class ScalarRegister
{
    /// <summary>The low bits of a register, as many as the format has, zero extended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Read<T>(PeState* s, int register) where T : struct, IFloatFormat =>
        *(ulong*)(s->V + register) & (ulong.MaxValue >> (64 - T.Bits));

    /// <summary>Writes a register; <paramref name="value"/> has no bits above the format's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(PeState* s, int register, ulong value) => s->V[register] = Vector128.CreateScalar(value).AsByte();
}
