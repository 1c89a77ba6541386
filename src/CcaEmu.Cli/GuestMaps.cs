using CcaEmu.Devices.Serial;
using CcaEmu.Devices.Virtio;
using CcaEmu.Diagnostics.Verdicts;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli;

/// <summary>What the VMM gives a guest, for verdicts.</summary>
internal static class GuestMaps
{
    private const ulong GicDistributorBytes = 0x1_0000;
    private const ulong GicRedistributorBytes = 0x10_0000;

    /// <summary>The map of a guest.</summary>
    /// <param name="image">Its image.</param>
    /// <param name="memoryBytes">Its RAM.</param>
    /// <param name="hasDisk">Whether it has a disk.</param>
    /// <param name="hostPageBytes">Size of the host's pages.</param>
    public static GuestMap Of(IGuestImage image, ulong memoryBytes, bool hasDisk, ulong hostPageBytes) => new(
        GuestMemoryLayout.RamBase, memoryBytes,
        [
            new GuestDevice("PL011 UART", GuestMemoryLayout.Uart, Pl011.WindowBytes),
            new GuestDevice("GIC distributor", GuestMemoryLayout.GicDistributor, GicDistributorBytes),
            new GuestDevice("GIC redistributors", GuestMemoryLayout.GicRedistributors, GicRedistributorBytes),
            new GuestDevice("virtio console", GuestMemoryLayout.VirtioConsole, VirtioMmio.WindowBytes),
            .. hasDisk ? [new GuestDevice("virtio disk", GuestMemoryLayout.VirtioBlock, VirtioMmio.WindowBytes)] : Array.Empty<GuestDevice>(),
        ],
        image.Segments[0].VirtualAddress.Value, image.Segments[^1].VirtualAddress.Value + image.Segments[^1].MemorySizeBytes)
    {
        HostPageBytes = hostPageBytes,
    };
}
