using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Memory copy, in the direction that overlapping bytes need, or forward only (FEAT_MOPS).</summary>
/// <remarks>
/// Arm ARM, C6.2 CPYP, CPYM, CPYE, CPYFP, CPYFM, CPYFE and their WT, RT, T, WN, RN and N forms; J1.1 IsMemCpyForward, UpdateCpyRegisters.
/// A copy whose ends do not overlap goes forward. Before each run of bytes the registers are in the state that a fault of it has to
/// leave behind.
/// </remarks>
internal static unsafe class MemoryCopy
{
    private const byte ForwardOnly = 4;
    private const ulong LargestCopy = 0x007F_FFFF_FFFF_FFFF;
    private const ulong AddressBits = 0x00FF_FFFF_FFFF_FFFF;

    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        if (i.Rd == 31 || i.Rn == 31 || i.Rs == 31 || i.Rs == i.Rn || i.Rs == i.Rd || i.Rn == i.Rd)
            return &Exceptions.Undefined;
        bool forwardOnly = i.Op <= A64Op.CPYFE;
        int stage = i.Op - (forwardOnly ? A64Op.CPYFP : A64Op.CPYP);
        op->Rd = (byte)i.Rd;
        op->Rn = (byte)i.Rn;
        op->Rm = (byte)i.Rs;
        op->Kind = (byte)(stage | (forwardOnly ? ForwardOnly : 0));
        op->Spare = (ushort)i.Encoding.ReadField(i.Word, 'O');
        return stage == 0 ? &Begin : &Go;
    }

    private static DecodedOp* Begin(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (!MemoryOperation.IsEnabled(pe))
            return Exceptions.Undefined(pe, s, op);
        bool forwardOnly = (op->Kind & ForwardOnly) != 0;
        ulong left = Math.Min(s->X[op->Rn], forwardOnly ? long.MaxValue : LargestCopy);
        bool forward = forwardOnly || IsForward(s->X[op->Rd], s->X[op->Rm], left);
        ulong stage = Math.Min(left, MemoryOperation.BlockBytes);
        s->X[op->Rn] = left;
        for (ulong done = 0; done < stage;)
        {
            int count = forward
                ? Up(pe, s, op, s->X[op->Rd], s->X[op->Rm], stage - done)
                : Down(pe, s, op, s->X[op->Rd] + left, s->X[op->Rm] + left, stage - done);
            if (count == 0)
                return null;
            done += (ulong)count;
            left -= (ulong)count;
            s->X[op->Rn] = left;
            if (forward)
            {
                s->X[op->Rd] += (ulong)count;
                s->X[op->Rm] += (ulong)count;
            }
        }
        if (forward)
        {
            s->X[op->Rd] += left;
            s->X[op->Rm] += left;
            s->X[op->Rn] = 0 - left;
        }
        s->Nzcv = 0;
        return op + 1;
    }

    private static DecodedOp* Go(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (!MemoryOperation.IsEnabled(pe))
            return Exceptions.Undefined(pe, s, op);
        var stage = (MemoryStage)(op->Kind & 3);
        long size = (long)s->X[op->Rn];
        bool forwardOnly = (op->Kind & ForwardOnly) != 0;
        if (!MemoryOperation.IsWellFormed(pe, stage, size, mayBePositive: !forwardOnly, out ulong formatOption))
        {
            return MemoryOperation.Mismatch(
                pe, s, op, (ulong)op->Spare << 19 | (stage == MemoryStage.Epilogue ? 1UL << 18 : 0) | formatOption << 16);
        }
        bool forward = size < 0;
        long until = stage == MemoryStage.Main ? size % MemoryOperation.BlockBytes : 0;
        ulong work = (ulong)(forward ? until - size : size - until), now = Math.Min(work, MemoryOperation.BytesAtATime), done = 0;
        while (done < now)
        {
            ulong to = s->X[op->Rd] + s->X[op->Rn], from = s->X[op->Rm] + s->X[op->Rn];
            int count = forward ? Up(pe, s, op, to, from, now - done) : Down(pe, s, op, to, from, now - done);
            if (count == 0)
                return null;
            done += (ulong)count;
            s->X[op->Rn] += forward ? (ulong)count : 0 - (ulong)count;
        }
        return MemoryOperation.Continue(pe, s, op, done, done == work);
    }

    // Copies upwards from two addresses.
    private static int Up(ProcessingElement pe, PeState* s, DecodedOp* op, ulong to, ulong from, ulong limit)
    {
        ulong count = Math.Min(limit, 0x1000 - Math.Max(to & 0xFFF, from & 0xFFF));
        return Copy(pe, s, op, to, from, (int)count, forward: true);
    }

    // Copies downwards from the byte below two addresses.
    private static int Down(ProcessingElement pe, PeState* s, DecodedOp* op, ulong to, ulong from, ulong limit)
    {
        ulong count = Math.Min(limit, Math.Min((to - 1) & 0xFFF, (from - 1) & 0xFFF) + 1);
        return Copy(pe, s, op, to - count, from - count, (int)count, forward: false);
    }

    private static int Copy(ProcessingElement pe, PeState* s, DecodedOp* op, ulong to, ulong from, int count, bool forward)
    {
        AccessKind write = MemoryOperation.With(AccessKind.Write, (op->Spare & 1) != 0);
        AccessKind read = MemoryOperation.With(AccessKind.Read, (op->Spare & 2) != 0);
        return pe.CopyBytes(s, op, to, from, count, forward, write, read);
    }

    private static bool IsForward(ulong to, ulong from, ulong size)
    {
        to &= AddressBits;
        from &= AddressBits;
        return !(from < to && from + size > to);
    }
}
