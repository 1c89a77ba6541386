using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>Maps memory into a realm that runs, on demand: private memory into the protected half, the host's own into the other.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), commands RMI_RTT_DATA_MAP and RMI_RTT_UNPROT_MAP.</remarks>
/// <param name="services">Commands and memory.</param>
/// <param name="realm">The realm.</param>
/// <param name="tables">Its tables.</param>
internal sealed class Stage2(HostServices services, Realm realm, RttTables tables)
{
    private const int BlockLevel = 2;

    /// <summary>Maps the page at an address of the protected half, or the block around it where nothing stands in the way.</summary>
    /// <param name="slot">The slot the address is in; the address is private.</param>
    /// <param name="ipa">The address.</param>
    /// <returns>EEXIST: something is mapped there already.</returns>
    /// <remarks>A block that the realm does not touch costs no host memory: RAM is provided as it is written.</remarks>
    public async Script<HostResult> MapPrivate(MemorySlot slot, ulong ipa)
    {
        ulong block = services.PageSize.EntryBytes(BlockLevel);
        ulong start = ipa & ~(block - 1);
        bool blockFits = slot.Range.Contains(start, block) && realm.Private.ContainsAll(start, block)
            && !tables.HasPageTable(ipa) && realm.Geometry.StartLevel <= BlockLevel;
        if (blockFits)
        {
            HostResult result = await MapPrivate(start, BlockLevel);
            if (result.Error != Errno.ENOMEM)
                return result;
        }
        return await MapPrivate(services.PageSize.Of(ipa), HostPageSize.LastLevel);
    }

    /// <summary>Maps the VMM's memory behind a shared address into the unprotected half: 2 MiB of it where the memory is in one piece.</summary>
    /// <param name="slot">The slot the address is in.</param>
    /// <param name="ipa">The address in the numbering of the protected half.</param>
    /// <returns>EEXIST: something is mapped there already.</returns>
    public async Script<HostResult> MapShared(MemorySlot slot, ulong ipa)
    {
        ulong block = services.PageSize.EntryBytes(BlockLevel);
        ulong start = ipa & ~(block - 1);
        bool blockFits = block == UserMemoryBlock.SizeBytes && slot.Range.Contains(start, block) && slot.SharedOffsetOf(start) % block == 0 && !realm.Private.Intersects(start, block)
            && !slot.Mapped.Intersects(start, block) && !tables.HasPageTable(ipa | realm.Geometry.SharedBit) && realm.Geometry.StartLevel <= BlockLevel;
        if (blockFits && slot.Shared!.TryTouchBlock(slot.SharedOffsetOf(start), out ulong whole))
            return await MapShared(slot, start, BlockLevel, whole);
        ulong page = services.PageSize.Of(ipa);
        HostResult touched = slot.Shared!.Touch(slot.SharedOffsetOf(page), out ulong pa);
        return touched.IsOk ? await MapShared(slot, page, HostPageSize.LastLevel, pa) : touched;
    }

    private async Script<HostResult> MapShared(MemorySlot slot, ulong ipa, int level, ulong pa)
    {
        var memory = new AddressRangeDescriptor(pa, level, 1, IsUndelegated: true);
        ulong start = ipa | realm.Geometry.SharedBit;
        ulong sizeBytes = services.PageSize.EntryBytes(level);
        // Noted before it is done: an unmapping too many does no harm.
        bool wasMapped = slot.Mapped.Intersects(ipa, sizeBytes);
        slot.Mapped.Add(ipa, sizeBytes);
        for (int reached = -1; ;)
        {
            RmiReply<ulong> reply = await services.Rmi.RttUnprotMap(realm.Rd, start, start + sizeBytes, memory, slot.IsReadOnly);
            realm.SharedPagesMapped += reply.IsSuccess ? (long)(sizeBytes / services.PageSize.Bytes) : 0;
            (bool again, HostResult result) = await AfterMap(reply.Reply, start, level, reached);
            if (!again)
            {
                if (!result.IsOk && !wasMapped && result.Error != Errno.EEXIST)
                    slot.Mapped.Remove(ipa, sizeBytes);
                return result;
            }
            reached = reply.Reply.Result.Level;
        }
    }

    private async Script<HostResult> MapPrivate(ulong start, int level)
    {
        ulong sizeBytes = services.PageSize.EntryBytes(level);
        services.Pe.Charge(HypervisorCosts.PageAllocation);
        (HostResult result, ulong pa) = await services.Granules.Allocate(realm.Ledger, GranulePurpose.Data, sizeBytes, sizeBytes);
        if (!result.IsOk)
            return result;
        RangeProgress progress = await MapRange(start, level, pa);
        realm.DataPagesMapped += (long)((progress.End - start) / services.PageSize.Bytes);
        if (progress.Result.IsOk)
            return HostResult.Ok;
        // What is mapped stays mapped, and the teardown will find it; only the rest comes back.
        await services.Granules.Release(
            realm.Ledger, GranulePurpose.Data, PageRange.FromEnds(pa + (progress.End - start), pa + sizeBytes));
        return progress.Result;
    }

    private async Script<RangeProgress> MapRange(ulong start, int level, ulong pa)
    {
        ulong next = start;
        ulong end = start + services.PageSize.EntryBytes(level);
        int reached = -1;
        while (next < end)
        {
            AddressRangeDescriptor memory = next == start
                ? new(pa, level, 1)
                : new(pa + (next - start), HostPageSize.LastLevel, (int)((end - next) / services.PageSize.Bytes));
            RmiReply<ulong> reply = await services.Rmi.RttDataMap(realm.Rd, next, end, memory);
            if (reply.IsSuccess && reply.Output > next && reply.Output <= end)
            {
                next = reply.Output;
                continue;
            }
            (bool again, HostResult result) = await AfterMap(reply.Reply, next, level, reached);
            if (!again)
                return new(next, result.IsOk ? HostResult.Fail(reply.Reply) : result);
            reached = reply.Reply.Result.Level;
        }
        return new(end, HostResult.Ok);
    }

    // Success and failure end the mapping; a missing table is made, one level for each answer, and the mapping tried again.
    private async Script<(bool Again, HostResult Result)> AfterMap(RmiReply reply, ulong ipa, int level, int reached)
    {
        if (reply.MissesTableAbove(level) && reply.Result.Level > reached)
        {
            HostResult created = await tables.Create(ipa, reply.Result.Level + 1);
            return (created.IsOk, created);
        }
        if (reply.Status == RmiStatus.ErrorRtt)
            return (false, HostResult.Fail(Errno.EEXIST, reply.Describe()));
        return (false, HostResult.From(reply));
    }
}
