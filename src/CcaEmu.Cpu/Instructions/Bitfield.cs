using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Bitfield moves and EXTR; LSL, LSR, ASR, UXTB, SXTW and the other aliases among them.</summary>
/// <remarks>
/// Arm ARM, C6.2 UBFM, SBFM, BFM, EXTR. The wmask and tmask of DecodeBitMasks are worked out when predecoding: with imms at least immr
/// the field moves down by immr, else it moves up by datasize - immr.
/// </remarks>
internal static unsafe class Bitfield
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Rd = Slots.Destination(i.Rd);
        op->Rn = Slots.Source(i.Rn);
        bool down = i.Imms >= i.Immr;
        int up = i.DataSize - i.Immr;
        switch (i.Op)
        {
            case A64Op.UBFM:
                op->Shift = (byte)(down ? i.Immr : up);
                op->Imm = Ones(down ? i.Imms - i.Immr + 1 : i.Imms + 1);
                return down ? &Extract : &Place;
            case A64Op.SBFM:
                op->Size = (byte)(63 - i.Imms);
                op->Shift = (byte)(63 - i.Imms + (down ? i.Immr : -up));
                return i.Is64Bit ? &SignedMove<W64> : &SignedMove<W32>;
            default:
                op->Ra = Slots.Source(i.Rd);
                op->Shift = (byte)(down ? i.Immr : up);
                op->Imm = down ? Ones(i.Imms - i.Immr + 1) : Ones(i.Imms + 1) << up;
                if (down)
                    return i.Is64Bit ? &InsertLow<W64> : &InsertLow<W32>;
                return i.Is64Bit ? &InsertHigh<W64> : &InsertHigh<W32>;
        }
    }

    public static Handler PredecodeExtract(in Instruction i, DecodedOp* op)
    {
        op->Rd = Slots.Destination(i.Rd);
        op->Rn = Slots.Source(i.Rn);
        op->Rm = Slots.Source(i.Rm);
        op->Shift = (byte)i.Imms;
        return i.Is64Bit ? &ExtractPair64 : &ExtractPair32;
    }

    private static ulong Ones(int count) => ulong.MaxValue >> (64 - count);

    private static DecodedOp* Extract(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = (s->X[op->Rn] >> op->Shift) & op->Imm;
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Place(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = (s->X[op->Rn] & op->Imm) << op->Shift;
        return op[1].Execute(pe, s, op + 1);
    }

    // To the top, and back down as a signed number.
    private static DecodedOp* SignedMove<TSize>(ProcessingElement pe, PeState* s, DecodedOp* op) where TSize : struct, IDataSize
    {
        s->X[op->Rd] = TSize.Narrow((ulong)((long)(s->X[op->Rn] << op->Size) >> op->Shift));
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* InsertLow<TSize>(ProcessingElement pe, PeState* s, DecodedOp* op) where TSize : struct, IDataSize
    {
        s->X[op->Rd] = TSize.Narrow((s->X[op->Ra] & ~op->Imm) | ((s->X[op->Rn] >> op->Shift) & op->Imm));
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* InsertHigh<TSize>(ProcessingElement pe, PeState* s, DecodedOp* op) where TSize : struct, IDataSize
    {
        s->X[op->Rd] = TSize.Narrow((s->X[op->Ra] & ~op->Imm) | ((s->X[op->Rn] << op->Shift) & op->Imm));
        return op[1].Execute(pe, s, op + 1);
    }

    // Two shifts where one by 64 would be meant: lsb 0 takes nothing of Xn.
    private static DecodedOp* ExtractPair64(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = (s->X[op->Rm] >> op->Shift) | (s->X[op->Rn] << 1 << (63 - op->Shift));
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* ExtractPair32(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = (uint)((s->X[op->Rn] << 32 | (uint)s->X[op->Rm]) >> op->Shift);
        return op[1].Execute(pe, s, op + 1);
    }
}
