using System.Numerics;
using System.Runtime.Intrinsics;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Elements in another order: UZP, TRN, ZIP, REV, EXT.</summary>
/// <remarks>Arm ARM, C7.2 UZP1, UZP2, TRN1, TRN2, ZIP1, ZIP2, REV16 (vector), REV32 (vector), REV64, EXT.</remarks>
internal static unsafe class Permutations
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        int size = Kernel.SizeOf(i);
        return i.Op switch
        {
            A64Op.UZP1 => Kernel.Unsigned<Permute<Uzp1>>(i, size),
            A64Op.TRN1 => Kernel.Unsigned<Permute<Trn1>>(i, size),
            A64Op.ZIP1 => Kernel.Unsigned<Permute<Zip1>>(i, size),
            A64Op.UZP2 => Kernel.Unsigned<Permute<Uzp2>>(i, size),
            A64Op.TRN2 => Kernel.Unsigned<Permute<Trn2>>(i, size),
            A64Op.ZIP2 => Kernel.Unsigned<Permute<Zip2>>(i, size),
            A64Op.REV64 => PredecodeReverse(i, op, 8),
            A64Op.REV32_vector => PredecodeReverse(i, op, 4),
            A64Op.REV16_vector => PredecodeReverse(i, op, 2),
            _ => PredecodeExtract(i, op),
        };
    }

    /// <summary>Reversed elements: each byte comes from where its element number has all bits inside the container inverted.</summary>
    private static Handler PredecodeReverse(in Instruction i, DecodedOp* op, int containerBytes)
    {
        op->Imm = (ulong)(containerBytes - 1 & -(1 << Kernel.SizeOf(i)));
        return Kernel.IsQ(i) ? &Reverse<Lanes128> : &Reverse<Lanes64>;
    }

    private static Handler PredecodeExtract(in Instruction i, DecodedOp* op)
    {
        op->Imm = (ulong)i.Imm;
        return Kernel.IsQ(i) ? &Extract<Lanes128> : &Extract<Lanes64>;
    }

    private static DecodedOp* Reverse<TLanes>(ProcessingElement pe, PeState* s, DecodedOp* op) where TLanes : struct, ILanes
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<byte> from = Vector128<byte>.Indices ^ Vector128.Create((byte)op->Imm);
        s->V[op->Rd] = TLanes.Clip(Vector128.Shuffle(s->V[op->Rn], from));
        return op + 1;
    }

    private static DecodedOp* Extract<TLanes>(ProcessingElement pe, PeState* s, DecodedOp* op) where TLanes : struct, ILanes
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector256<byte> concat = default;
        int bytes = TLanes.Count(1);
        *(Vector128<byte>*)&concat = s->V[op->Rn];
        *(Vector128<byte>*)((byte*)&concat + bytes) = s->V[op->Rm];
        s->V[op->Rd] = TLanes.Clip(*(Vector128<byte>*)((byte*)&concat + op->Imm));
        return op + 1;
    }
}

/// <summary>Where an element of a permuted vector comes from: an index into n, or from <c>count</c> on into m.</summary>
internal interface IPermutation
{
    /// <summary>The source of element <paramref name="e"/>.</summary>
    static abstract int Source(int e, int count);
}

/// <summary>Even elements of n, then of m.</summary>
internal readonly struct Uzp1 : IPermutation
{
    public static int Source(int e, int count) => 2 * e;
}

/// <summary>Odd elements of n, then of m.</summary>
internal readonly struct Uzp2 : IPermutation
{
    public static int Source(int e, int count) => 2 * e + 1;
}

/// <summary>Even elements of n and m by turns.</summary>
internal readonly struct Trn1 : IPermutation
{
    public static int Source(int e, int count) => (e & ~1) + (e & 1) * count;
}

/// <summary>Odd elements of n and m by turns.</summary>
internal readonly struct Trn2 : IPermutation
{
    public static int Source(int e, int count) => (e | 1) + (e & 1) * count;
}

/// <summary>The lower halves of n and m by turns.</summary>
internal readonly struct Zip1 : IPermutation
{
    public static int Source(int e, int count) => (e >> 1) + (e & 1) * count;
}

/// <summary>The upper halves of n and m by turns.</summary>
internal readonly struct Zip2 : IPermutation
{
    public static int Source(int e, int count) => (e >> 1) + (e & 1) * count + count / 2;
}

/// <summary>Elements of n and m in another order.</summary>
internal readonly unsafe struct Permute<TPermutation> : IKernel where TPermutation : struct, IPermutation
{
    public static Handler For<T, TLanes>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TLanes : struct, ILanes =>
        &Execute<T, TLanes>;

    private static DecodedOp* Execute<T, TLanes>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where T : unmanaged, IBinaryInteger<T>
        where TLanes : struct, ILanes
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        s->V[op->Rd] = Permuted<T, TLanes, TPermutation>.Of(s->V[op->Rn], s->V[op->Rm]);
        return op + 1;
    }
}

/// <summary>A permutation as two shuffles of bytes.</summary>
internal static unsafe class Permuted<T, TLanes, TPermutation>
    where T : unmanaged
    where TLanes : struct, ILanes
    where TPermutation : struct, IPermutation
{
    // Where each byte comes from; 255, which gives zero, where it comes from the other operand or from none.
    private static readonly Vector128<byte> FromN = Indices(0);
    private static readonly Vector128<byte> FromM = Indices(TLanes.Count(sizeof(T)));

    /// <summary>The elements of n and m in their new order.</summary>
    public static Vector128<byte> Of(Vector128<byte> n, Vector128<byte> m) => Vector128.Shuffle(n, FromN) | Vector128.Shuffle(m, FromM);

    private static Vector128<byte> Indices(int first)
    {
        Vector128<byte> indices = Vector128<byte>.AllBitsSet;
        int count = TLanes.Count(sizeof(T));
        for (int b = 0; b < count * sizeof(T); b++)
        {
            int source = TPermutation.Source(b / sizeof(T), count) - first;
            if (source >= 0 && source < count)
                indices = indices.WithElement(b, (byte)(source * sizeof(T) + b % sizeof(T)));
        }
        return indices;
    }
}
