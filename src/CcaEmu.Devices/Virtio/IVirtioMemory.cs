namespace CcaEmu.Devices.Virtio;

/// <summary>The driver's memory as a virtio device reaches it, by the addresses that the driver uses.</summary>
public interface IVirtioMemory
{
    /// <summary>Reads bytes.</summary>
    /// <param name="address">Address of the first.</param>
    /// <param name="bytes">Takes them.</param>
    /// <returns>False where any of them is not memory that the device may reach; what was read then is of no use.</returns>
    bool TryRead(ulong address, Span<byte> bytes);

    /// <summary>Writes bytes.</summary>
    /// <param name="address">Address of the first.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>False where any of them is not memory that the device may reach; some may have been written.</returns>
    bool TryWrite(ulong address, ReadOnlySpan<byte> bytes);
}
