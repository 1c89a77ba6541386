using System.Buffers.Binary;
using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>The memory side of stateful operations: gathers what the RMM asks for, lists it, and takes back what it returns.</summary>
/// <remarks>
/// Made ahead of time, with its list page, so that destroying an object never has to allocate. It holds memory only while an operation
/// runs; what the RMM keeps is in the ledger under <see cref="GranulePurpose.Donation"/>. No balance is assumed between what one operation
/// takes and another gives back. RMM specification 2.0-bet1 (DEN0137), types RmiOpMemDonateReq and RmiAddrRangeDesc.
/// </remarks>
internal sealed class MemoryTransfer
{
    /// <summary>How many descriptors are listed at once: what fits in a page of any size.</summary>
    public const int ListCapacity = 512;

    private readonly HostMemory _memory;
    private readonly HostPhysical _physical;
    private readonly Granules _granules;
    private readonly GranuleLedger _ledger;
    private readonly HostPageSize _pageSize;
    private readonly AbiWord _layout;
    private readonly List<AddressRangeDescriptor> _prepared = [];

    /// <summary>A transfer for one realm, REC, or the RMM itself.</summary>
    /// <param name="services">Memory and commands.</param>
    /// <param name="ledger">Who holds what is donated.</param>
    /// <param name="listPage">A page of the host's own memory for descriptor lists.</param>
    public MemoryTransfer(HostServices services, GranuleLedger ledger, ulong listPage)
    {
        (_memory, _physical, _granules, _ledger) = (services.Memory, services.Physical, services.Granules, ledger);
        _pageSize = services.PageSize;
        _layout = services.Abi.Words.AddressRange(_pageSize.Granule);
        ListPage = listPage;
    }

    /// <summary>Address of the descriptor list.</summary>
    public ulong ListPage { get; }

    /// <summary>Descriptors in the list.</summary>
    public int PreparedCount => _prepared.Count;

    /// <summary>Fills the list with memory that meets a requirement, as far as the list has room.</summary>
    public async Script<HostResult> Prepare(DonationRequirements wanted)
    {
        if (_prepared.Count > 0 && !_prepared.TrueForAll(entry => Suits(entry, wanted)))
            await ReleaseUnused();
        int blocks = wanted.IsContiguous ? 1 : Math.Min(wanted.Count, ListCapacity);
        int countEach = wanted.IsContiguous ? wanted.Count : 1;
        if (wanted.Level is < 1 or > 3 || countEach is < 1 || countEach > AddressRangeDescriptor.MaximumCount(_pageSize.Granule))
            return HostResult.Fail(Errno.ENXIO, $"the RMM asks for {wanted.Count} blocks of level {wanted.Level}, more than this host gives");
        while (_prepared.Count < blocks)
        {
            HostResult added = await Add(wanted, countEach);
            if (!added.IsOk && _prepared.Count == 0)
                return added;
            if (!added.IsOk)
                break;
        }
        return WriteList();
    }

    /// <summary>Notes that the RMM has taken the first granules of the list.</summary>
    /// <param name="granules">How many; an entry of which only a part was taken counts as taken, so that none of it is used again.</param>
    public void Donated(ulong granules)
    {
        int count = 0;
        for (ulong taken = 0; taken < granules && count < _prepared.Count; count++)
        {
            AddressRangeDescriptor entry = _prepared[count];
            taken += entry.SizeBytes(_pageSize.Granule) / _pageSize.Bytes;
            if (entry.IsUndelegated)
                _ledger.Held(GranulePurpose.Donation).Add(entry.Address, entry.SizeBytes(_pageSize.Granule));
        }
        _prepared.RemoveRange(0, count);
    }

    /// <summary>Takes back the memory that the RMM has put into the list.</summary>
    public async Script<HostResult> Reclaimed(int count)
    {
        for (int i = 0; i < count; i++)
        {
            HostResult read = _physical.Read64(ListPage + (ulong)i * sizeof(ulong), out ulong word);
            if (!read.IsOk)
                return read;
            AddressRangeDescriptor.TryDecode(_layout.ToCanonical(word), _pageSize.Granule, out AddressRangeDescriptor entry);
            await GiveBack(entry);
        }
        return HostResult.Ok;
    }

    /// <summary>Frees what was prepared and not taken.</summary>
    public async Script<HostResult> ReleaseUnused()
    {
        while (_prepared.Count > 0)
        {
            AddressRangeDescriptor entry = _prepared[^1];
            _prepared.RemoveAt(_prepared.Count - 1);
            if (entry.IsUndelegated)
                _memory.Free(entry.Address, entry.SizeBytes(_pageSize.Granule));
            else
                await GiveBack(entry);
        }
        return HostResult.Ok;
    }

    private static bool Suits(AddressRangeDescriptor entry, DonationRequirements wanted) =>
        entry.Level == wanted.Level && entry.IsUndelegated == wanted.IsUndelegated
        && entry.Count == (wanted.IsContiguous ? wanted.Count : 1);

    private async Script<HostResult> Add(DonationRequirements wanted, int count)
    {
        ulong block = _pageSize.Granule.EntrySizeBytes(wanted.Level);
        ulong sizeBytes = block * (ulong)count;
        ulong alignment = wanted.IsContiguous ? System.Numerics.BitOperations.RoundUpToPowerOf2(sizeBytes) : block;
        HostResult result;
        ulong address;
        if (!wanted.IsUndelegated)
            (result, address) = await _granules.Allocate(_ledger, GranulePurpose.Donation, sizeBytes, alignment);
        else if (_memory.TryAllocate(sizeBytes, alignment, out address))
            result = HostResult.Ok;
        else
            result = HostResult.Fail(Errno.ENOMEM, $"the host has no {sizeBytes} bytes to donate");
        if (result.IsOk)
            _prepared.Add(new AddressRangeDescriptor(address, wanted.Level, count, wanted.IsUndelegated));
        return result;
    }

    // Memory the RMM names is believed only as far as the ledger knows it as donated.
    private async Script<HostResult> GiveBack(AddressRangeDescriptor entry)
    {
        var range = new PageRange(entry.Address, entry.SizeBytes(_pageSize.Granule));
        PageRangeSet held = _ledger.Held(GranulePurpose.Donation);
        if (!held.Any(donated => donated.Contains(range.Base, range.SizeBytes)))
            return HostResult.Fail(Errno.ENXIO, $"the RMM returns {range}, which was never donated");
        if (!entry.IsUndelegated)
            return await _granules.Release(_ledger, GranulePurpose.Donation, range);
        held.Remove(range.Base, range.SizeBytes);
        _memory.Free(range.Base, range.SizeBytes);
        return HostResult.Ok;
    }

    private HostResult WriteList()
    {
        Span<byte> words = stackalloc byte[_prepared.Count * sizeof(ulong)];
        for (int i = 0; i < _prepared.Count; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(words[(i * sizeof(ulong))..], _layout.FromCanonical(_prepared[i].Encode(_pageSize.Granule)));
        return _physical.Write(ListPage, words);
    }
}
