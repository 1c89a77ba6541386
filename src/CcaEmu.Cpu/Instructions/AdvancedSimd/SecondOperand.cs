using System.Numerics;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Where the second operand of an Advanced SIMD operation comes from.</summary>
internal unsafe interface ISecondOperand
{
    /// <summary>Its element.</summary>
    static abstract T Element<T>(PeState* s, DecodedOp* op, int e) where T : unmanaged, IBinaryInteger<T>;

    /// <summary>All of it.</summary>
    static abstract Vector128<T> All<T>(PeState* s, DecodedOp* op) where T : unmanaged, IBinaryInteger<T>;
}

/// <summary>The elements of V[m]; also of instructions that have no second operand.</summary>
internal readonly unsafe struct VectorM : ISecondOperand
{
    public static T Element<T>(PeState* s, DecodedOp* op, int e) where T : unmanaged, IBinaryInteger<T> => ((T*)(s->V + op->Rm))[e];

    public static Vector128<T> All<T>(PeState* s, DecodedOp* op) where T : unmanaged, IBinaryInteger<T> => s->V[op->Rm].As<byte, T>();
}

/// <summary>One element of V[m] for all: its index is in <see cref="DecodedOp.Ra"/>.</summary>
internal readonly unsafe struct ElementM : ISecondOperand
{
    public static T Element<T>(PeState* s, DecodedOp* op, int e) where T : unmanaged, IBinaryInteger<T> => ((T*)(s->V + op->Rm))[op->Ra];

    public static Vector128<T> All<T>(PeState* s, DecodedOp* op) where T : unmanaged, IBinaryInteger<T> =>
        Vector128.Create(((T*)(s->V + op->Rm))[op->Ra]);
}

/// <summary>The constant in <see cref="DecodedOp.Imm"/> for all; a shift to the right is a negative shift to the left.</summary>
internal readonly unsafe struct ConstantM : ISecondOperand
{
    public static T Element<T>(PeState* s, DecodedOp* op, int e) where T : unmanaged, IBinaryInteger<T> => T.CreateTruncating((long)op->Imm);

    public static Vector128<T> All<T>(PeState* s, DecodedOp* op) where T : unmanaged, IBinaryInteger<T> =>
        Vector128.Create(T.CreateTruncating((long)op->Imm));
}

/// <summary>The general-purpose register in slot <see cref="DecodedOp.Rm"/> for all.</summary>
internal readonly unsafe struct GeneralM : ISecondOperand
{
    public static T Element<T>(PeState* s, DecodedOp* op, int e) where T : unmanaged, IBinaryInteger<T> => T.CreateTruncating(s->X[op->Rm]);

    public static Vector128<T> All<T>(PeState* s, DecodedOp* op) where T : unmanaged, IBinaryInteger<T> =>
        Vector128.Create(T.CreateTruncating(s->X[op->Rm]));
}
