using CcaEmu.Hypervisor.Realms;

namespace CcaEmu.Hypervisor.Vmm;

/// <summary>Where a guest finds things, in the numbering of the protected half; devices are reached in the other half only.</summary>
/// <remarks>
/// <code>
///   0x1C09_0000  PL011, the console           (shared bit set)
///   0x1C13_0000  virtio block device          (shared bit set, where there is a disk)
///   0x1C14_0000  virtio console               (shared bit set)
///   0x2F00_0000  GICv3 distributor            (shared bit set)
///   0x2F10_0000  GICv3 redistributors         (shared bit set)
///   0x8000_0000  RAM, as much as it is given
/// </code>
/// The board of the guest is the board of the host, as far as it has one: images/README.md is the contract with the guests.
/// </remarks>
public static class GuestMemoryLayout
{
    /// <summary>The console.</summary>
    public const ulong Uart = 0x1C09_0000;

    /// <summary>The console's shared peripheral interrupt: INTID less 32.</summary>
    public const uint UartSpi = 5;

    /// <summary>The virtio-mmio transport of the disk.</summary>
    public const ulong VirtioBlock = 0x1C13_0000;

    /// <summary>The disk's shared peripheral interrupt: INTID less 32.</summary>
    public const uint VirtioBlockSpi = 42;

    /// <summary>The virtio-mmio transport of the second console.</summary>
    public const ulong VirtioConsole = 0x1C14_0000;

    /// <summary>The second console's shared peripheral interrupt: INTID less 32.</summary>
    public const uint VirtioConsoleSpi = 43;

    /// <summary>The distributor of its GICv3.</summary>
    public const ulong GicDistributor = 0x2F00_0000;

    /// <summary>The redistributors of its GICv3, 128 KiB to a virtual CPU.</summary>
    public const ulong GicRedistributors = 0x2F10_0000;

    /// <summary>First address of RAM.</summary>
    public const ulong RamBase = 0x8000_0000;

    /// <summary>RAM is given in units of this, in bytes: what one level 2 entry of a translation table maps.</summary>
    public const ulong RamUnit = 0x20_0000;

    /// <summary>Most RAM that a guest may be given, in bytes.</summary>
    public const ulong LargestRamBytes = 1UL << 40;

    /// <summary>The narrowest IPA space that holds RAM and, above it, the bit that tells the unprotected half.</summary>
    /// <param name="ramBytes">RAM of the guest in bytes.</param>
    /// <returns>Bits.</returns>
    public static int NarrowestIpaBits(ulong ramBytes) => RealmGeometry.SmallestIpaBits(RamBase + ramBytes);
}
