using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Memory set (FEAT_MOPS).</summary>
/// <remarks>
/// Arm ARM, C6.2 SETP, SETM, SETE and their T and N forms; J1.1 UpdateSetRegisters. Before each run of bytes the registers are put into
/// the state that a fault of it has to leave behind.
/// </remarks>
internal static unsafe class MemorySet
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        if (i.Rd == 31 || i.Rn == 31 || i.Rs == i.Rn || i.Rs == i.Rd || i.Rn == i.Rd)
            return &Exceptions.Undefined;
        op->Rd = (byte)i.Rd;
        op->Rn = (byte)i.Rn;
        op->Rm = Slots.Source(i.Rs);
        op->Kind = (byte)(i.Op - A64Op.SETP);
        op->Spare = (ushort)i.Encoding.ReadField(i.Word, 'O');
        return i.Op == A64Op.SETP ? &Begin : &Go;
    }

    private static DecodedOp* Begin(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (!MemoryOperation.IsEnabled(pe))
            return Exceptions.Undefined(pe, s, op);
        ulong left = Math.Min(s->X[op->Rn], long.MaxValue);
        ulong stage = Math.Min(left, MemoryOperation.BlockBytes);
        s->X[op->Rn] = left;
        for (ulong done = 0; done < stage;)
        {
            int count = Run(pe, s, op, s->X[op->Rd], stage - done);
            if (count == 0)
                return null;
            done += (ulong)count;
            left -= (ulong)count;
            s->X[op->Rd] += (ulong)count;
            s->X[op->Rn] = left;
        }
        s->X[op->Rd] += left;
        s->X[op->Rn] = 0 - left;
        s->Nzcv = 0;
        return op + 1;
    }

    private static DecodedOp* Go(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (!MemoryOperation.IsEnabled(pe))
            return Exceptions.Undefined(pe, s, op);
        var stage = (MemoryStage)op->Kind;
        long size = (long)s->X[op->Rn];
        if (!MemoryOperation.IsWellFormed(pe, stage, size, mayBePositive: false, out ulong formatOption))
        {
            return MemoryOperation.Mismatch(
                pe, s, op, 1UL << 24 | (ulong)op->Spare << 19 | (stage == MemoryStage.Epilogue ? 1UL << 18 : 0) | formatOption << 16);
        }
        long until = stage == MemoryStage.Main ? size % MemoryOperation.BlockBytes : 0;
        ulong work = (ulong)(until - size), now = Math.Min(work, MemoryOperation.BytesAtATime), done = 0;
        while (done < now)
        {
            int count = Run(pe, s, op, s->X[op->Rd] + s->X[op->Rn], now - done);
            if (count == 0)
                return null;
            done += (ulong)count;
            s->X[op->Rn] += (ulong)count;
        }
        return MemoryOperation.Continue(pe, s, op, done, done == work);
    }

    private static int Run(ProcessingElement pe, PeState* s, DecodedOp* op, ulong to, ulong limit)
    {
        AccessKind write = MemoryOperation.With(AccessKind.Write, (op->Spare & 1) != 0);
        return pe.SetBytes(s, op, to, (int)Math.Min(limit, 0x1000 - (to & 0xFFF)), (byte)s->X[op->Rm], write);
    }
}
