using System.Numerics;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>What an instruction does to whole vectors, where the host has an instruction for it.</summary>
internal interface IVectorOperation
{
    /// <summary>The new destination from the old one and both operands.</summary>
    static abstract Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T>;
}

/// <summary>What a shift by an immediate does to whole vectors.</summary>
internal interface IVectorShift
{
    /// <summary>The new destination; <paramref name="shift"/> is 1 to the size of an element to the right, 0 to one less to the left.</summary>
    static abstract Vector128<T> Apply<T>(Vector128<T> d, Vector128<T> n, int shift) where T : unmanaged, IBinaryInteger<T>;
}

/// <summary>All elements at once.</summary>
internal readonly unsafe struct Vectors<TOperation, TSecond> : IKernel
    where TOperation : struct, IVectorOperation
    where TSecond : struct, ISecondOperand
{
    public static Handler For<T, TLanes>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TLanes : struct, ILanes =>
        &Execute<T, TLanes>;

    private static DecodedOp* Execute<T, TLanes>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where T : unmanaged, IBinaryInteger<T>
        where TLanes : struct, ILanes
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<T> result = TOperation.Apply(s->V[op->Rd].As<byte, T>(), s->V[op->Rn].As<byte, T>(), TSecond.All<T>(s, op));
        s->V[op->Rd] = TLanes.Clip(result).AsByte();
        return op + 1;
    }
}

/// <summary>All elements at once, shifted by <see cref="DecodedOp.Shift"/>.</summary>
internal readonly unsafe struct VectorShifts<TShift> : IKernel where TShift : struct, IVectorShift
{
    public static Handler For<T, TLanes>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TLanes : struct, ILanes =>
        &Execute<T, TLanes>;

    private static DecodedOp* Execute<T, TLanes>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where T : unmanaged, IBinaryInteger<T>
        where TLanes : struct, ILanes
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<T> result = TShift.Apply(s->V[op->Rd].As<byte, T>(), s->V[op->Rn].As<byte, T>(), op->Shift);
        s->V[op->Rd] = TLanes.Clip(result).AsByte();
        return op + 1;
    }
}

/// <summary>Neighbours of <c>n:m</c> taken together: even elements with odd ones.</summary>
internal readonly unsafe struct Pairwise<TOperation> : IKernel where TOperation : struct, IVectorOperation
{
    public static Handler For<T, TLanes>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TLanes : struct, ILanes =>
        &Execute<T, TLanes>;

    private static DecodedOp* Execute<T, TLanes>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where T : unmanaged, IBinaryInteger<T>
        where TLanes : struct, ILanes
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<T> even = Permuted<T, TLanes, Uzp1>.Of(s->V[op->Rn], s->V[op->Rm]).As<byte, T>();
        Vector128<T> odd = Permuted<T, TLanes, Uzp2>.Of(s->V[op->Rn], s->V[op->Rm]).As<byte, T>();
        s->V[op->Rd] = TLanes.Clip(TOperation.Apply(default, even, odd)).AsByte();
        return op + 1;
    }
}
