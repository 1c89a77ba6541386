using System.Collections;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>A set of addresses, kept as the fewest ranges: sorted, disjoint, never touching each other.</summary>
internal sealed class PageRangeSet : IEnumerable<PageRange>
{
    private readonly List<PageRange> _ranges = [];

    /// <summary>How much the set holds, in bytes.</summary>
    public ulong TotalBytes { get; private set; }

    /// <summary>Number of separate ranges.</summary>
    public int Count => _ranges.Count;

    /// <summary>A range by its place in ascending order.</summary>
    public PageRange this[int index] => _ranges[index];

    /// <summary>Adds a range; what of it is there already stays there.</summary>
    public void Add(ulong address, ulong sizeBytes)
    {
        if (sizeBytes == 0)
            return;
        ulong start = address;
        ulong end = address + sizeBytes;
        int first = FirstEndingBehind(address == 0 ? 0 : address - 1);
        int last = first;
        for (; last < _ranges.Count && _ranges[last].Base <= end; last++)
        {
            start = Math.Min(start, _ranges[last].Base);
            end = Math.Max(end, _ranges[last].End);
            TotalBytes -= _ranges[last].SizeBytes;
        }
        _ranges.RemoveRange(first, last - first);
        _ranges.Insert(first, PageRange.FromEnds(start, end));
        TotalBytes += end - start;
    }

    /// <summary>Removes a range; what of it is not there does not matter.</summary>
    public void Remove(ulong address, ulong sizeBytes)
    {
        if (sizeBytes == 0)
            return;
        ulong end = address + sizeBytes;
        int index = FirstEndingBehind(address);
        while (index < _ranges.Count && _ranges[index].Base < end)
        {
            PageRange whole = _ranges[index];
            _ranges.RemoveAt(index);
            TotalBytes -= whole.SizeBytes;
            if (whole.Base < address)
                InsertAt(index++, PageRange.FromEnds(whole.Base, address));
            if (whole.End > end)
                InsertAt(index++, PageRange.FromEnds(end, whole.End));
        }
    }

    /// <summary>Whether an address is in the set.</summary>
    public bool Contains(ulong address)
    {
        int index = FirstEndingBehind(address);
        return index < _ranges.Count && _ranges[index].Base <= address;
    }

    /// <summary>Whether any address of a range is in the set.</summary>
    public bool Intersects(ulong address, ulong sizeBytes)
    {
        int index = FirstEndingBehind(address);
        return index < _ranges.Count && _ranges[index].Base < address + sizeBytes;
    }

    /// <summary>Whether all of a range is in the set.</summary>
    public bool ContainsAll(ulong address, ulong sizeBytes) => sizeBytes == 0 || EndOfRun(address) >= address + sizeBytes;

    /// <summary>First address from this one on that is not in the set.</summary>
    public ulong EndOfRun(ulong address)
    {
        int index = FirstEndingBehind(address);
        return index < _ranges.Count && _ranges[index].Base <= address ? _ranges[index].End : address;
    }

    /// <summary>First address from this one on that is in the set, or the highest address there is.</summary>
    public ulong StartBehind(ulong address)
    {
        int index = FirstEndingBehind(address);
        return index == _ranges.Count ? ulong.MaxValue : Math.Max(address, _ranges[index].Base);
    }

    /// <summary>What of a range is in the set, in ascending order; the set may change afterwards.</summary>
    public PageRange[] Within(PageRange range)
    {
        List<PageRange> parts = [];
        for (int i = FirstEndingBehind(range.Base); i < _ranges.Count && _ranges[i].Base < range.End; i++)
            parts.Add(PageRange.FromEnds(Math.Max(range.Base, _ranges[i].Base), Math.Min(range.End, _ranges[i].End)));
        return [.. parts];
    }

    /// <summary>Empties the set.</summary>
    public void Clear()
    {
        _ranges.Clear();
        TotalBytes = 0;
    }

    /// <summary>The ranges in ascending order.</summary>
    public IEnumerator<PageRange> GetEnumerator() => _ranges.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void InsertAt(int index, PageRange range)
    {
        _ranges.Insert(index, range);
        TotalBytes += range.SizeBytes;
    }

    // Index of the first range that reaches beyond an address.
    private int FirstEndingBehind(ulong address)
    {
        int low = 0;
        int high = _ranges.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_ranges[middle].End > address)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
