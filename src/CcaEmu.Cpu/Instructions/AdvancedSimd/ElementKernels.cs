using System.Numerics;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>What an instruction does to one element.</summary>
internal interface IElementOperation
{
    /// <summary>The new element of the destination.</summary>
    /// <param name="d">The old element of the destination.</param>
    /// <param name="n">The element of the first operand.</param>
    /// <param name="m">The element of the second operand.</param>
    /// <param name="saturated">Becomes true where the result had to be saturated.</param>
    static abstract T Apply<T>(T d, T n, T m, ref bool saturated) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>;
}

/// <summary>Element by element: <c>d[e] = operation(d[e], n[e], m[e])</c>.</summary>
internal readonly unsafe struct Elements<TOperation, TSecond> : IKernel
    where TOperation : struct, IElementOperation
    where TSecond : struct, ISecondOperand
{
    public static Handler For<T, TLanes>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TLanes : struct, ILanes =>
        &Execute<T, TLanes>;

    private static DecodedOp* Execute<T, TLanes>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TLanes : struct, ILanes
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<byte> result = default;
        bool saturated = false;
        T* d = (T*)(s->V + op->Rd), n = (T*)(s->V + op->Rn), r = (T*)&result;
        for (int e = 0; e < TLanes.Count(sizeof(T)); e++)
            r[e] = TOperation.Apply(d[e], n[e], TSecond.Element<T>(s, op, e), ref saturated);
        s->V[op->Rd] = result;
        Saturation.Record(s, saturated);
        return op + 1;
    }
}

/// <summary>All elements taken together into one.</summary>
internal readonly unsafe struct Across<TOperation> : IKernel where TOperation : struct, IElementOperation
{
    public static Handler For<T, TLanes>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TLanes : struct, ILanes =>
        &Execute<T, TLanes>;

    private static DecodedOp* Execute<T, TLanes>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TLanes : struct, ILanes
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        bool saturated = false;
        T* n = (T*)(s->V + op->Rn);
        T result = n[0];
        for (int e = 1; e < TLanes.Count(sizeof(T)); e++)
            result = TOperation.Apply(default, result, n[e], ref saturated);
        s->V[op->Rd] = Vector128.CreateScalar(result).AsByte();
        return op + 1;
    }
}
