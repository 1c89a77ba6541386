namespace CcaEmu.Cpu;

/// <content>
/// Execution with a look at each instruction that retires, for what is a function of the instructions themselves: branches that a counter of
/// the performance monitors counts. The engine comes here only while there is such a counter; otherwise its loop knows nothing of it.
/// </content>
public sealed unsafe partial class ProcessingElement
{
    /// <summary>Whether each instruction that retires is looked at.</summary>
    private bool InstructionsAreWatched => _monitors.CountsBranches;

    // As the engine's loop, until nothing watches any more.
    private void ExecuteWatched(PeState* s, DecodedOp* op)
    {
        while (op != null)
            op = InstructionsAreWatched ? Watch(s, op) : op->Execute(this, s, op);
    }

    // One operation. The end of a page retires nothing, and so does an instruction that takes an exception.
    private DecodedOp* Watch(PeState* s, DecodedOp* op)
    {
        ulong before = s->Retired + (ulong)(op - s->RunStart);
        DecodedOp* next = op->Execute(this, s, op);
        ulong after = s->Retired + (next == null ? 0 : (ulong)(next - s->RunStart));
        if (after != before && IsBranch(op->Word))
            CountEvent(PmuEvent.BR_RETIRED);
        return next;
    }

    // B, BL; CBZ to TBNZ; B.cond and BC.cond; those to a register but ERET, which is counted before the level changes.
    private static bool IsBranch(uint word) => (word & 0x7C00_0000) == 0x1400_0000
        || (word & 0x7C00_0000) == 0x3400_0000
        || (word & 0xFE00_0000) == 0x5400_0000
        || ((word & 0xFE00_0000) == 0xD600_0000 && (word & 0x01E0_0000) != 0x0080_0000);
}
