using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor.Vmm;

/// <summary>An image as pages of guest memory: each page that holds a byte of the file, by ascending address.</summary>
/// <remarks>
/// What of such a page the file does not fill is zero. Pages without a byte of the file are not among them: they are mapped as they are
/// touched, and not measured.
/// </remarks>
/// <param name="image">The image.</param>
/// <param name="pageSize">The host's page size.</param>
internal sealed class ImagePages(Elf64Image image, HostPageSize pageSize)
{
    /// <summary>Addresses of the pages.</summary>
    public IEnumerable<ulong> Addresses()
    {
        ulong next = 0;
        foreach (ImageSegment segment in image.Segments)
        {
            if (segment.Data.IsEmpty)
                continue;
            ulong page = Math.Max(next, pageSize.Of(segment.Address.Value));
            for (; page < segment.Address.Value + (ulong)segment.Data.Length; page += pageSize.Bytes)
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
        ulong end = address + pageSize.Bytes;
        for (int i = FirstSegmentEndingBehind(address); i < image.Segments.Length && image.Segments[i].Address.Value < end; i++)
        {
            ImageSegment segment = image.Segments[i];
            ulong from = Math.Max(address, segment.Address.Value);
            ulong to = Math.Min(end, segment.Address.Value + (ulong)segment.Data.Length);
            if (from < to)
                segment.Data.Span[(int)(from - segment.Address.Value)..(int)(to - segment.Address.Value)].CopyTo(page[(int)(from - address)..]);
        }
    }

    private int FirstSegmentEndingBehind(ulong address)
    {
        int low = 0;
        int high = image.Segments.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (image.Segments[middle].End.Value > address)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
