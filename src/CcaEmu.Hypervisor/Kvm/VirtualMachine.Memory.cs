using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Realms;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Kvm;

// Memory of a virtual machine: slots, attributes, initial contents.
public sealed partial class VirtualMachine
{
    /// <summary>KVM_CREATE_GUEST_MEMFD.</summary>
    /// <param name="sizeBytes">A multiple of the page size, not 0.</param>
    /// <param name="flags">0.</param>
    /// <returns>EINVAL.</returns>
    public HostResult<GuestMemfd> CreateGuestMemfd(ulong sizeBytes, ulong flags = 0) => Ioctl(() => AddMemfd(sizeBytes, flags));

    private HostResult<GuestMemfd> AddMemfd(ulong sizeBytes, ulong flags) =>
        sizeBytes == 0 || sizeBytes % _process.PageSize != 0 || flags != 0 || !IsRealm
            ? new(HostResult.Fail(Errno.EINVAL, $"whole pages of a realm and no flags are expected, found {sizeBytes} bytes, flags {flags}"), null!)
            : new(HostResult.Ok, new GuestMemfd(_kernel.Services, _kind, sizeBytes));

    /// <summary>
    /// KVM_SET_USER_MEMORY_REGION2: adds a memory slot, deletes one by a size of 0, or has the guest only read one, or write it again. Deleted memory is
    /// unmapped.
    /// </summary>
    /// <param name="region">The slot.</param>
    /// <returns>
    /// EINVAL: alignment, flags, backing, beyond the address space; EEXIST: overlaps another; ENOENT: nothing to delete; EIO: the virtual machine is dead.
    /// </returns>
    public Script<HostResult> SetUserMemoryRegion2(UserMemoryRegion region) => Ioctl(() => ChangeSlot(region));

    private async Script<HostResult> ChangeSlot(UserMemoryRegion region)
    {
        await Guest.Lock.Acquire(_kernel.Services);
        HostResult result = region.MemorySize == 0 ? await DeleteSlot(region.Slot)
            : Guest.Slots.Find(slot => slot.Number == region.Slot && IsSame(slot, region)) is { } same ? await SetFlags(same, region.Flags)
            : AddSlot(region);
        Guest.Lock.Release();
        return result;
    }

    /// <summary>
    /// KVM_SET_MEMORY_ATTRIBUTES: makes pages private or shared, and unmaps what they were. Memory of a realm that runs loses its contents.
    /// </summary>
    /// <param name="attributes">The range and what it becomes.</param>
    /// <returns>EINVAL: alignment, unknown bits, beyond the address space, not a realm; what unmapping failed with.</returns>
    public Script<HostResult> SetMemoryAttributes(MemoryAttributes attributes) => Ioctl(() => Convert(attributes));

    private async Script<HostResult> Convert(MemoryAttributes attributes)
    {
        (ulong address, ulong size) = (attributes.Address, attributes.Size);
        if (!IsRealm || attributes.Flags != 0 || (attributes.Attributes & ~MemoryAttributes.Private) != 0 || size == 0
            || (address | size) % _process.PageSize != 0 || address > _kind.SlotLimit || size > _kind.SlotLimit - address)
            return HostResult.Fail(Errno.EINVAL, $"{attributes}: whole pages of a realm's lower half and known bits are expected");
        return await Again(async () =>
        {
            var range = new PageRange(address, size);
            HostResult result = HostResult.Ok;
            // The attribute first: no fault may map again what is being unmapped.
            if ((attributes.Attributes & MemoryAttributes.Private) != 0)
            {
                Guest.Private.Add(address, size);
                foreach (MemorySlot slot in Guest.Slots)
                    result = await First(result, () => _kind.UnmapShared(slot, slot.Range.Intersect(range)));
            }
            else
            {
                Guest.Private.Remove(address, size);
                foreach (MemorySlot slot in Guest.Slots.Where(slot => slot.Private is not null))
                    result = await First(result, () => _kind.UnmapPrivate(slot.Range.Intersect(range)));
            }
            return result;
        });
    }

    /// <summary>
    /// KVM_ARM_RMI_POPULATE: puts initial contents into private pages of a realm that has not started. May do a part: see <see cref="RmiPopulate"/>.
    /// </summary>
    /// <param name="populate">What; moved forward by what is done.</param>
    /// <returns>
    /// ENXIO: not a realm, or the RMM refuses; EIO: the virtual machine is dead; EBUSY: it has started or goes away; EINVAL: flags, alignment, wrap-around,
    /// beyond the private half, not private memory; EFAULT: the source is not memory; ENOMEM.
    /// </returns>
    public Script<HostResult> ArmRmiPopulate(RmiPopulate populate) => Ioctl(() => Populate(populate));

    private async Script<HostResult> Populate(RmiPopulate populate)
    {
        if (_kind is not RealmOperations realm)
            return NotARealm();
        if (populate.Reserved != 0 || (populate.Flags & ~RmiPopulate.Measure) != 0
            || (populate.Base | populate.Size | populate.SourceOffset) % _process.PageSize != 0
            || populate.Base > _kind.SlotLimit || populate.Size > _kind.SlotLimit - populate.Base)
            return HostResult.Fail(Errno.EINVAL, "whole pages of the private half, known flags and a reserved field of 0 are expected");
        if (populate.Size != 0 && (populate.Source is not { } source || populate.SourceOffset > source.SizeBytes
            || populate.Size > source.SizeBytes - populate.SourceOffset))
            return HostResult.Fail(Errno.EFAULT, "the source is not memory of the process");
        return await Again(async () =>
        {
            HostResult result = await realm.EnsureCreated();
            bool any = false;
            while (result.IsOk && populate.Size > 0 && !_process.IsKilled)
            {
                result = await PopulatePage(realm, populate);
                any |= result.IsOk;
            }
            return any && result.Error == Errno.ENOMEM ? HostResult.Ok : result;
        }, () => populate.Size);
    }

    private static async Script<HostResult> First(HostResult earlier, Func<Script<HostResult>> next)
    {
        HostResult later = await next();
        return earlier.IsOk ? later : earlier;
    }

    private async Script<HostResult> PopulatePage(RealmOperations realm, RmiPopulate populate)
    {
        HostResult result = populate.Source!.Touch(populate.SourceOffset, out ulong pa);
        if (result.IsOk)
            result = await realm.Populate(populate.Base, pa, (populate.Flags & RmiPopulate.Measure) != 0);
        if (!result.IsOk)
            return result;
        populate.Base += _process.PageSize;
        populate.SourceOffset += _process.PageSize;
        populate.Size -= _process.PageSize;
        return result;
    }

    private HostResult AddSlot(UserMemoryRegion region)
    {
        const uint known = UserMemoryRegion.ReadOnly | UserMemoryRegion.HasGuestMemfd;
        var range = new PageRange(region.GuestPhysAddr, region.MemorySize);
        bool hasMemfd = (region.Flags & UserMemoryRegion.HasGuestMemfd) != 0;
        if ((region.Flags & ~known) != 0 || hasMemfd != region.GuestMemfd is not null || (hasMemfd && (region.Flags & UserMemoryRegion.ReadOnly) != 0)
            || (region.GuestPhysAddr | region.MemorySize | region.UserspaceOffset | region.GuestMemfdOffset) % _process.PageSize != 0)
            return HostResult.Fail(Errno.EINVAL, $"slot {region.Slot}: flags or alignment");
        if (range.Base > _kind.SlotLimit || range.SizeBytes > _kind.SlotLimit - range.Base)
            return HostResult.Fail(Errno.EINVAL, $"slot {region.Slot}: {range} is beyond 0x{_kind.SlotLimit:X}");
        bool fits = Fits(region.UserspaceOffset, region.MemorySize, region.UserspaceMemory?.SizeBytes)
            && Fits(region.GuestMemfdOffset, region.MemorySize, region.GuestMemfd?.SizeBytes);
        if (!fits || (region.UserspaceMemory is null && region.GuestMemfd is null))
            return HostResult.Fail(Errno.EINVAL, $"slot {region.Slot}: there is not as much memory behind it");
        if (Guest.Slots.Exists(slot => slot.Number == region.Slot || slot.Range.Overlaps(range)))
            return HostResult.Fail(Errno.EEXIST, $"slot {region.Slot}: number or addresses are another's");
        var added = new MemorySlot(region.Slot, range, region.UserspaceMemory, region.UserspaceOffset, region.GuestMemfd, region.GuestMemfdOffset,
            (region.Flags & UserMemoryRegion.ReadOnly) != 0);
        Guest.Slots.Add(added);
        added.Shared?.Users.Add((_kind, added));
        return HostResult.Ok;
    }

    private static bool IsSame(MemorySlot slot, UserMemoryRegion region) =>
        slot.Range == new PageRange(region.GuestPhysAddr, region.MemorySize) && slot.Shared == region.UserspaceMemory
        && (slot.Shared is null || slot.SharedOffset == region.UserspaceOffset) && slot.Private is null && region.GuestMemfd is null;

    // Less than was allowed: what is mapped goes. More: what is mapped goes when the guest writes to it.
    private async Script<HostResult> SetFlags(MemorySlot slot, uint flags)
    {
        if ((flags & ~UserMemoryRegion.ReadOnly) != 0)
            return HostResult.Fail(Errno.EINVAL, $"slot {slot.Number}: only whether it is read-only can be changed");
        bool isReadOnly = (flags & UserMemoryRegion.ReadOnly) != 0;
        HostResult result = isReadOnly && !slot.IsReadOnly ? await _kind.UnmapShared(slot, slot.Range) : HostResult.Ok;
        slot.IsReadOnly = result.IsOk ? isReadOnly : slot.IsReadOnly;
        return result;
    }

    private static bool Fits(ulong offset, ulong size, ulong? there) => there is not { } bytes || (offset <= bytes && size <= bytes - offset);

    private async Script<HostResult> DeleteSlot(int number)
    {
        MemorySlot? slot = Guest.Slots.Find(slot => slot.Number == number);
        if (slot is null)
            return HostResult.Fail(Errno.ENOENT, $"there is no slot {number}");
        HostResult shared = await _kind.UnmapShared(slot, slot.Range);
        HostResult data = slot.Private is null ? HostResult.Ok : await _kind.UnmapPrivate(slot.Range);
        if (!shared.IsOk || !data.IsOk)
            return shared.IsOk ? data : shared;
        Guest.Slots.Remove(slot);
        slot.Shared?.Users.RemoveAll(user => user.Slot == slot);
        return HostResult.Ok;
    }
}
