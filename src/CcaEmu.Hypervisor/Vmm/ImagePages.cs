using System.Collections.Immutable;
using CcaEmu.Arm;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor.Vmm;

/// <summary>An image as pages of guest memory: each page that holds a byte of the file, by ascending address.</summary>
/// <remarks>
/// What of such a page the file does not fill is zero. Pages without a byte of the file are not among them: they are mapped as they are
/// touched, and not measured.
/// </remarks>
internal sealed class ImagePages
{
    private readonly ImmutableArray<ImageSegment> _segments;
    private readonly HostPageSize _pageSize;

    /// <summary>The pages of an image and the files beside it.</summary>
    /// <param name="launch">Says which.</param>
    public ImagePages(RealmLaunch launch)
    {
        _pageSize = new HostPageSize(launch.HostPageSize);
        _segments = [.. launch.Image.Segments, .. launch.Files.Select(file => new ImageSegment(
            file.Address, new VirtualAddress(file.Address.Value), (ulong)file.Data.Length, file.Data, true, true, false))];
    }

    /// <summary>Addresses of the pages.</summary>
    public IEnumerable<ulong> Addresses()
    {
        ulong next = 0;
        foreach (ImageSegment segment in _segments)
        {
            if (segment.Data.IsEmpty)
                continue;
            ulong page = Math.Max(next, _pageSize.Of(segment.Address.Value));
            for (; page < segment.Address.Value + (ulong)segment.Data.Length; page += _pageSize.Bytes)
                yield return page;
            next = page;
        }
    }

    /// <summary>Makes the contents of a page.</summary>
    /// <param name="address">Address of the page.</param>
    /// <param name="page">As many bytes as a page has.</param>
    public void Compose(ulong address, Span<byte> page)
    {
        page.Clear();
        ulong end = address + _pageSize.Bytes;
        for (int i = FirstSegmentEndingBehind(address); i < _segments.Length && _segments[i].Address.Value < end; i++)
        {
            ImageSegment segment = _segments[i];
            ulong from = Math.Max(address, segment.Address.Value);
            ulong to = Math.Min(end, segment.Address.Value + (ulong)segment.Data.Length);
            if (from < to)
                segment.Data.Span[(int)(from - segment.Address.Value)..(int)(to - segment.Address.Value)].CopyTo(page[(int)(from - address)..]);
        }
    }

    private int FirstSegmentEndingBehind(ulong address)
    {
        int low = 0;
        int high = _segments.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_segments[middle].End.Value > address)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
