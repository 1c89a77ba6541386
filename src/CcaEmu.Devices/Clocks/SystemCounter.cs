using CcaEmu.Arm;
using CcaEmu.Devices.Timing;
using CcaEmu.Memory;

namespace CcaEmu.Devices.Clocks;

/// <summary>The system counter's control frame (CNTControlBase), which is Root's alone, and its read frame (CNTReadBase).</summary>
/// <remarks>
/// <para>Arm ARM, I5.6 CNTCR, CNTSR, CNTCV and CNTFID.</para>
/// <para>Deviation: the counter counts from reset on and cannot be set: all of virtual time is made of it. CNTCR.EN is kept for who reads it.</para>
/// </remarks>
/// <param name="clock">Virtual time.</param>
public sealed class SystemCounter(IDeviceClock clock) : IPasAwareDevice, IResettableDevice
{
    private const ulong CNTCR = 0x000, CNTSR = 0x004, CNTCVLow = 0x008, CNTCVHigh = 0x00C, CNTFID0 = 0x020;

    private uint _control;

    /// <summary>CNTReadBase: the count for whoever may reach the page.</summary>
    public IMmioDevice ReadFrame { get; } = new CountFrame(clock);

    /// <inheritdoc/>
    public void Reset() => _control = 0;

    /// <inheritdoc/>
    public ulong Read(Pas pas, ulong offset, int sizeBytes)
    {
        if (pas != Pas.Root)
            return 0;
        return sizeBytes == 8 ? ReadWord(offset) | (ulong)ReadWord(offset + 4) << 32 : RegisterBytes.Part(ReadWord(offset & ~3UL), offset, sizeBytes);
    }

    /// <inheritdoc/>
    public void Write(Pas pas, ulong offset, int sizeBytes, ulong value)
    {
        if (pas == Pas.Root && offset == CNTCR && sizeBytes >= 4)
            _control = (uint)value & 0x3_FF03;
    }

    private uint ReadWord(ulong offset) => offset switch
    {
        CNTCR => _control,
        CNTSR => _control & 0x3_FF00, // the frequency that is asked for is had at once
        CNTCVLow => (uint)clock.Count,
        CNTCVHigh => (uint)(clock.Count >> 32),
        CNTFID0 => (uint)clock.Frequency,
        _ => 0,
    };

    private sealed class CountFrame(IDeviceClock clock) : IMmioDevice
    {
        public ulong Read(ulong offset, int sizeBytes) => offset >= 8 ? 0 : sizeBytes == 8
            ? clock.Count
            : RegisterBytes.Part((uint)(clock.Count >> (offset >= 4 ? 32 : 0)), offset, sizeBytes);

        public void Write(ulong offset, int sizeBytes, ulong value)
        {
        }
    }
}
