using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>One structure of one to four elements: the same lane of as many registers. The other lanes keep their values.</summary>
/// <remarks>
/// Arm ARM, C7.2 LD1 to LD4 and ST1 to ST4 (single structure). <see cref="DecodedOp.Rd"/> is the first register (31 is followed by 0),
/// <see cref="DecodedOp.Kind"/> their number and <see cref="DecodedOp.Ra"/> the lane.
/// </remarks>
internal readonly unsafe struct SingleStructure<T> : ISimdTransfer where T : unmanaged
{
    public static int ElementBytes => sizeof(T);

    public static bool IsOrdered => false;

    public static int TotalBytes(DecodedOp* op) => op->Kind * sizeof(T);

    public static void ToRegisters(PeState* s, DecodedOp* op, byte* from)
    {
        for (int r = 0; r < op->Kind; r++)
            ((T*)&s->V[(op->Rd + r) & 31])[op->Ra] = ((T*)from)[r];
    }

    public static void FromRegisters(PeState* s, DecodedOp* op, byte* to)
    {
        for (int r = 0; r < op->Kind; r++)
            ((T*)to)[r] = ((T*)&s->V[(op->Rd + r) & 31])[op->Ra];
    }
}

/// <summary><see cref="SingleStructure{T}"/> of doublewords with acquire or release semantics.</summary>
/// <remarks>Arm ARM, C7.2 LDAP1 and STL1 (SIMD&amp;FP).</remarks>
internal readonly unsafe struct SingleOrdered : ISimdTransfer
{
    public static int ElementBytes => sizeof(ulong);

    public static bool IsOrdered => true;

    public static int TotalBytes(DecodedOp* op) => sizeof(ulong);

    public static void ToRegisters(PeState* s, DecodedOp* op, byte* from) => SingleStructure<ulong>.ToRegisters(s, op, from);

    public static void FromRegisters(PeState* s, DecodedOp* op, byte* to) => SingleStructure<ulong>.FromRegisters(s, op, to);
}

/// <summary>One structure of one to four elements, each repeated in all lanes of a register.</summary>
/// <remarks>
/// Arm ARM, C7.2 LD1R, LD2R, LD3R and LD4R. Operands as in <see cref="SingleStructure{T}"/>, with the bytes used of each register in
/// <see cref="DecodedOp.Size"/>. There is no store of this kind.
/// </remarks>
internal readonly unsafe struct ReplicatedStructure<T> : ISimdTransfer where T : unmanaged
{
    public static int ElementBytes => sizeof(T);

    public static bool IsOrdered => false;

    public static int TotalBytes(DecodedOp* op) => op->Kind * sizeof(T);

    public static void ToRegisters(PeState* s, DecodedOp* op, byte* from)
    {
        for (int r = 0; r < op->Kind; r++)
        {
            Vector128<byte> all = Vector128.Create(((T*)from)[r]).AsByte();
            s->V[(op->Rd + r) & 31] = op->Size == 16 ? all : all.GetLower().ToVector128();
        }
    }

    public static void FromRegisters(PeState* s, DecodedOp* op, byte* to) => throw new NotSupportedException("there is no replicating store");
}
