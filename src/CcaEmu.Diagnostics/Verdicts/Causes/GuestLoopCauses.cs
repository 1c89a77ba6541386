using CcaEmu.Arm;
using CcaEmu.Cpu;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>Why a guest goes round for ever: locks, words that nobody writes, faults that nobody cures.</summary>
internal static class GuestLoopCauses
{
    public static Finding? Deadlock(CaseFile file)
    {
        if (file.Loop is not { IsGuests: true, HasException: false, LoopingPes: > 1 and var count } loop || !Waits(loop))
            return null;
        return new Finding(
            95, Of($"{count} CPUs wait for each other for ever: PE{loop.PeIndex} spins in {file.Place(loop.From)}"),
            "take locks in the same order on every CPU: each holds what the other wants", Locks(loop), "no CPU stores anything, so no lock is ever released");
    }

    public static Finding? LockRecursion(CaseFile file)
    {
        if (file.Loop is not { IsGuests: true, HasException: false, LoopingPes: 1 } loop || !Waits(loop))
            return null;
        bool isInHandler = file.Exceptions.To(loop.State, ExceptionLevel.EL1) is { Total: > 0 } taken && taken.Last.Last().Type is ExceptionType.Irq or ExceptionType.Fiq;
        return new Finding(
            isInHandler ? 95 : 88, Of($"PE{loop.PeIndex} waits for ever for a lock: it spins in {file.Place(loop.From)}"),
            isInHandler ? "mask interrupts while the lock is held: the interrupt handler wants the lock that the interrupted code holds"
                : "find who holds it: the same CPU (taken twice), or a CPU that is off",
            Locks(loop), isInHandler ? "the last exception of the realm was an interrupt, and it has not returned" : "no other CPU runs that could release it");
    }

    public static Finding? NotCured(CaseFile file) => file is { Loop.HasException: true, HasGuestFault: true, Fault: { TimesInVain: > 0 and var times } fault }
        ? new Finding(
            96, Of($"the guest's exception handler returns to `{InstructionFacts.Text(fault.Word ?? 0, fault.PC)}` at {file.Place(fault.PC)} without curing its fault, so that it faults again, for ever"),
            "the handler must cure what the syndrome says (map the page, emulate and add 4 to ELR_EL1) or give up; then look at the fault itself, which the next causes are about",
            Of($"{times} times so far: {fault.Record.Cause}"), "no instruction was executed between the return and the next exception")
        : null;

    // Plain loads of memory, nothing stored, and no other CPU awake that could store.
    public static Finding? WaitsForWord(CaseFile file)
    {
        if (file.Loop is not { IsGuests: true, HasException: false, IsProven: true, Loads: [var word, ..], LoopingPes: 1 } loop
            || loop.Words.Any(step => InstructionFacts.IsExclusive(step.Word) || InstructionFacts.IsAtomic(step.Word)))
            return null;
        string others = string.Join("; ", file.End?.Recs.Where(rec => (int)rec.Mpidr != loop.PeIndex && rec.IsRunnable).Select(rec => Of($"CPU 0x{rec.Mpidr:X} sleeps at {file.Place(rec.Pc)}")) ?? []);
        return new Finding(
            loop.Loads.Count == 1 ? 92 : 86, Of($"PE{loop.PeIndex} waits for ever for the word at {file.Place(word)} to change: it reads it again and again at {file.Place(loop.From)}"),
            "find out who should write that word, and why it does not come to it: a CPU that sleeps or was never turned on, a handler that never runs, a device that does not write to private memory",
            "proven: registers come back to what they were, memory does not change, and no interrupt can come",
            others.Length > 0 ? others : "no other CPU of the guest is on");
    }

    public static Finding? EndlessLoop(CaseFile file) => file.Loop is { IsGuests: true, HasException: false } loop
        ? new Finding(
            !loop.IsProven ? 60 : WaitsForWord(file) is null ? 85 : 40, Of($"PE{loop.PeIndex} goes round for ever in {loop.Words.Count} instruction{(loop.Words.Count == 1 ? "" : "s")} at {file.Place(loop.From)}"),
            "a loop like this is where start-up code gives up (a panic, an unknown device tree, a CPU that should not run): look at what led there",
            loop.IsProven ? "proven: registers come back to what they were, memory does not change, and no interrupt can come" : "the PC stays within a few instructions",
            loop.Words.Any(step => InstructionFacts.IsStoreExclusive(step.Word)) ? "a store-exclusive of the loop fails each time: is the memory Normal, and does nothing between load and store touch it?" : "no exception was taken meanwhile")
        : null;

    // A loop that reads a word to see it change: exclusives and atomics, or a plain load of memory.
    private static bool Waits(LoopReport loop) =>
        loop.Words.Any(step => InstructionFacts.IsExclusive(step.Word) || InstructionFacts.IsAtomic(step.Word))
        && !loop.Words.Any(step => InstructionFacts.IsStoreExclusive(step.Word));

    private static string Locks(LoopReport loop) => loop.Loads.Count > 0
        ? Of($"the word it reads is at 0x{loop.Loads[0]:X}") : "which word it reads is not known";
}
