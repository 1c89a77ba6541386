using System.Numerics;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>How a wide element becomes a narrow one.</summary>
internal interface INarrowing
{
    /// <summary>The narrow element.</summary>
    static abstract TNarrow Apply<TWide, TNarrow>(TWide value, ref bool saturated)
        where TWide : unmanaged, IBinaryInteger<TWide>
        where TNarrow : unmanaged, IBinaryInteger<TNarrow>;
}

/// <summary>The nearest number that the narrow element can hold.</summary>
internal readonly struct Saturate : INarrowing
{
    public static TNarrow Apply<TWide, TNarrow>(TWide value, ref bool saturated)
        where TWide : unmanaged, IBinaryInteger<TWide>
        where TNarrow : unmanaged, IBinaryInteger<TNarrow>
    {
        TNarrow narrow = TNarrow.CreateSaturating(value);
        saturated |= TWide.CreateTruncating(narrow) != value;
        return narrow;
    }
}

/// <summary>
/// Narrow: an operation on wide elements, whose results go to the lower half of the destination, the upper becoming zero, or with Q to the
/// upper half, the lower staying as it is.
/// </summary>
internal readonly unsafe struct Narrow<TOperation, TSecond, TNarrowing> : IWideKernel
    where TOperation : struct, IElementOperation
    where TSecond : struct, ISecondOperand
    where TNarrowing : struct, INarrowing
{
    public static Handler For<TNarrow, TWide, TLanes>()
        where TNarrow : unmanaged, IBinaryInteger<TNarrow>, IMinMaxValue<TNarrow>
        where TWide : unmanaged, IBinaryInteger<TWide>, IMinMaxValue<TWide>
        where TLanes : struct, ILanes => &Execute<TNarrow, TWide, TLanes>;

    private static DecodedOp* Execute<TNarrow, TWide, TLanes>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TNarrow : unmanaged, IBinaryInteger<TNarrow>
        where TWide : unmanaged, IBinaryInteger<TWide>, IMinMaxValue<TWide>
        where TLanes : struct, ILanes
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        bool saturated = false;
        TWide* n = (TWide*)(s->V + op->Rn);
        int part = Halves.FirstElement<TLanes>(sizeof(TNarrow));
        Vector128<byte> result = part == 0 ? default : s->V[op->Rd];
        TNarrow* r = (TNarrow*)&result + part;
        for (int e = 0; e < Halves.Count<TLanes>(sizeof(TWide)); e++)
        {
            TWide wide = TOperation.Apply(default, n[e], TSecond.Element<TWide>(s, op, e), ref saturated);
            r[e] = TNarrowing.Apply<TWide, TNarrow>(wide, ref saturated);
        }
        s->V[op->Rd] = result;
        Saturation.Record(s, saturated);
        return op + 1;
    }
}
