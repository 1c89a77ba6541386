using CcaEmu.Devices.Timing;
using CcaEmu.Memory;

namespace CcaEmu.Devices.Watchdogs;

/// <summary>The generic watchdog: a compare value against the system counter; the first timeout interrupts (WS0), the next resets (WS1).</summary>
/// <remarks>
/// Arm Base System Architecture (DEN0094), "Generic Watchdog", revision 1: an offset of 48 bits. WS0 and WS1 are cleared by an explicit refresh
/// (a write to WRR, WCS or WOR) alone.
/// </remarks>
public sealed class GenericWatchdog : ITimedDevice, IResettableDevice
{
    /// <summary>Size of each of the two frames in bytes.</summary>
    public const ulong FrameBytes = 0x1_0000;

    private const ulong WRR = 0x000, WCS = 0x000, WOR = 0x008, WORHigh = 0x00C, WCV = 0x010, WCVHigh = 0x014, W_IIDR = 0xFCC;
    private const uint EN = 1, WS0 = 2, WS1 = 4;
    private const uint Identification = 1u << 16 | 0x43B; // architecture revision 1, Arm

    private readonly IDeviceClock _clock;
    private readonly Action _reset;
    private ulong _offset, _compare;
    private uint _status;

    /// <summary>A watchdog that is stopped.</summary>
    /// <param name="clock">Virtual time.</param>
    /// <param name="reset">What WS1 is connected to.</param>
    public GenericWatchdog(IDeviceClock clock, Action reset)
    {
        (_clock, _reset) = (clock, reset);
        ControlFrame = new Frame(ReadControl, WriteControl);
        RefreshFrame = new Frame(static offset => offset == W_IIDR ? Identification : 0, WriteRefresh);
    }

    /// <summary>The control frame.</summary>
    public IMmioDevice ControlFrame { get; }

    /// <summary>The refresh frame.</summary>
    public IMmioDevice RefreshFrame { get; }

    /// <summary>WS0.</summary>
    public InterruptOutput Interrupt { get; } = new();

    /// <inheritdoc/>
    /// <remarks>The timeout is where the counter is beyond the compare value.</remarks>
    public ulong? NextEvent => (_status & EN) == 0 || (_status & WS1) != 0 || _compare == ulong.MaxValue ? null : _compare + 1;

    /// <inheritdoc/>
    public void Reset()
    {
        (_offset, _compare, _status) = (0, 0, 0);
        Interrupt.Set(false);
    }

    /// <inheritdoc/>
    public void Advance(ulong count)
    {
        if ((_status & WS0) == 0)
        {
            _status |= WS0;
            _compare = count + _offset;
            Interrupt.Set(true);
        }
        else
        {
            _status |= WS1;
            _reset();
        }
    }

    private uint ReadControl(ulong offset) => offset switch
    {
        WCS => _status,
        WOR => (uint)_offset,
        WORHigh => (uint)(_offset >> 32),
        WCV => (uint)_compare,
        WCVHigh => (uint)(_compare >> 32),
        W_IIDR => Identification,
        _ => 0,
    };

    private void WriteControl(ulong offset, uint value)
    {
        switch (offset)
        {
            case WCS:
                _status = (_status & ~EN) | (value & EN);
                Refresh();
                break;
            case WOR:
                _offset = (_offset & ~0xFFFF_FFFFUL) | value;
                Refresh();
                break;
            case WORHigh:
                _offset = (uint)_offset | (ulong)(value & 0xFFFF) << 32;
                Refresh();
                break;
            case WCV: _compare = (_compare & ~0xFFFF_FFFFUL) | value; break;
            case WCVHigh: _compare = (uint)_compare | (ulong)value << 32; break;
        }
        _clock.Reschedule(this);
    }

    private void WriteRefresh(ulong offset, uint value)
    {
        if (offset != WRR)
            return;
        Refresh();
        _clock.Reschedule(this);
    }

    private void Refresh()
    {
        _compare = _clock.Count + _offset;
        _status &= EN;
        Interrupt.Set(false);
    }

    // Registers are words; a doubleword is two of them.
    private sealed class Frame(Func<ulong, uint> read, Action<ulong, uint> write) : IMmioDevice
    {
        public ulong Read(ulong offset, int sizeBytes) =>
            sizeBytes == 8 ? read(offset) | (ulong)read(offset + 4) << 32 : RegisterBytes.Part(read(offset & ~3UL), offset, sizeBytes);

        public void Write(ulong offset, int sizeBytes, ulong value)
        {
            if (sizeBytes < 4)
                return;
            write(offset, (uint)value);
            if (sizeBytes == 8)
                write(offset + 4, (uint)(value >> 32));
        }
    }
}
