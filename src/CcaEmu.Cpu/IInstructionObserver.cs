namespace CcaEmu.Cpu;

/// <summary>Someone who sees a PE before each instruction: a debugger, an instruction trace.</summary>
public interface IInstructionObserver
{
    /// <summary>Whether <see cref="OnAccess"/> is wanted; asked when the observer is set.</summary>
    /// <remarks>While it is, no data page enters the fast TLB, so that every access goes the slow way: events of TLB refills are counted more often.</remarks>
    bool WatchesAccesses => false;

    /// <summary>An instruction is about to be executed; PC, registers and counts are those before it. The PE may be stopped here as long as need be.</summary>
    /// <param name="pe">The PE.</param>
    /// <returns>Whether anything of the PE or of memory was changed: the instruction is then fetched anew.</returns>
    bool BeforeInstruction(ProcessingElement pe);

    /// <summary>
    /// A data access was translated without a fault and is about to be made; PC and counts are those of its instruction. A pair or a vector may come in
    /// several parts. The PE may be stopped here too, and nothing of it changed.
    /// </summary>
    /// <param name="pe">The PE.</param>
    /// <param name="access">Which bytes, and what for.</param>
    void OnAccess(ProcessingElement pe, in DataAccess access)
    {
    }

    /// <summary>
    /// Bytes of the access that <see cref="OnAccess"/> has told of last have come from a device, or gone to one; a run of bytes may go in several parts. What
    /// a device gives can be seen only here: to look at it again could change it.
    /// </summary>
    /// <param name="pe">The PE.</param>
    /// <param name="va">First byte.</param>
    /// <param name="size">Bytes: 1 to 8.</param>
    /// <param name="kind">Read or Write.</param>
    /// <param name="value">The bytes, the first lowest.</param>
    void OnDeviceTransfer(ProcessingElement pe, ulong va, int size, AccessKind kind, ulong value)
    {
    }

    /// <summary>Somebody else is about to change registers or memory: whatever is known only once an instruction is complete has to be looked at now.</summary>
    void Settle()
    {
    }
}
