namespace CcaEmu.Devices.Virtio;

/// <summary>Where the sectors of a block device are.</summary>
public interface IBlockBackend
{
    /// <summary>Size in bytes, a multiple of 512.</summary>
    ulong SizeBytes { get; }

    /// <summary>Whether it takes no writes.</summary>
    bool IsReadOnly { get; }

    /// <summary>Reads bytes that are inside.</summary>
    /// <param name="offset">Offset of the first.</param>
    /// <param name="bytes">Takes them.</param>
    /// <returns>False for an error of the medium.</returns>
    bool TryRead(ulong offset, Span<byte> bytes);

    /// <summary>Writes bytes that are inside.</summary>
    /// <param name="offset">Offset of the first.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>False for an error of the medium.</returns>
    bool TryWrite(ulong offset, ReadOnlySpan<byte> bytes);

    /// <summary>Makes all writes durable.</summary>
    /// <returns>False for an error of the medium.</returns>
    bool TryFlush();
}
