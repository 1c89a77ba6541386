using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Move wide and PC-relative addressing.</summary>
/// <remarks>Arm ARM, C6.2 MOVN, MOVZ, MOVK, ADR, ADRP.</remarks>
internal static unsafe class MoveWide
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Rd = Slots.Destination(i.Rd);
        op->Imm = (ulong)i.Imm;
        if (i.Op == A64Op.MOVK)
        {
            op->Rn = Slots.Source(i.Rd);
            op->Shift = (byte)i.ShiftAmount;
            return i.Is64Bit ? &Keep<W64> : &Keep<W32>;
        }
        if (i.Op == A64Op.MOVN)
            op->Imm = i.Is64Bit ? ~op->Imm : (uint)~op->Imm;
        return &Constant;
    }

    /// <summary>The page that the code stands in is known only when it runs: decoded pages are shared by physical address.</summary>
    public static Handler PredecodeRelative(in Instruction i, uint index, DecodedOp* op)
    {
        op->Rd = Slots.Destination(i.Rd);
        op->Imm = (ulong)i.Imm + (i.Op == A64Op.ADR ? index * 4 : 0);
        return &Relative;
    }

    private static DecodedOp* Constant(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = op->Imm;
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Keep<TSize>(ProcessingElement pe, PeState* s, DecodedOp* op) where TSize : struct, IDataSize
    {
        s->X[op->Rd] = TSize.Narrow((s->X[op->Rn] & ~(0xFFFFUL << op->Shift)) | op->Imm);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Relative(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = s->PagePc + op->Imm;
        return op[1].Execute(pe, s, op + 1);
    }
}
