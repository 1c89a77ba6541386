namespace CcaEmu.Memory;

/// <summary>Which 4 KiB pages of RAM hold instructions that somebody has decoded.</summary>
/// <remarks>
/// Keyed by page alone: all physical address spaces show the same bytes, so a write through any of them, by any PE, managed layer
/// or device, invalidates what was decoded.
/// </remarks>
public sealed class CodePages
{
    private const int FilterBits = 1 << 14;

    private readonly HashSet<ulong> _pages = [];

    // One bit for all pages that are a multiple of 64 MiB apart: clear where none of them was ever marked.
    private readonly ulong[] _filter = new ulong[FilterBits / 64];
    private readonly List<ICodeObserver> _observers = [];

    /// <summary>Adds an observer.</summary>
    /// <param name="observer">Who is told, until it unsubscribes.</param>
    public void Subscribe(ICodeObserver observer) => _observers.Add(observer);

    /// <summary>Takes an observer away.</summary>
    /// <param name="observer">Who is told no more.</param>
    public void Unsubscribe(ICodeObserver observer) => _observers.Remove(observer);

    /// <summary>Whether a page holds decoded instructions.</summary>
    /// <param name="page">Physical address of the 4 KiB page.</param>
    public bool Contains(ulong page) => (FilterOf(page) >> (int)(page >> 12) & 1) != 0 && _pages.Contains(page);

    /// <summary>Notes that a page holds decoded instructions from now on.</summary>
    /// <param name="page">Physical address of the 4 KiB page.</param>
    public void Mark(ulong page)
    {
        if (!_pages.Add(page))
            return;
        FilterOf(page) |= 1UL << (int)(page >> 12);
        foreach (ICodeObserver observer in _observers)
            observer.OnCodeMarked(page);
    }

    /// <summary>
    /// Tells that [address, address + size) was written. Where no instruction in it was ever decoded (data beside code), nothing happens
    /// and the page stays marked.
    /// </summary>
    /// <param name="address">Physical byte address.</param>
    /// <param name="sizeBytes">Length in bytes, at least 1.</param>
    public void NotifyWrite(ulong address, ulong sizeBytes)
    {
        if (_pages.Count == 0 || (sizeBytes <= 0x1000 - (address & 0xFFF) && !Contains(address & ~0xFFFUL)))
            return;
        for (ulong page = address & ~0xFFFUL; page < address + sizeBytes; page += 0x1000)
        {
            ulong from = Math.Max(address, page), to = Math.Min(address + sizeBytes, page + 0x1000);
            if (!Contains(page) || !HasDecoded(from, to - from))
                continue;
            _pages.Remove(page);
            foreach (ICodeObserver observer in _observers)
                observer.OnCodeWritten(page);
        }
    }

    private ref ulong FilterOf(ulong page) => ref _filter[(page >> 18) & (FilterBits / 64 - 1)];

    private bool HasDecoded(ulong address, ulong sizeBytes)
    {
        foreach (ICodeObserver observer in _observers)
        {
            if (observer.HasDecoded(address, sizeBytes))
                return true;
        }
        return false;
    }
}
