using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>Memory on its way between the host and the RMM: taken from the allocator and delegated, undelegated and given back.</summary>
/// <remarks>
/// A granule is in one of three places: free in <see cref="HostMemory"/>, held in a <see cref="GranuleLedger"/>, or lost. What cannot be
/// undelegated is lost on purpose, granule by granule, so that no access of the host ever meets it.
/// </remarks>
/// <param name="rmi">The commands.</param>
/// <param name="memory">Where memory comes from.</param>
/// <param name="pageSize">The host's page size.</param>
internal sealed class Granules(RmiHost rmi, HostMemory memory, HostPageSize pageSize)
{
    /// <summary>Takes a page and delegates it. On failure nothing is held, or it is lost.</summary>
    /// <param name="ledger">Who will hold it.</param>
    /// <param name="purpose">What for.</param>
    public Script<(HostResult Result, ulong Address)> Allocate(GranuleLedger ledger, GranulePurpose purpose) =>
        Allocate(ledger, purpose, pageSize.Bytes, pageSize.Bytes);

    /// <summary>Takes memory and delegates it. On failure nothing is held: what was delegated has been undone, or is lost.</summary>
    /// <param name="ledger">Who will hold it.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="sizeBytes">Whole pages.</param>
    /// <param name="alignmentBytes">A power of two, at least a page.</param>
    public async Script<(HostResult Result, ulong Address)> Allocate(
        GranuleLedger ledger, GranulePurpose purpose, ulong sizeBytes, ulong alignmentBytes)
    {
        if (!memory.TryAllocate(sizeBytes, alignmentBytes, out ulong address))
            return (HostResult.Fail(Errno.ENOMEM, $"the host has no {sizeBytes} bytes of memory left"), 0);
        RangeProgress progress = await rmi.DelegateRange(address, address + sizeBytes);
        ledger.Held(purpose).Add(address, progress.End - address);
        if (progress.Result.IsOk)
            return (HostResult.Ok, address);
        memory.Free(progress.End, address + sizeBytes - progress.End);
        await Release(ledger, purpose, PageRange.FromEnds(address, progress.End));
        return (progress.Result, 0);
    }

    /// <summary>Undelegates memory and frees it; each granule that the RMM keeps is lost.</summary>
    /// <returns>The first failure; the rest of the range has been treated all the same.</returns>
    public async Script<HostResult> Release(GranuleLedger ledger, GranulePurpose purpose, PageRange range)
    {
        HostResult first = HostResult.Ok;
        ulong address = range.Base;
        while (address < range.End)
        {
            RangeProgress progress = await rmi.UndelegateRange(address, range.End);
            ledger.Held(purpose).Remove(address, progress.End - address);
            memory.Free(address, progress.End - address);
            address = progress.End;
            if (progress.Result.IsOk)
                continue;
            if (first.IsOk)
                first = progress.Result;
            ledger.Lose(purpose, pageSize.At(address), progress.Result.Message);
            address += pageSize.Bytes;
        }
        return first;
    }
}
