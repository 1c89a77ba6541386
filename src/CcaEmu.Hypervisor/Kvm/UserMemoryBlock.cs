namespace CcaEmu.Hypervisor.Kvm;

/// <summary>2 MiB of a process's memory: one piece, or pages of which each is in memory, written out, or untouched.</summary>
/// <param name="pages">Pages in it.</param>
internal sealed class UserMemoryBlock(int pages)
{
    /// <summary>Its size in bytes.</summary>
    public const ulong SizeBytes = 0x20_0000;

    private ulong[]? _pages;
    private SortedDictionary<int, byte[]>? _swapped;

    /// <summary>Address of the whole block; 0 where it is in pages.</summary>
    public ulong Whole { get; private set; }

    /// <summary>Whether nothing of it was ever touched.</summary>
    public bool IsEmpty => Whole == 0 && _pages is null && _swapped is null;

    /// <summary>Pages in memory.</summary>
    public int ResidentPages => Whole != 0 ? pages : _pages?.Count(page => page != 0) ?? 0;

    /// <summary>Pages written out.</summary>
    public int SwappedPages => _swapped?.Count ?? 0;

    /// <summary>Whether a page has contents, wherever they are.</summary>
    public bool Has(int index) => AddressOf(index) != 0 || _swapped?.ContainsKey(index) == true;

    /// <summary>Address of a page in memory; 0 for none.</summary>
    public ulong AddressOf(int index) => Whole != 0 ? Whole + (ulong)index * PageBytes : _pages?[index] ?? 0;

    /// <summary>Gives the block memory in one piece.</summary>
    public void SetWhole(ulong address) => Whole = address;

    /// <summary>Gives a page memory.</summary>
    /// <returns>The contents to put there; null for zeros.</returns>
    public byte[]? SetAddress(int index, ulong address)
    {
        Split();
        _pages![index] = address;
        byte[]? contents = null;
        _swapped?.Remove(index, out contents);
        return contents;
    }

    /// <summary>Keeps the contents of a page elsewhere.</summary>
    public void SwapOut(int index, byte[] contents)
    {
        Split();
        _pages![index] = 0;
        (_swapped ??= [])[index] = contents;
    }

    /// <summary>Forgets a page.</summary>
    /// <returns>Its address; 0 for none.</returns>
    public ulong Forget(int index)
    {
        _swapped?.Remove(index);
        ulong address = AddressOf(index);
        if (address != 0)
        {
            Split();
            _pages![index] = 0;
        }
        return address;
    }

    private ulong PageBytes => SizeBytes / (ulong)pages;

    private void Split()
    {
        _pages ??= new ulong[pages];
        for (int i = 0; Whole != 0 && i < pages; i++)
            _pages[i] = Whole + (ulong)i * PageBytes;
        Whole = 0;
    }
}
