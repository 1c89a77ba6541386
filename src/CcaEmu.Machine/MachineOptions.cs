using CcaEmu.Cpu;

namespace CcaEmu.Machine;

/// <summary>What a machine is made of.</summary>
public sealed record MachineOptions
{
    /// <summary>Number of PEs, 1 to 8.</summary>
    public int PeCount { get; init; } = 1;

    /// <summary>Seed of everything random a guest can see.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What every PE implements.</summary>
    public PeFeatures Features { get; init; } = PeFeatures.Default;

    /// <summary>
    /// How far PEs may be apart in virtual time, in modelled cycles, at least 1: each runs for this long while another has work to do. Smaller
    /// is closer to PEs that run at once, and slower. A run goes on to its next branch or page end.
    /// </summary>
    public ulong QuantumCycles { get; init; } = 10_000;

    /// <summary>Size of the second DRAM bank in bytes, a multiple of 1 GiB; 0 for none.</summary>
    public ulong Dram2Bytes { get; init; } = Board.FvpMemoryMap.Dram2Size;
}
