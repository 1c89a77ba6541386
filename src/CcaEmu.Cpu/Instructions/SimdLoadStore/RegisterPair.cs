using System.Runtime.CompilerServices;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Two registers as a whole, <see cref="DecodedOp.Rd"/> first and then <see cref="DecodedOp.Ra"/>: S, D or Q.</summary>
/// <remarks>Arm ARM, C7.2 LDP, LDNP, STP and STNP (SIMD&amp;FP).</remarks>
internal readonly unsafe struct RegisterPair<T> : ISimdTransfer where T : unmanaged
{
    public static int ElementBytes => sizeof(T);

    public static bool IsOrdered => false;

    public static int TotalBytes(DecodedOp* op) => 2 * sizeof(T);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToRegisters(PeState* s, DecodedOp* op, byte* from)
    {
        s->V[op->Rd] = OneRegister<T>.Widen(((T*)from)[0]);
        s->V[op->Ra] = OneRegister<T>.Widen(((T*)from)[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromRegisters(PeState* s, DecodedOp* op, byte* to)
    {
        ((T*)to)[0] = *(T*)&s->V[op->Rd];
        ((T*)to)[1] = *(T*)&s->V[op->Ra];
    }
}
