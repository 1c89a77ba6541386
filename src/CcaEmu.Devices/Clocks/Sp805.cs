using CcaEmu.Devices.Timing;
using CcaEmu.Memory;

namespace CcaEmu.Devices.Clocks;

/// <summary>The SP805 watchdog: counts down, interrupts at zero, and at the next zero resets the system.</summary>
/// <remarks>Arm Watchdog Module (SP805) Technical Reference Manual (DDI 0270), chapter "Programmer's Model".</remarks>
public sealed class Sp805 : IMmioDevice, ITimedDevice, IResettableDevice
{
    /// <summary>Size of the register window in bytes.</summary>
    public const ulong WindowBytes = 0x1000;

    /// <summary>Value of WDOGLOCK that lets other registers be written.</summary>
    public const uint UnlockKey = 0x1ACC_E551;

    private const ulong WDOGLOAD = 0x000, WDOGVALUE = 0x004, WDOGCONTROL = 0x008, WDOGINTCLR = 0x00C, WDOGRIS = 0x010, WDOGMIS = 0x014;
    private const ulong WDOGLOCK = 0xC00, WDOGITCR = 0xF00, WDOGPeriphID0 = 0xFE0;
    private const ulong IdentificationBytes = 0xB105_F00D_0014_1805;
    private const uint INTEN = 1, RESEN = 2;

    private readonly IDeviceClock _clock;
    private readonly ulong _frequency;
    private readonly Action _reset;
    private uint _load = uint.MaxValue, _control, _test;
    private uint _stoppedAt = uint.MaxValue;
    private ulong _expiry; // in its own ticks, where it counts
    private bool _expired, _locked;

    /// <summary>A watchdog that is stopped and unlocked.</summary>
    /// <param name="clock">Virtual time.</param>
    /// <param name="frequency">Its own clock in Hz.</param>
    /// <param name="reset">Resets the system.</param>
    public Sp805(IDeviceClock clock, ulong frequency, Action reset) => (_clock, _frequency, _reset) = (clock, frequency, reset);

    /// <summary>WDOGINT.</summary>
    public InterruptOutput Interrupt { get; } = new();

    /// <inheritdoc/>
    /// <remarks>Once it has expired, another expiry does something only where it resets.</remarks>
    public ulong? NextEvent => !Counts || (_expired && (_control & RESEN) == 0) ? null : CountAt(_expiry);

    private bool Counts => (_control & INTEN) != 0;

    private uint Period => Math.Max(_load, 1);

    private ulong Ticks => (ulong)((UInt128)_clock.Count * _frequency / _clock.Frequency);

    /// <inheritdoc/>
    public ulong Read(ulong offset, int sizeBytes) => RegisterBytes.Part(ReadWord(offset & ~3UL), offset, sizeBytes);

    /// <inheritdoc/>
    public void Write(ulong offset, int sizeBytes, ulong value)
    {
        if (offset == WDOGLOCK)
            _locked = (uint)value != UnlockKey;
        else if (!_locked)
            WriteWord(offset, (uint)value);
        Interrupt.Set(_expired && Counts);
        _clock.Reschedule(this);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _load = _stoppedAt = uint.MaxValue;
        _control = _test = 0;
        _expiry = 0;
        _expired = _locked = false;
        Interrupt.Set(false);
    }

    /// <inheritdoc/>
    public void Advance(ulong count)
    {
        _expiry += Period;
        if (_expired)
        {
            _control = 0;
            _reset();
        }
        _expired = true;
        Interrupt.Set(Counts);
    }

    private uint ReadWord(ulong offset) => offset switch
    {
        WDOGLOAD => _load,
        WDOGVALUE => Value,
        WDOGCONTROL => _control,
        WDOGRIS => _expired ? 1u : 0,
        WDOGMIS => _expired && Counts ? 1u : 0,
        WDOGLOCK => _locked ? 1u : 0,
        WDOGITCR => _test,
        >= WDOGPeriphID0 and < WindowBytes => RegisterBytes.Identification(IdentificationBytes, offset),
        _ => 0,
    };

    // While nothing happens at zero it goes round by itself.
    private uint Value
    {
        get
        {
            if (!Counts)
                return _stoppedAt;
            ulong now = Ticks;
            return now < _expiry ? (uint)(_expiry - now) : (uint)(Period - (now - _expiry) % Period);
        }
    }

    private void WriteWord(ulong offset, uint value)
    {
        switch (offset)
        {
            case WDOGLOAD:
                _load = value;
                Reload();
                break;
            case WDOGCONTROL:
                bool starts = (value & INTEN) != 0 && !Counts;
                _stoppedAt = Value;
                _control = value & (INTEN | RESEN);
                if (starts)
                    Reload();
                break;
            case WDOGINTCLR:
                _expired = false;
                Reload();
                break;
            case WDOGITCR:
                _test = value & 1;
                break;
        }
    }

    private void Reload()
    {
        _stoppedAt = _load;
        _expiry = Ticks + Period;
    }

    private ulong CountAt(ulong ticks) => (ulong)(((UInt128)ticks * _clock.Frequency + _frequency - 1) / _frequency);
}
