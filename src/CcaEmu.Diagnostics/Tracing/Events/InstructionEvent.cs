using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Tracing.Events;

/// <summary>An instruction, with what it did. One that took an exception is there too; it then has not retired.</summary>
/// <param name="place">Where.</param>
/// <param name="stamp">When, before it.</param>
/// <param name="pc">Its virtual address.</param>
/// <param name="word">Its 32 bits.</param>
/// <param name="pa">Its physical address; null where that was not recorded.</param>
/// <param name="changes">Registers that hold something else after it.</param>
/// <param name="accesses">Its accesses to memory, in order.</param>
public sealed class InstructionEvent(
    TracePlace place, TraceStamp stamp, ulong pc, uint word, PhysicalAddress? pa, IReadOnlyList<RegisterValue> changes, IReadOnlyList<MemoryAccess> accesses)
    : TraceEvent(place, stamp)
{
    /// <summary>Its virtual address.</summary>
    public ulong Pc => pc;

    /// <summary>Its 32 bits.</summary>
    public uint Word => word;

    /// <summary>Its physical address; null where that was not recorded.</summary>
    public PhysicalAddress? Pa => pa;

    /// <summary>Registers that hold something else after it.</summary>
    public IReadOnlyList<RegisterValue> Changes => changes;

    /// <summary>Its accesses to memory, in order.</summary>
    public IReadOnlyList<MemoryAccess> Accesses => accesses;

    /// <inheritdoc/>
    public override TraceKinds Kinds => TraceKinds.Instruction;

    /// <inheritdoc/>
    public override bool Touches(ulong first, ulong last) =>
        IsWithin(pc, first, last) || (pa is { } at && IsWithin(at.Value, first, last)) || accesses.Any(access => access.Touches(first, last));

    /// <inheritdoc/>
    private protected override bool SaysSame(TraceEvent other, bool ignoresTime) =>
        other is InstructionEvent same && same.Pc == pc && same.Word == word && same.Pa == pa && same.Changes.SequenceEqual(changes)
        && same.Accesses.Count == accesses.Count && same.Accesses.Zip(accesses, (a, b) => a.IsSame(b)).All(equal => equal);
}
