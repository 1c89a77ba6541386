using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>One register as a whole: B, H, S, D or Q by the size of <typeparamref name="T"/>. A load clears the rest of the register.</summary>
/// <remarks>Arm ARM, C7.2 LDR, LDUR, STR and STUR (SIMD&amp;FP). The register is <see cref="DecodedOp.Rd"/>.</remarks>
internal readonly unsafe struct OneRegister<T> : ISimdTransfer where T : unmanaged
{
    public static int ElementBytes => sizeof(T);

    public static bool IsOrdered => false;

    public static int TotalBytes(DecodedOp* op) => sizeof(T);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToRegisters(PeState* s, DecodedOp* op, byte* from) => s->V[op->Rd] = Widen(*(T*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromRegisters(PeState* s, DecodedOp* op, byte* to) => *(T*)to = *(T*)&s->V[op->Rd];

    /// <summary>A value in the low bytes of a register, zero above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Widen(T value) => sizeof(T) switch
    {
        1 => Vector128.CreateScalar(Unsafe.BitCast<T, byte>(value)),
        2 => Vector128.CreateScalar(Unsafe.BitCast<T, ushort>(value)).AsByte(),
        4 => Vector128.CreateScalar(Unsafe.BitCast<T, uint>(value)).AsByte(),
        8 => Vector128.CreateScalar(Unsafe.BitCast<T, ulong>(value)).AsByte(),
        _ => Unsafe.BitCast<T, Vector128<byte>>(value),
    };
}

/// <summary><see cref="OneRegister{T}"/> with acquire or release semantics.</summary>
/// <remarks>Arm ARM, C7.2 LDAPUR and STLUR (SIMD&amp;FP).</remarks>
internal readonly unsafe struct OneOrdered<T> : ISimdTransfer where T : unmanaged
{
    public static int ElementBytes => sizeof(T);

    public static bool IsOrdered => true;

    public static int TotalBytes(DecodedOp* op) => sizeof(T);

    public static void ToRegisters(PeState* s, DecodedOp* op, byte* from) => OneRegister<T>.ToRegisters(s, op, from);

    public static void FromRegisters(PeState* s, DecodedOp* op, byte* to) => OneRegister<T>.FromRegisters(s, op, to);
}
