namespace CcaEmu.Diagnostics.Reports;

/// <summary>How memory stood at a moment.</summary>
/// <param name="Cycles">The machine's modelled cycles.</param>
/// <param name="Spaces">Bytes in each physical address space, by its number.</param>
/// <param name="States">Granules in each state, by its number; UNDELEGATED ones are not counted.</param>
public sealed record MemorySample(ulong Cycles, IReadOnlyList<long> Spaces, IReadOnlyList<long> States);
