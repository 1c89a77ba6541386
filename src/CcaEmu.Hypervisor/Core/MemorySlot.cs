using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor.Core;

/// <summary>One range of guest memory, in the numbering of the protected half, with what is behind it.</summary>
/// <remarks>
/// Which pages are private is an attribute of the virtual machine (<see cref="Guest.Private"/>), not of the slot. Private pages are
/// <see cref="Private"/>'s, shared ones <see cref="Shared"/>'s.
/// </remarks>
/// <param name="number">The VMM's number of the slot.</param>
/// <param name="range">Where it is.</param>
/// <param name="shared">Memory of the VMM behind shared pages; null for none.</param>
/// <param name="sharedOffset">Where in it the slot begins.</param>
/// <param name="privateMemory">What private pages are accounted to; null for none.</param>
/// <param name="privateOffset">Where in it the slot begins.</param>
/// <param name="isReadOnly">Whether the guest may only read its shared pages: a write is a device access.</param>
internal sealed class MemorySlot(
    int number, PageRange range, UserMemory? shared, ulong sharedOffset, GuestMemfd? privateMemory, ulong privateOffset, bool isReadOnly)
{
    /// <summary>The VMM's number of the slot.</summary>
    public int Number { get; } = number;

    /// <summary>Where the slot is.</summary>
    public PageRange Range { get; } = range;

    /// <summary>Memory of the VMM behind shared pages; null for none.</summary>
    public UserMemory? Shared { get; } = shared;

    /// <summary>Where in <see cref="Shared"/> the slot begins.</summary>
    public ulong SharedOffset { get; } = sharedOffset;

    /// <summary>What private pages are accounted to; null for none.</summary>
    public GuestMemfd? Private { get; } = privateMemory;

    /// <summary>Where in <see cref="Private"/> the slot begins.</summary>
    public ulong PrivateOffset { get; } = privateOffset;

    /// <summary>Whether a write to its shared pages is a device access.</summary>
    public bool IsReadOnly { get; set; } = isReadOnly;

    /// <summary>What of the shared memory the guest has mapped, in the numbering of the protected half.</summary>
    public PageRangeSet Mapped { get; } = new();

    /// <summary>Where in the shared memory an address is.</summary>
    public ulong SharedOffsetOf(ulong address) => address - Range.Base + SharedOffset;

    /// <summary>The address of a place of the shared memory that the slot shows.</summary>
    public ulong AddressOf(ulong sharedOffset) => sharedOffset - SharedOffset + Range.Base;
}
