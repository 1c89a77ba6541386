using System.Runtime.CompilerServices;
using CcaEmu.Arm.A64;
using CcaEmu.Cpu.Instructions;

namespace CcaEmu.Cpu;

/// <summary>The pre-decoded interpreter's two special operations, and what handlers use to go on.</summary>
internal static unsafe class Engine
{
    /// <summary>Handler of an operation not decoded yet.</summary>
    public static DecodedOp* DecodeThenExecute(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        long index = op - s->PageOps;
        uint word = ((uint*)CodePage.Of(s->PageOps)->Host)[index];
        Instruction instruction = Decoder.Decode(word);
        // The slot may have held another instruction, whose operands this one must not inherit.
        *op = default;
        op->Word = word;
        op->IsDecoded = true;
        op->Execute = Predecoder.Predecode(instruction, (uint)index, pe.Features, op);
        return op->Execute(pe, s, op);
    }

    /// <summary>Handler behind the last operation of a page: execution runs on into the next page.</summary>
    public static DecodedOp* PageEnd(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        Settle(s, op);
        return GoTo(s, s->PagePc + 0x1000);
    }

    /// <summary>Handler that stands in for the one behind an instruction that is executed by itself.</summary>
    public static DecodedOp* Stop(ProcessingElement pe, PeState* s, DecodedOp* op) => op;

    /// <summary>Address of an operation of the executing page.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong PcOf(PeState* s, DecodedOp* op) => s->PagePc + Distance(s->PageOps, op) * 4;

    /// <summary>Ends the instruction with a jump to an operation of the same page.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DecodedOp* JumpWithinPage(PeState* s, DecodedOp* op, DecodedOp* target)
    {
        ulong retired = s->Retired + Distance(s->RunStart, op) + 1;
        s->Retired = retired;
        s->RunStart = target;
        return retired < s->Deadline ? target : StopAt(s, target);
    }

    /// <summary>Ends the instruction with a jump to any address.</summary>
    public static DecodedOp* Jump(PeState* s, DecodedOp* op, ulong target)
    {
        if ((target ^ s->PagePc) < 0x1000 && (target & 3) == 0)
            return JumpWithinPage(s, op, s->PageOps + ((target & 0xFFF) >> 2));
        return JumpFar(s, op, target);
    }

    /// <summary>Ends the instruction with a jump to another page.</summary>
    public static DecodedOp* JumpFar(PeState* s, DecodedOp* op, ulong target)
    {
        Retire(s, op);
        return GoTo(s, target);
    }

    /// <summary>Ends the instruction and has the engine look at the PE before the next one.</summary>
    public static DecodedOp* Leave(PeState* s, DecodedOp* op)
    {
        s->PC = PcOf(s, op) + 4;
        Retire(s, op);
        return null;
    }

    /// <summary>Stops before the instruction, which does not retire: the preferred return address of a fault is its own.</summary>
    public static void Abandon(PeState* s, DecodedOp* op)
    {
        s->PC = PcOf(s, op);
        Settle(s, op);
    }

    /// <summary>Brings the count of retired instructions up to date, for something that looks at it in the middle of a run.</summary>
    public static void Settle(PeState* s, DecodedOp* op)
    {
        s->Retired += Distance(s->RunStart, op);
        s->RunStart = op;
    }

    private static void Retire(PeState* s, DecodedOp* op)
    {
        s->Retired += Distance(s->RunStart, op) + 1;
        s->RunStart = op;
    }

    // Operations from one to another that is not before it; unsigned, so that it is a shift.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Distance(DecodedOp* from, DecodedOp* to) => (ulong)((byte*)to - (byte*)from) / (ulong)sizeof(DecodedOp);

    // Out of the way of branches that go on.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static DecodedOp* StopAt(PeState* s, DecodedOp* target)
    {
        s->PC = PcOf(s, target);
        return null;
    }

    // Where the fast TLB knows the code of the target's page, execution goes on there; a misaligned target finds no tag.
    private static DecodedOp* GoTo(PeState* s, ulong target)
    {
        TlbEntry* entry = s->Tlb + Tlb.IndexOf(target);
        if (entry->TagExecute != (target & ~0xFFCUL) || s->Retired >= s->Deadline)
        {
            s->PC = target;
            return null;
        }
        s->PageOps = entry->Ops;
        s->PagePc = target & ~0xFFFUL;
        s->RunStart = entry->Ops + ((target & 0xFFC) >> 2);
        return s->RunStart;
    }
}
