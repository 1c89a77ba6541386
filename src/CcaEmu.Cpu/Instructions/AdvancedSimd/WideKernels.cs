using System.Numerics;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Long: the elements of one half of n (and of m, unless it is an element or a constant) are widened first.</summary>
internal readonly unsafe struct Long<TOperation, TSecond> : IWideKernel
    where TOperation : struct, IElementOperation
    where TSecond : struct, ISecondOperand
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
        Vector128<byte> result = default;
        bool saturated = false;
        int part = Halves.FirstElement<TLanes>(sizeof(TNarrow));
        TNarrow* n = (TNarrow*)(s->V + op->Rn) + part;
        TWide* d = (TWide*)(s->V + op->Rd), r = (TWide*)&result;
        for (int e = 0; e < Halves.Count<TLanes>(sizeof(TWide)); e++)
        {
            TWide m = TWide.CreateTruncating(TSecond.Element<TNarrow>(s, op, part + e));
            r[e] = TOperation.Apply(d[e], TWide.CreateTruncating(n[e]), m, ref saturated);
        }
        s->V[op->Rd] = result;
        Saturation.Record(s, saturated);
        return op + 1;
    }
}

/// <summary>The sum of all elements of n, widened.</summary>
internal readonly unsafe struct AcrossLong : IWideKernel
{
    public static Handler For<TNarrow, TWide, TLanes>()
        where TNarrow : unmanaged, IBinaryInteger<TNarrow>, IMinMaxValue<TNarrow>
        where TWide : unmanaged, IBinaryInteger<TWide>, IMinMaxValue<TWide>
        where TLanes : struct, ILanes => &Execute<TNarrow, TWide, TLanes>;

    private static DecodedOp* Execute<TNarrow, TWide, TLanes>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TNarrow : unmanaged, IBinaryInteger<TNarrow>
        where TWide : unmanaged, IBinaryInteger<TWide>
        where TLanes : struct, ILanes
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        TNarrow* n = (TNarrow*)(s->V + op->Rn);
        TWide sum = TWide.Zero;
        for (int e = 0; e < TLanes.Count(sizeof(TNarrow)); e++)
            sum += TWide.CreateTruncating(n[e]);
        s->V[op->Rd] = Vector128.CreateScalar(sum).AsByte();
        return op + 1;
    }
}
