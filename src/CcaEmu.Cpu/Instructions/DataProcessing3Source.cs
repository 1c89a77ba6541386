using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Data processing with three sources: multiplication.</summary>
/// <remarks>Arm ARM, C6.2 MADD, MSUB, SMADDL, SMSUBL, UMADDL, UMSUBL, SMULH, UMULH.</remarks>
internal static unsafe class DataProcessing3Source
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Rd = Slots.Destination(i.Rd);
        op->Rn = Slots.Source(i.Rn);
        op->Rm = Slots.Source(i.Rm);
        op->Ra = Slots.Source(i.Ra);
        return i.Op switch
        {
            A64Op.MADD => i.Is64Bit ? &Madd<W64> : &Madd<W32>,
            A64Op.MSUB => i.Is64Bit ? &Msub<W64> : &Msub<W32>,
            A64Op.SMADDL => &Smaddl,
            A64Op.SMSUBL => &Smsubl,
            A64Op.UMADDL => &Umaddl,
            A64Op.UMSUBL => &Umsubl,
            A64Op.SMULH => &Smulh,
            _ => &Umulh,
        };
    }

    private static DecodedOp* Madd<TSize>(ProcessingElement pe, PeState* s, DecodedOp* op) where TSize : struct, IDataSize
    {
        s->X[op->Rd] = TSize.Narrow(s->X[op->Ra] + s->X[op->Rn] * s->X[op->Rm]);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Msub<TSize>(ProcessingElement pe, PeState* s, DecodedOp* op) where TSize : struct, IDataSize
    {
        s->X[op->Rd] = TSize.Narrow(s->X[op->Ra] - s->X[op->Rn] * s->X[op->Rm]);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Smaddl(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = s->X[op->Ra] + (ulong)((long)(int)s->X[op->Rn] * (int)s->X[op->Rm]);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Smsubl(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = s->X[op->Ra] - (ulong)((long)(int)s->X[op->Rn] * (int)s->X[op->Rm]);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Umaddl(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = s->X[op->Ra] + (ulong)(uint)s->X[op->Rn] * (uint)s->X[op->Rm];
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Umsubl(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = s->X[op->Ra] - (ulong)(uint)s->X[op->Rn] * (uint)s->X[op->Rm];
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Smulh(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = (ulong)Math.BigMul((long)s->X[op->Rn], (long)s->X[op->Rm], out _);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Umulh(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = Math.BigMul(s->X[op->Rn], s->X[op->Rm], out _);
        return op[1].Execute(pe, s, op + 1);
    }
}
