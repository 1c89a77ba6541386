namespace CcaEmu.Devices.Virtio;

/// <summary>A disk whose contents are an array; nothing of it outlives the machine.</summary>
/// <param name="contents">Its sectors: a multiple of 512 bytes.</param>
/// <param name="isReadOnly">Whether it takes no writes.</param>
public sealed class MemoryDisk(byte[] contents, bool isReadOnly = false) : IBlockBackend
{
    /// <inheritdoc/>
    public ulong SizeBytes => (ulong)contents.Length & ~511UL;

    /// <inheritdoc/>
    public bool IsReadOnly => isReadOnly;

    /// <inheritdoc/>
    public bool TryRead(ulong offset, Span<byte> bytes)
    {
        contents.AsSpan((int)offset, bytes.Length).CopyTo(bytes);
        return true;
    }

    /// <inheritdoc/>
    public bool TryWrite(ulong offset, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(contents.AsSpan((int)offset));
        return true;
    }

    /// <inheritdoc/>
    public bool TryFlush() => true;
}
