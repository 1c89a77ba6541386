using CcaEmu.Devices.Timing;
using CcaEmu.Memory;

namespace CcaEmu.Devices.Clocks;

/// <summary>The PL031 real time clock: seconds of virtual time from a chosen start, with an alarm.</summary>
/// <remarks>
/// <para>PrimeCell Real Time Clock (PL031) Technical Reference Manual (DDI 0224), chapter "Programmer's Model".</para>
/// <para>Deviation: it counts from reset on, as if RTCCR had been written before, and a load takes effect at once, not at the next second.</para>
/// </remarks>
public sealed class Pl031 : IMmioDevice, ITimedDevice, IResettableDevice
{
    /// <summary>Size of the register window in bytes.</summary>
    public const ulong WindowBytes = 0x1000;

    private const ulong RTCDR = 0x00, RTCMR = 0x04, RTCLR = 0x08, RTCCR = 0x0C, RTCIMSC = 0x10, RTCRIS = 0x14, RTCMIS = 0x18, RTCICR = 0x1C;
    private const ulong RTCPeriphID0 = 0xFE0;
    private const ulong IdentificationBytes = 0xB105_F00D_0014_1031;

    private readonly IDeviceClock _clock;
    private uint _offset, _match, _load, _mask;
    private bool _matched;

    /// <summary>A clock.</summary>
    /// <param name="clock">Virtual time.</param>
    /// <param name="startSeconds">What it shows at the beginning of virtual time, in seconds since 1970.</param>
    public Pl031(IDeviceClock clock, uint startSeconds = 0)
    {
        _clock = clock;
        _offset = startSeconds;
        _match = 0;
    }

    /// <summary>RTCINTR.</summary>
    public InterruptOutput Interrupt { get; } = new();

    /// <inheritdoc/>
    /// <remarks>An alarm that has rung already rings no louder.</remarks>
    public ulong? NextEvent { get; private set; }

    private ulong Seconds => _clock.Count / _clock.Frequency;

    private uint Data => (uint)Seconds + _offset;

    /// <inheritdoc/>
    public ulong Read(ulong offset, int sizeBytes) => RegisterBytes.Part(ReadWord(offset & ~3UL), offset, sizeBytes);

    /// <inheritdoc/>
    public void Write(ulong offset, int sizeBytes, ulong value)
    {
        switch (offset)
        {
            case RTCMR: _match = (uint)value; SetAlarm(); break;
            case RTCLR: _load = (uint)value; _offset = _load - (uint)Seconds; SetAlarm(); break;
            case RTCIMSC: _mask = (uint)value & 1; break;
            case RTCICR when (value & 1) != 0: _matched = false; SetAlarm(elapsed: true); break;
        }
        Drive();
    }

    /// <inheritdoc/>
    /// <remarks>The time it shows goes on: its counter has a power-on reset alone.</remarks>
    public void Reset()
    {
        _match = _load = _mask = 0;
        _matched = false;
        NextEvent = null;
        Drive();
    }

    /// <inheritdoc/>
    public void Advance(ulong count)
    {
        NextEvent = null;
        _matched = true;
        Drive();
    }

    private uint ReadWord(ulong offset) => offset switch
    {
        RTCDR => Data,
        RTCMR => _match,
        RTCLR => _load,
        RTCCR => 1,
        RTCIMSC => _mask,
        RTCRIS => _matched ? 1u : 0,
        RTCMIS => _matched ? _mask : 0,
        >= RTCPeriphID0 and < WindowBytes => RegisterBytes.Identification(IdentificationBytes, offset),
        _ => 0,
    };

    // The comparison is for equality: a match that has been acknowledged comes again when the counter has wrapped.
    private void SetAlarm(bool elapsed = false)
    {
        uint seconds = _match - Data;
        if (seconds == 0 && !elapsed)
            _matched = true;
        ulong wait = seconds == 0 ? 1UL << 32 : seconds;
        NextEvent = _matched ? null : (Seconds + wait) * _clock.Frequency;
        _clock.Reschedule(this);
    }

    private void Drive() => Interrupt.Set(_matched && _mask != 0);
}
