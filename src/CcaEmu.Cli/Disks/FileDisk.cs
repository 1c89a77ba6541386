using CcaEmu.Devices.Virtio;
using Microsoft.Win32.SafeHandles;

namespace CcaEmu.Cli.Disks;

/// <summary>A disk whose sectors are a file's: what the guest writes is in the file when the run is over, or the guest has flushed.</summary>
internal sealed class FileDisk : IBlockBackend, IDisposable
{
    private readonly SafeFileHandle _file;

    /// <summary>A disk on an open file.</summary>
    /// <param name="file">The file, which the disk closes.</param>
    /// <param name="sizeBytes">Its size, a multiple of 512.</param>
    /// <param name="isReadOnly">Whether it takes no writes.</param>
    public FileDisk(SafeFileHandle file, ulong sizeBytes, bool isReadOnly) => (_file, SizeBytes, IsReadOnly) = (file, sizeBytes, isReadOnly);

    /// <inheritdoc/>
    public ulong SizeBytes { get; }

    /// <inheritdoc/>
    public bool IsReadOnly { get; }

    /// <inheritdoc/>
    public bool TryRead(ulong offset, Span<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
            {
                int read = RandomAccess.Read(_file, bytes, (long)offset);
                if (read == 0)
                    return false; // somebody has cut the file
                offset += (ulong)read;
                bytes = bytes[read..];
            }
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public bool TryWrite(ulong offset, ReadOnlySpan<byte> bytes) => Try(bytes, (file, data) => RandomAccess.Write(file, data, (long)offset));

    /// <inheritdoc/>
    public bool TryFlush() => Try([], static (file, _) => RandomAccess.FlushToDisk(file));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private bool Try(ReadOnlySpan<byte> bytes, Access access)
    {
        try
        {
            access(_file, bytes);
            return true;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private delegate void Access(SafeFileHandle file, ReadOnlySpan<byte> bytes);
}
