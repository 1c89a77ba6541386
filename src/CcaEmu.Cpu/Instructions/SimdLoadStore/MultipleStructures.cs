using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Whole registers one after the other, with alignment by elements of <typeparamref name="T"/>.</summary>
/// <remarks>
/// Arm ARM, C7.2 LD1 and ST1 (multiple structures). <see cref="DecodedOp.Rd"/> is the first register (31 is followed by 0),
/// <see cref="DecodedOp.Kind"/> their number and <see cref="DecodedOp.Size"/> the bytes of each that are used.
/// </remarks>
internal readonly unsafe struct ConsecutiveRegisters<T> : ISimdTransfer where T : unmanaged
{
    public static int ElementBytes => sizeof(T);

    public static bool IsOrdered => false;

    public static int TotalBytes(DecodedOp* op) => op->Kind * op->Size;

    public static void ToRegisters(PeState* s, DecodedOp* op, byte* from)
    {
        for (int r = 0; r < op->Kind; r++, from += op->Size)
            s->V[(op->Rd + r) & 31] = op->Size == 16 ? *(Vector128<byte>*)from : OneRegister<ulong>.Widen(*(ulong*)from);
    }

    public static void FromRegisters(PeState* s, DecodedOp* op, byte* to)
    {
        for (int r = 0; r < op->Kind; r++, to += op->Size)
        {
            if (op->Size == 16)
                *(Vector128<byte>*)to = s->V[(op->Rd + r) & 31];
            else
                *(ulong*)to = *(ulong*)&s->V[(op->Rd + r) & 31];
        }
    }
}

/// <summary>Structures of two, three or four elements, each element in a register of its own.</summary>
/// <remarks>Arm ARM, C7.2 LD2, LD3, LD4, ST2, ST3 and ST4 (multiple structures). Operands as in <see cref="ConsecutiveRegisters{T}"/>.</remarks>
internal readonly unsafe struct InterleavedRegisters<T> : ISimdTransfer where T : unmanaged
{
    public static int ElementBytes => sizeof(T);

    public static bool IsOrdered => false;

    public static int TotalBytes(DecodedOp* op) => op->Kind * op->Size;

    public static void ToRegisters(PeState* s, DecodedOp* op, byte* from)
    {
        int selem = op->Kind, elements = op->Size / sizeof(T);
        for (int r = 0; r < selem; r++)
        {
            Vector128<byte> value = default;
            T* memory = (T*)from + r;
            for (int e = 0; e < elements; e++, memory += selem)
                Unsafe.Add(ref Unsafe.As<Vector128<byte>, T>(ref value), e) = *memory;
            s->V[(op->Rd + r) & 31] = value;
        }
    }

    public static void FromRegisters(PeState* s, DecodedOp* op, byte* to)
    {
        int selem = op->Kind, elements = op->Size / sizeof(T);
        for (int r = 0; r < selem; r++)
        {
            T* register = (T*)&s->V[(op->Rd + r) & 31];
            T* memory = (T*)to + r;
            for (int e = 0; e < elements; e++, memory += selem)
                *memory = register[e];
        }
    }
}
