using CcaEmu.Machine.Board;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>The Non-secure RAM of the board, as firmware would describe it to a host in a device tree.</summary>
/// <remarks>
/// <code>
///   0x8000_0000  host memory
///   0x8020_0000    this hypervisor's image, 2 MiB
///   0x8040_0000  host memory
///   0xFDC0_0000    the RMM, the page it shares with EL3, the monitor: never the host's
///   0x8_8000_0000  host memory
/// </code>
/// </remarks>
internal static class HostMemoryMap
{
    /// <summary>Where a native image of the hypervisor would be.</summary>
    public const ulong Image = FvpMemoryMap.ManagedHypervisor;

    /// <summary>Memory kept for the image, in bytes.</summary>
    public const ulong ImageBytes = 0x20_0000;

    /// <summary>The banks of RAM that belong to the Normal world, in ascending order.</summary>
    public static IReadOnlyList<PageRange> Banks(Machine.MachineOptions options)
    {
        var first = PageRange.FromEnds(FvpMemoryMap.Dram1, FvpMemoryMap.Rmm);
        return options.Dram2Bytes == 0 ? [first] : [first, new PageRange(FvpMemoryMap.Dram2, options.Dram2Bytes)];
    }

    /// <summary>What of the banks the hypervisor may hand out.</summary>
    public static PageRangeSet Usable(Machine.MachineOptions options)
    {
        var usable = new PageRangeSet();
        foreach (PageRange bank in Banks(options))
            usable.Add(bank.Base, bank.SizeBytes);
        usable.Remove(Image, ImageBytes);
        return usable;
    }
}
