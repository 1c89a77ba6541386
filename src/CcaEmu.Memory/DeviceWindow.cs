namespace CcaEmu.Memory;

/// <summary>A device's place in the memory map.</summary>
/// <param name="Base">First byte address.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="Device">What answers there.</param>
public sealed record DeviceWindow(ulong Base, ulong Size, IMmioDevice Device)
{
    /// <summary>Whether the whole of [address, address + size) lies in the window.</summary>
    /// <param name="address">Byte address.</param>
    /// <param name="sizeBytes">Length in bytes.</param>
    public bool Contains(ulong address, ulong sizeBytes) => address >= Base && address - Base < Size && sizeBytes <= Size - (address - Base);
}
