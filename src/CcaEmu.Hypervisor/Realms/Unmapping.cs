using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>Takes memory out of a realm: private memory comes back undelegated, shared memory only loses its mapping.</summary>
/// <remarks>
/// RMM specification 2.0-bet1 (DEN0137), commands RMI_RTT_DATA_UNMAP and RMI_RTT_UNPROT_UNMAP. Private RAM that is unmapped while the realm
/// lives becomes RIPAS DESTROYED, which the realm notices.
/// </remarks>
/// <param name="services">Commands and memory.</param>
/// <param name="realm">The realm.</param>
/// <param name="tables">Its tables.</param>
internal sealed class Unmapping(HostServices services, Realm realm, RttTables tables)
{
    /// <summary>Unmaps and takes back private memory.</summary>
    /// <param name="range">In the protected half.</param>
    /// <returns>The first failure; unmapping stops there, undelegating does not.</returns>
    public async Script<HostResult> UnmapPrivate(PageRange range)
    {
        realm.ForgetFaults();
        HostResult first = HostResult.Ok;
        int split = -1;
        for (ulong start = range.Base; start < range.End;)
        {
            RmiReply<UnmappedRange> reply = await services.Rmi.RttDataUnmap(realm.Rd, start, range.End);
            if (reply.IsSuccess && reply.Output.Range.Count > 0)
            {
                AddressRangeDescriptor freed = reply.Output.Range;
                HostResult released = await TakeBack(new PageRange(freed.Address, freed.SizeBytes(services.PageSize.Granule)));
                first = first.IsOk ? released : first;
            }
            (HostResult result, start, split) = await Advance(reply, start, range.End, split);
            if (!result.IsOk)
                return result;
        }
        return first;
    }

    /// <summary>Unmaps shared memory. It stays the VMM's.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="range">In the numbering of the protected half, inside the slot.</param>
    /// <returns>The first failure: then the realm may still see what <see cref="MemorySlot.Mapped"/> says.</returns>
    public async Script<HostResult> UnmapShared(MemorySlot slot, PageRange range)
    {
        realm.ForgetFaults();
        foreach (PageRange mapped in slot.Mapped.Within(range))
        {
            // Added, not ORed in: an end that is the boundary itself must not fall back to it.
            ulong shared = realm.Geometry.SharedBit;
            ulong end = mapped.End + shared;
            int split = -1;
            for (ulong start = mapped.Base + shared; start < end;)
            {
                RmiReply<UnmappedRange> reply = await services.Rmi.RttUnprotUnmap(realm.Rd, start, end);
                (HostResult result, start, split) = await Advance(reply, start, end, split);
                if (!result.IsOk)
                    return result;
            }
            slot.Mapped.Remove(mapped.Base, mapped.SizeBytes);
        }
        return HostResult.Ok;
    }

    // Where to go on after one answer: behind what was done, behind a hole, or at the same place with a block split. The outputs of a
    // command that failed are not defined, so the entry in the way is read to learn what it is.
    private async Script<(HostResult Result, ulong Next, int Split)> Advance(
        RmiReply<UnmappedRange> reply, ulong start, ulong end, int split)
    {
        ulong top = reply.Output.Top;
        int level = reply.Reply.Result.Level;
        if (reply.IsSuccess)
        {
            return top > start && top <= end
                ? (HostResult.Ok, top, -1)
                : (HostResult.Fail(Errno.ENXIO, $"{reply.Reply.Describe()}: no sensible progress"), start, split);
        }
        if (reply.Status != RmiStatus.ErrorRtt || level < realm.Geometry.StartLevel || level > HostPageSize.LastLevel)
            return (HostResult.Fail(reply.Reply), start, split);
        ulong entry = start & ~(services.PageSize.EntryBytes(level) - 1);
        RmiReply<RttEntry> read = await services.Rmi.RttReadEntry(realm.Rd, entry, level);
        if (!read.IsSuccess)
            return (HostResult.Fail(read.Reply), start, split);
        if (read.Output.State == RttEntryState.Void && read.Output.Level == level)
            return (HostResult.Ok, Math.Min(entry + services.PageSize.EntryBytes(level), end), -1);
        if (read.Output.State != RttEntryState.Data || level == HostPageSize.LastLevel || level <= split)
            return (HostResult.Fail(reply.Reply), start, split);
        return (await tables.Create(start, level + 1), start, level);
    }

    // Memory the RMM names is believed only as far as this realm's ledger knows it.
    private async Script<HostResult> TakeBack(PageRange range)
    {
        bool isOurs = realm.Ledger.Held(GranulePurpose.Data).Any(held => held.Contains(range.Base, range.SizeBytes));
        return isOurs
            ? await services.Granules.Release(realm.Ledger, GranulePurpose.Data, range)
            : HostResult.Fail(Errno.ENXIO, $"RMI_RTT_DATA_UNMAP returns {range}, which was never this realm's");
    }
}
