namespace CcaEmu.Hypervisor.Kvm;

/// <summary>The argument of KVM_SET_USER_MEMORY_REGION2. A size of 0 deletes the slot.</summary>
public sealed record UserMemoryRegion
{
    /// <summary>KVM_MEM_READONLY: shared pages can be read only; a write is a device access.</summary>
    public const uint ReadOnly = 1 << 1;

    /// <summary>KVM_MEM_GUEST_MEMFD: private pages are of <see cref="GuestMemfd"/>.</summary>
    public const uint HasGuestMemfd = 1 << 2;

    /// <summary>Number of the slot.</summary>
    public required int Slot { get; init; }

    /// <summary><see cref="ReadOnly"/> and <see cref="HasGuestMemfd"/>.</summary>
    public uint Flags { get; init; }

    /// <summary>First byte, without the bit that tells a realm's unprotected half; a multiple of the page size.</summary>
    public required ulong GuestPhysAddr { get; init; }

    /// <summary>Length in bytes, a multiple of the page size.</summary>
    public required ulong MemorySize { get; init; }

    /// <summary>The VMM's memory behind shared pages: what userspace_addr points into.</summary>
    public UserMemory? UserspaceMemory { get; init; }

    /// <summary>Where in <see cref="UserspaceMemory"/> the slot begins.</summary>
    public ulong UserspaceOffset { get; init; }

    /// <summary>Private memory of the same virtual machine.</summary>
    public GuestMemfd? GuestMemfd { get; init; }

    /// <summary>Where in <see cref="GuestMemfd"/> the slot begins.</summary>
    public ulong GuestMemfdOffset { get; init; }
}
