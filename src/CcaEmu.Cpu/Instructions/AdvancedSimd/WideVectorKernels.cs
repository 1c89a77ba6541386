using System.Numerics;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Long: one half of n, and the same of m or one element of it, widened, then all elements at once. Vector instructions only.</summary>
internal readonly unsafe struct LongVectors<TOperation, TSecond> : IWideKernel
    where TOperation : struct, IVectorOperation
    where TSecond : struct, ISecondOperand
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
        bool upper = TLanes.Count(1) == 16;
        Vector128<TWide> n = Resize.Widen<TNarrow, TWide>(s->V[op->Rn].As<byte, TNarrow>(), upper);
        Vector128<TWide> m = Resize.Widen<TNarrow, TWide>(TSecond.All<TNarrow>(s, op), upper);
        s->V[op->Rd] = TOperation.Apply(s->V[op->Rd].As<byte, TWide>(), n, m).AsByte();
        return op + 1;
    }
}

/// <summary>One half of n widened, then shifted to the left by <see cref="DecodedOp.Shift"/>.</summary>
internal readonly unsafe struct LongVectorShift : IWideKernel
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
        Vector128<TWide> n = Resize.Widen<TNarrow, TWide>(s->V[op->Rn].As<byte, TNarrow>(), TLanes.Count(1) == 16);
        s->V[op->Rd] = (n << op->Shift).AsByte();
        return op + 1;
    }
}

/// <summary>Wide: n has wide elements, one half of m is widened first.</summary>
internal readonly unsafe struct WideVectors<TOperation> : IWideKernel where TOperation : struct, IVectorOperation
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
        Vector128<TWide> m = Resize.Widen<TNarrow, TWide>(s->V[op->Rm].As<byte, TNarrow>(), TLanes.Count(1) == 16);
        s->V[op->Rd] = TOperation.Apply(default, s->V[op->Rn].As<byte, TWide>(), m).AsByte();
        return op + 1;
    }
}

/// <summary>Narrow: an operation on wide elements, of which the lower half of the bits is kept. See <see cref="Halves.Put{TLanes}"/>.</summary>
internal readonly unsafe struct NarrowVectors<TOperation> : IWideKernel where TOperation : struct, IVectorOperation
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
        Vector128<TWide> wide = TOperation.Apply(default, s->V[op->Rn].As<byte, TWide>(), s->V[op->Rm].As<byte, TWide>());
        Halves.Put<TLanes>(s, op, Resize.Narrow(wide));
        return op + 1;
    }
}

/// <summary>Narrow: wide elements shifted, of which the lower half of the bits is kept.</summary>
internal readonly unsafe struct NarrowVectorShifts<TShift> : IWideKernel where TShift : struct, IVectorShift
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
        Vector128<TWide> wide = TShift.Apply(default, s->V[op->Rn].As<byte, TWide>(), op->Shift);
        Halves.Put<TLanes>(s, op, Resize.Narrow(wide));
        return op + 1;
    }
}
