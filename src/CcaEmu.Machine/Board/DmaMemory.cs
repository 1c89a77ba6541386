using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Devices.Virtio;
using CcaEmu.Memory;

namespace CcaEmu.Machine.Board;

/// <summary>Non-secure RAM as the board's virtio devices reach it: through a door of their own, where every access is checked.</summary>
/// <remarks>It follows the granule protection of PE 0, as all PEs of a system have the same, and remembers no check, so that no TLBI has to reach it.</remarks>
internal sealed class DmaMemory : IVirtioMemory, IDisposable
{
    private readonly GranuleProtection _door;
    private readonly ProcessingElement _pe;

    public DmaMemory(PhysicalMemory memory, ProcessingElement pe) =>
        (_door, _pe) = (new GranuleProtection(memory) { CachesChecks = false, State = SecurityState.NonSecure }, pe);

    /// <inheritdoc/>
    public bool TryRead(ulong address, Span<byte> bytes) => IsRam(address, bytes.Length) && _door.Read(new PhysicalAddress(address, Pas.NonSecure), bytes).Ok;

    /// <inheritdoc/>
    public bool TryWrite(ulong address, ReadOnlySpan<byte> bytes) =>
        IsRam(address, bytes.Length) && _door.Write(new PhysicalAddress(address, Pas.NonSecure), bytes).Ok;

    /// <inheritdoc/>
    public void Dispose() => _door.Dispose();

    private bool IsRam(ulong address, int length)
    {
        if (_door.GPCCR_EL3 != _pe.Physical.GPCCR_EL3)
            _door.GPCCR_EL3 = _pe.Physical.GPCCR_EL3;
        if (_door.GPTBR_EL3 != _pe.Physical.GPTBR_EL3)
            _door.GPTBR_EL3 = _pe.Physical.GPTBR_EL3;
        return address <= ulong.MaxValue - (ulong)length && _door.Memory.IsRam(address, (ulong)length);
    }
}
