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
    /// Whether memory is encrypted by context where the PEs have FEAT_MEC. Off, the board's memory does not heed the MECID: for bare firmware that runs
    /// the same image in several physical address spaces.
    /// </summary>
    public bool EncryptsMemory { get; init; } = true;

    /// <summary>
    /// How far PEs may be apart in virtual time, in modelled cycles, at least 1: each runs for this long while another has work to do. Smaller
    /// is closer to PEs that run at once, and slower. A run goes on to its next branch or page end.
    /// </summary>
    public ulong QuantumCycles { get; init; } = 10_000;

    /// <summary>
    /// How often the board may be reset by what runs on it, 0 or more: a reset beyond that ends <see cref="Machine.Run"/> with
    /// <see cref="MachineStop.ResetRequested"/>.
    /// </summary>
    public int MaxResets { get; init; } = 3;

    /// <summary>
    /// The boot ROM's content, loaded by each reset; empty for a board whose first instruction is a managed monitor's. Deviation: what is
    /// written to it stays until then.
    /// </summary>
    public ReadOnlyMemory<byte> BootRom { get; init; }

    /// <summary>Size of the second DRAM bank in bytes, a multiple of 1 GiB; 0 for none.</summary>
    public ulong Dram2Bytes { get; init; } = Board.FvpMemoryMap.Dram2Size;
}
