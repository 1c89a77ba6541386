using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Kvm;

/// <summary>Anonymous memory of a VMM's process, by offset: what <c>mmap</c> gives. Pages appear as they are touched, zeroed.</summary>
/// <remarks>
/// As the backing of a memory slot it is what the guest sees at shared addresses. Pages that the host runs short of are written out and come
/// back when they are touched again; whoever had them mapped loses the mapping first, as with Linux' MMU notifiers. An offset of a whole
/// 2 MiB that is touched through a guest comes as one block where the host has one.
/// </remarks>
public sealed class UserMemory : IReclaimable
{
    private readonly HostServices _services;
    private readonly SortedDictionary<ulong, UserMemoryBlock> _blocks = [];
    private readonly HashSet<ulong> _lost = [];
    private ulong _hand;

    internal UserMemory(HostServices services, ulong sizeBytes)
    {
        _services = services;
        SizeBytes = sizeBytes;
    }

    /// <summary>Its length in bytes, a multiple of the host's page size.</summary>
    public ulong SizeBytes { get; }

    /// <summary>How much of it is in memory, in bytes.</summary>
    public ulong ResidentBytes => (ulong)_blocks.Values.Sum(block => block.ResidentPages) * PageBytes;

    /// <summary>How much of it has been written out, in bytes.</summary>
    public ulong SwappedBytes => (ulong)_blocks.Values.Sum(block => block.SwappedPages) * PageBytes;

    /// <summary>The slots that show it, with the virtual machines they are of.</summary>
    internal List<(IGuestKind Kind, MemorySlot Slot)> Users { get; } = [];

    /// <summary>Reads bytes. Pages that were never written are zero.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="destination">Where they go.</param>
    /// <returns>EFAULT beyond the end; ENOMEM where a page that was written out does not fit.</returns>
    public HostResult Read(ulong offset, Span<byte> destination)
    {
        HostResult result = Check(offset, (ulong)destination.Length);
        while (result.IsOk && destination.Length > 0)
        {
            int length = (int)Math.Min(PageBytes - offset % PageBytes, (ulong)destination.Length);
            Span<byte> part = destination[..length];
            if (!IsTouched(offset))
                part.Clear();
            else if ((result = Touch(offset, out ulong pa)).IsOk)
                result = _services.Physical.Read(pa + offset % PageBytes, part);
            offset += (ulong)length;
            destination = destination[length..];
        }
        return result;
    }

    /// <summary>Writes bytes.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="source">The bytes.</param>
    /// <returns>EFAULT beyond the end; ENOMEM where the host has no page left: see <see cref="Populate"/>.</returns>
    public HostResult Write(ulong offset, ReadOnlySpan<byte> source)
    {
        HostResult result = Check(offset, (ulong)source.Length);
        while (result.IsOk && source.Length > 0)
        {
            int length = (int)Math.Min(PageBytes - offset % PageBytes, (ulong)source.Length);
            result = Touch(offset, out ulong pa);
            if (result.IsOk)
                result = _services.Physical.Write(pa + offset % PageBytes, source[..length]);
            offset += (ulong)length;
            source = source[length..];
        }
        return result;
    }

    /// <summary>Brings pages into memory, as MADV_POPULATE_WRITE does; makes room by writing others out if need be.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="sizeBytes">Length in bytes.</param>
    /// <returns>EFAULT beyond the end; ENOMEM.</returns>
    public async Script<HostResult> Populate(ulong offset, ulong sizeBytes)
    {
        HostResult result = Check(offset, sizeBytes);
        for (ulong page = offset & ~(PageBytes - 1); result.IsOk && page < offset + sizeBytes; page += PageBytes)
        {
            result = Touch(page, out _);
            if (result.Error == Errno.ENOMEM && await _services.Reclaim.MakeRoom())
                result = Touch(page, out _);
        }
        return result;
    }

    /// <summary>Forgets pages, as MADV_DONTNEED does: they are zero again, and the memory is free. Guests lose their mappings of them.</summary>
    /// <param name="offset">First byte, a multiple of the page size.</param>
    /// <param name="sizeBytes">Length in bytes, a multiple of the page size.</param>
    /// <returns>EINVAL where it is not aligned or beyond the end; what unmapping ended with, and then the pages stay.</returns>
    public async Script<HostResult> Discard(ulong offset, ulong sizeBytes)
    {
        if (offset % PageBytes != 0 || sizeBytes % PageBytes != 0 || !Check(offset, sizeBytes).IsOk)
            return HostResult.Fail(Errno.EINVAL, $"0x{offset:X}, 0x{sizeBytes:X} bytes: whole pages of the {SizeBytes} bytes are expected");
        HostResult result = await Unmap(offset, sizeBytes);
        if (!result.IsOk)
            return result;
        for (ulong page = offset; page < offset + sizeBytes; page += PageBytes)
        {
            if (_lost.Contains(page))
                continue;
            if (_blocks.TryGetValue(page / UserMemoryBlock.SizeBytes, out UserMemoryBlock? block))
                _services.FreePage(block.Forget(IndexOf(page)));
            else
                page |= UserMemoryBlock.SizeBytes - PageBytes;
        }
        return HostResult.Ok;
    }

    /// <summary>The page of an offset, made or brought back if need be.</summary>
    internal HostResult Touch(ulong offset, out ulong pa)
    {
        UserMemoryBlock block = BlockOf(offset);
        int index = IndexOf(offset);
        pa = block.AddressOf(index);
        if (pa != 0)
            return HostResult.Ok;
        HostResult result = _services.AllocateZeroedPage(out pa);
        if (!result.IsOk)
            return result;
        byte[]? contents = block.SetAddress(index, pa);
        return contents is null ? result : _services.Physical.Write(pa, contents);
    }

    /// <summary>The 2 MiB of an offset in one piece, where nothing of them was there in pieces and the host has such a piece.</summary>
    internal bool TryTouchBlock(ulong offset, out ulong pa)
    {
        ulong start = offset & ~(UserMemoryBlock.SizeBytes - 1);
        pa = 0;
        if (start + UserMemoryBlock.SizeBytes > SizeBytes)
            return false;
        UserMemoryBlock block = BlockOf(start);
        if (block.IsEmpty && _services.Memory.TryAllocate(UserMemoryBlock.SizeBytes, UserMemoryBlock.SizeBytes, out ulong whole))
        {
            _services.Physical.Clear(whole, UserMemoryBlock.SizeBytes);
            block.SetWhole(whole);
        }
        pa = block.Whole;
        return pa != 0;
    }

    /// <summary>Address of a page that is in memory; 0 for none.</summary>
    internal ulong AddressOf(ulong offset) =>
        _blocks.TryGetValue(offset / UserMemoryBlock.SizeBytes, out UserMemoryBlock? block) ? block.AddressOf(IndexOf(offset)) : 0;

    /// <summary>Has a page never be used again.</summary>
    internal void Lose(ulong offset) => _lost.Add(offset);

    /// <inheritdoc/>
    async Script<ulong> IReclaimable.Evict(ulong bytes)
    {
        ulong freed = 0;
        // On from where the last time ended, so that what was brought back last goes last.
        foreach ((ulong number, UserMemoryBlock block) in _blocks.Where(pair => pair.Key >= _hand).Concat(_blocks.Where(pair => pair.Key < _hand)).ToArray())
        {
            if (freed >= bytes)
                break;
            _hand = number + 1;
            for (int index = 0; index < PagesInBlock && freed < bytes; index++)
            {
                ulong offset = number * UserMemoryBlock.SizeBytes + (ulong)index * PageBytes;
                if (block.AddressOf(index) == 0 || _lost.Contains(offset) || !(await Unmap(offset, PageBytes)).IsOk)
                    continue;
                byte[] contents = new byte[PageBytes];
                ulong pa = block.AddressOf(index);
                if (pa == 0 || !_services.Physical.Read(pa, contents).IsOk)
                    continue;
                _services.Pe.Charge(HypervisorCosts.Copy(PageBytes));
                block.SwapOut(index, contents);
                _services.FreePage(pa);
                freed += PageBytes;
            }
        }
        return freed;
    }

    /// <summary>Gives all of it back, when the process ends. No guest has it mapped any more, but what is lost.</summary>
    internal void Release()
    {
        foreach ((ulong number, UserMemoryBlock block) in _blocks)
        {
            for (int index = 0; index < PagesInBlock; index++)
            {
                if (!_lost.Contains(number * UserMemoryBlock.SizeBytes + (ulong)index * PageBytes))
                    _services.FreePage(block.AddressOf(index));
            }
        }
        _blocks.Clear();
    }

    private ulong PageBytes => _services.PageSize.Bytes;

    private int PagesInBlock => (int)(UserMemoryBlock.SizeBytes / PageBytes);

    private int IndexOf(ulong offset) => (int)(offset % UserMemoryBlock.SizeBytes / PageBytes);

    private bool IsTouched(ulong offset) =>
        _blocks.TryGetValue(offset / UserMemoryBlock.SizeBytes, out UserMemoryBlock? block) && block.Has(IndexOf(offset));

    private UserMemoryBlock BlockOf(ulong offset)
    {
        ulong number = offset / UserMemoryBlock.SizeBytes;
        if (!_blocks.TryGetValue(number, out UserMemoryBlock? block))
            _blocks.Add(number, block = new UserMemoryBlock(PagesInBlock));
        return block;
    }

    private HostResult Check(ulong offset, ulong sizeBytes) => offset <= SizeBytes && sizeBytes <= SizeBytes - offset
        ? HostResult.Ok
        : HostResult.Fail(Errno.EFAULT, $"0x{offset:X}, 0x{sizeBytes:X} bytes: beyond the {SizeBytes} bytes of the mapping");

    // What Linux does with an MMU notifier: each virtual machine that shows these pages unmaps them, under its own lock.
    private async Script<HostResult> Unmap(ulong offset, ulong sizeBytes)
    {
        HostResult first = HostResult.Ok;
        foreach ((IGuestKind kind, MemorySlot slot) in Users.ToArray())
        {
            ulong from = Math.Max(offset, slot.SharedOffset);
            ulong to = Math.Min(offset + sizeBytes, slot.SharedOffset + slot.Range.SizeBytes);
            if (from >= to || !slot.Mapped.Intersects(slot.AddressOf(from), to - from))
                continue;
            await kind.Guest.Lock.Acquire(_services);
            HostResult unmapped = await kind.UnmapShared(slot, new PageRange(slot.AddressOf(from), to - from));
            kind.Guest.Lock.Release();
            first = first.IsOk ? unmapped : first;
        }
        return first;
    }
}
