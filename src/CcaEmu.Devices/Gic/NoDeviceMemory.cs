using CcaEmu.Memory;

namespace CcaEmu.Devices.Gic;

/// <summary>The memory of a GIC without LPIs: none.</summary>
internal sealed class NoDeviceMemory : IDeviceMemory
{
    public MemoryResult Read(PhysicalAddress address, int sizeBytes, out ulong value)
    {
        value = 0;
        return new(default, true);
    }

    public MemoryResult Write(PhysicalAddress address, int sizeBytes, ulong value) => new(default, true);
}
