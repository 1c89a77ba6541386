namespace CcaEmu.Memory;

/// <summary>Memory as a device that reads and writes it by itself reaches it: through a door of its own, where every access is checked.</summary>
public interface IDeviceMemory
{
    /// <summary>Reads up to eight bytes.</summary>
    /// <param name="address">Address, aligned to <paramref name="sizeBytes"/>, and physical address space.</param>
    /// <param name="sizeBytes">1, 2, 4 or 8.</param>
    /// <param name="value">The value, zero extended; 0 where the access was not made.</param>
    MemoryResult Read(PhysicalAddress address, int sizeBytes, out ulong value);

    /// <summary>Writes up to eight bytes.</summary>
    /// <param name="address">Address, aligned to <paramref name="sizeBytes"/>, and physical address space.</param>
    /// <param name="sizeBytes">1, 2, 4 or 8.</param>
    /// <param name="value">The value in the low bytes.</param>
    MemoryResult Write(PhysicalAddress address, int sizeBytes, ulong value);
}
