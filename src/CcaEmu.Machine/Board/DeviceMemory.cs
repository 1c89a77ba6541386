using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Machine.Board;

/// <summary>RAM as a device that is a bus master reaches it: every access is checked against the Granule Protection Table that the PEs use.</summary>
/// <remarks>
/// The door follows the configuration of PE 0, as all PEs of a system have the same (Arm ARM, D9.1), and remembers no check, so that no
/// TLBI has to reach it. A device reaches no other device: what is not RAM ends in an external abort.
/// </remarks>
internal sealed class DeviceMemory : IDeviceMemory, IDisposable
{
    private readonly GranuleProtection _door;
    private readonly ProcessingElement _pe;

    /// <summary>A door for one device.</summary>
    /// <param name="memory">The board's memory map.</param>
    /// <param name="pe">PE 0.</param>
    public DeviceMemory(PhysicalMemory memory, ProcessingElement pe)
    {
        _door = new GranuleProtection(memory) { CachesChecks = false };
        _pe = pe;
    }

    /// <inheritdoc/>
    public MemoryResult Read(PhysicalAddress address, int sizeBytes, out ulong value)
    {
        value = 0;
        Follow();
        return IsRam(address, sizeBytes) ? _door.Read(address, sizeBytes, out value) : Refuse(address);
    }

    /// <inheritdoc/>
    public MemoryResult Write(PhysicalAddress address, int sizeBytes, ulong value)
    {
        Follow();
        return IsRam(address, sizeBytes) ? _door.Write(address, sizeBytes, value) : Refuse(address);
    }

    /// <summary>Gives back host memory.</summary>
    public void Dispose() => _door.Dispose();

    private bool IsRam(PhysicalAddress address, int sizeBytes) => _door.Memory.IsRam(address.Value, (ulong)sizeBytes);

    // The check comes first: a granule protection fault is one whether or not something stands there.
    private MemoryResult Refuse(PhysicalAddress address)
    {
        GpcResult check = _door.Check(address);
        return new(check, check.Passed);
    }

    private void Follow()
    {
        if (_door.GPCCR_EL3 != _pe.Physical.GPCCR_EL3)
            _door.GPCCR_EL3 = _pe.Physical.GPCCR_EL3;
        if (_door.GPTBR_EL3 != _pe.Physical.GPTBR_EL3)
            _door.GPTBR_EL3 = _pe.Physical.GPTBR_EL3;
    }
}
