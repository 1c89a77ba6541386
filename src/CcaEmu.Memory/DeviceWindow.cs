namespace CcaEmu.Memory;

/// <summary>A device's place in the memory map.</summary>
/// <param name="Base">First byte address.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="Device">What answers there.</param>
public sealed record DeviceWindow(ulong Base, ulong Size, IMmioDevice Device)
{
    /// <summary>Reads a register, in the view of a physical address space where the device has several.</summary>
    /// <param name="address">Address and physical address space; in the window.</param>
    /// <param name="sizeBytes">1, 2, 4 or 8.</param>
    public ulong Read(PhysicalAddress address, int sizeBytes) => Device is IPasAwareDevice aware
        ? aware.Read(address.Pas, address.Value - Base, sizeBytes)
        : Device.Read(address.Value - Base, sizeBytes);

    /// <summary>Writes a register, in the view of a physical address space where the device has several.</summary>
    /// <param name="address">Address and physical address space; in the window.</param>
    /// <param name="sizeBytes">1, 2, 4 or 8.</param>
    /// <param name="value">The value in the low bits.</param>
    public void Write(PhysicalAddress address, int sizeBytes, ulong value)
    {
        if (Device is IPasAwareDevice aware)
            aware.Write(address.Pas, address.Value - Base, sizeBytes, value);
        else
            Device.Write(address.Value - Base, sizeBytes, value);
    }

    /// <summary>Whether the whole of [address, address + size) lies in the window.</summary>
    /// <param name="address">Byte address.</param>
    /// <param name="sizeBytes">Length in bytes.</param>
    public bool Contains(ulong address, ulong sizeBytes) => address >= Base && address - Base < Size && sizeBytes <= Size - (address - Base);
}
