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
        op->Word = word;
        op->Op = (ushort)instruction.Op;
        Predecoder.Predecode(instruction, (uint)index, pe.Features, ref *op);
        return op->Execute(pe, s, op);
    }

    /// <summary>Handler behind the last operation of a page: execution runs on into the next page.</summary>
    public static DecodedOp* PageEnd(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->Retired += (ulong)(op - s->RunStart);
        s->RunStart = op;
        s->PC = s->PagePc + 0x1000;
        return null;
    }

    /// <summary>Address of an operation of the executing page.</summary>
    public static ulong PcOf(PeState* s, DecodedOp* op) => s->PagePc + (ulong)(op - s->PageOps) * 4;

    /// <summary>Ends the instruction with a jump to an operation of the same page.</summary>
    public static DecodedOp* JumpWithinPage(PeState* s, DecodedOp* op, DecodedOp* target)
    {
        s->Retired += (ulong)(op - s->RunStart) + 1;
        s->RunStart = target;
        if (s->Retired < s->Deadline)
            return target;
        s->PC = PcOf(s, target);
        return null;
    }

    /// <summary>Ends the instruction with a jump to any address.</summary>
    public static DecodedOp* Jump(PeState* s, DecodedOp* op, ulong target)
    {
        if ((target ^ s->PagePc) < 0x1000 && (target & 3) == 0)
            return JumpWithinPage(s, op, s->PageOps + ((target & 0xFFF) >> 2));
        s->Retired += (ulong)(op - s->RunStart) + 1;
        s->RunStart = op;
        s->PC = target;
        return null;
    }

    /// <summary>Ends the instruction and has the engine look at the PE before the next one.</summary>
    public static DecodedOp* Leave(PeState* s, DecodedOp* op)
    {
        s->PC = PcOf(s, op) + 4;
        s->Retired += (ulong)(op - s->RunStart) + 1;
        s->RunStart = op;
        return null;
    }

    /// <summary>Stops before the instruction, which does not retire: the preferred return address of a fault is its own.</summary>
    public static void Abandon(PeState* s, DecodedOp* op)
    {
        s->PC = PcOf(s, op);
        s->Retired += (ulong)(op - s->RunStart);
        s->RunStart = op;
    }
}
