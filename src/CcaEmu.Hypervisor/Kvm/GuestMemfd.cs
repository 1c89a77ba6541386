using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Kvm;

/// <summary>Private memory of one virtual machine, by offset: what KVM_CREATE_GUEST_MEMFD gives. The VMM cannot read it.</summary>
/// <remarks>
/// Memory comes with the first use of a page and goes when the page is unmapped, by a hole or by conversion: this host keeps no
/// Non-secure copy of a private page, as its contents are gone when it is undelegated.
/// </remarks>
public sealed class GuestMemfd
{
    private readonly HostServices _services;
    private readonly IGuestKind _kind;

    internal GuestMemfd(HostServices services, IGuestKind kind, ulong sizeBytes) => (_services, _kind, SizeBytes) = (services, kind, sizeBytes);

    /// <summary>Its length in bytes.</summary>
    public ulong SizeBytes { get; }

    /// <summary>Gives pages back to the host (fallocate, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE). A realm that uses them loses them.</summary>
    /// <param name="offset">First byte, a multiple of the page size.</param>
    /// <param name="sizeBytes">Length in bytes, a multiple of the page size.</param>
    /// <returns>EINVAL; what unmapping ended with.</returns>
    public async Script<HostResult> PunchHole(ulong offset, ulong sizeBytes)
    {
        if ((offset | sizeBytes) % _services.PageSize.Bytes != 0 || offset > SizeBytes || sizeBytes > SizeBytes - offset)
            return HostResult.Fail(Errno.EINVAL, $"a hole of whole pages in {SizeBytes} bytes is expected, found 0x{offset:X}, 0x{sizeBytes:X} bytes");
        await _kind.Guest.Lock.Acquire(_services);
        HostResult first = HostResult.Ok;
        foreach (MemorySlot slot in _kind.Guest.Slots.Where(slot => slot.Private == this))
        {
            ulong from = Math.Max(offset, slot.PrivateOffset);
            ulong to = Math.Min(offset + sizeBytes, slot.PrivateOffset + slot.Range.SizeBytes);
            if (from >= to)
                continue;
            HostResult unmapped = await _kind.UnmapPrivate(new PageRange(from - slot.PrivateOffset + slot.Range.Base, to - from));
            first = first.IsOk ? unmapped : first;
        }
        _kind.Guest.Lock.Release();
        return first;
    }
}
