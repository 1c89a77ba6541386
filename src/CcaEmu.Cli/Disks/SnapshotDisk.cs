using CcaEmu.Devices.Virtio;

namespace CcaEmu.Cli.Disks;

/// <summary>A disk over another that is only read: sectors that are written are kept in memory, and are gone when the run is over.</summary>
/// <param name="below">The other disk.</param>
/// <param name="closesBelow">Whether this one closes it.</param>
internal sealed class SnapshotDisk(IBlockBackend below, bool closesBelow = true) : IBlockBackend, IDisposable
{
    private const int SectorBytes = 512;

    private readonly Dictionary<ulong, byte[]> _written = [];

    /// <inheritdoc/>
    public ulong SizeBytes => below.SizeBytes;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public bool TryRead(ulong offset, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            Span<byte> part = Cut(offset, bytes);
            if (_written.TryGetValue(offset / SectorBytes, out byte[]? sector))
                sector.AsSpan((int)(offset % SectorBytes), part.Length).CopyTo(part);
            else if (!below.TryRead(offset, part))
                return false;
            offset += (ulong)part.Length;
            bytes = bytes[part.Length..];
        }
        return true;
    }

    /// <inheritdoc/>
    public bool TryWrite(ulong offset, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int length = (int)Math.Min((ulong)bytes.Length, SectorBytes - offset % SectorBytes);
            ulong number = offset / SectorBytes;
            if (!_written.TryGetValue(number, out byte[]? sector))
            {
                sector = new byte[SectorBytes];
                if (length < SectorBytes && !below.TryRead(number * SectorBytes, sector))
                    return false;
                _written.Add(number, sector);
            }
            bytes[..length].CopyTo(sector.AsSpan((int)(offset % SectorBytes)));
            offset += (ulong)length;
            bytes = bytes[length..];
        }
        return true;
    }

    /// <inheritdoc/>
    public bool TryFlush() => true;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (closesBelow)
            (below as IDisposable)?.Dispose();
    }

    private static Span<byte> Cut(ulong offset, Span<byte> bytes) =>
        bytes[..(int)Math.Min((ulong)bytes.Length, SectorBytes - offset % SectorBytes)];
}
