using System.Buffers.Binary;

namespace CcaEmu.Cli.Testing;

/// <summary>A disk for one run of an image: every 512-byte sector holds its own number, 64 times. It goes with the run.</summary>
internal sealed class ScratchDisk : IDisposable
{
    /// <summary>Largest disk, in bytes.</summary>
    public const ulong LargestBytes = 64 << 20;

    private const int SectorBytes = 512;

    /// <summary>Makes a disk.</summary>
    /// <param name="sizeBytes">Its size, a multiple of 512.</param>
    /// <exception cref="IOException">There is no room.</exception>
    public ScratchDisk(ulong sizeBytes)
    {
        Path = System.IO.Path.GetTempFileName();
        var contents = new byte[sizeBytes];
        for (int offset = 0; offset < contents.Length; offset += sizeof(ulong))
            BinaryPrimitives.WriteUInt64LittleEndian(contents.AsSpan(offset), (ulong)(offset / SectorBytes));
        File.WriteAllBytes(Path, contents);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);
}
