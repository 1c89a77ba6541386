using CcaEmu.Devices.Virtio;
using CcaEmu.Hypervisor.Kvm;

namespace CcaEmu.Hypervisor.Vmm;

/// <summary>A guest's RAM as its virtio devices reach it: what the VMM itself can reach, which of a realm is what it shares.</summary>
/// <remarks>
/// A driver in a realm names shared pages by their addresses in either half; a device never sees private contents, whatever it is told, because
/// the VMM's memory behind an address is another page than the realm's.
/// </remarks>
/// <param name="sharedBit">The address bit that tells a realm's unprotected half; 0 for an ordinary guest.</param>
internal sealed class GuestDma(ulong sharedBit) : IVirtioMemory
{
    /// <summary>The VMM's memory behind the guest's RAM.</summary>
    public UserMemory? Memory { get; set; }

    /// <inheritdoc/>
    public bool TryRead(ulong address, Span<byte> bytes) => TryFind(address, out ulong offset) && Memory!.Read(offset, bytes).IsOk;

    /// <inheritdoc/>
    public bool TryWrite(ulong address, ReadOnlySpan<byte> bytes) => TryFind(address, out ulong offset) && Memory!.Write(offset, bytes).IsOk;

    private bool TryFind(ulong address, out ulong offset)
    {
        offset = (address & ~sharedBit) - GuestMemoryLayout.RamBase;
        return Memory is not null && offset < Memory.SizeBytes;
    }
}
