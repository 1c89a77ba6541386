using CcaEmu.Devices.Timing;

namespace CcaEmu.Devices.Clocks;

/// <summary>One of the two timers of an SP804.</summary>
/// <remarks>
/// Arm Dual-Timer Module (SP804) Technical Reference Manual (DDI 0271), "Functional description" and "Programmer's Model". In periodic mode
/// it is at zero and at its load value in the same tick, so that its period is the load value.
/// </remarks>
internal sealed class Sp804Timer : ITimedDevice, IResettableDevice
{
    private const ulong TimerXLoad = 0x00, TimerXValue = 0x04, TimerXControl = 0x08, TimerXIntClr = 0x0C, TimerXRIS = 0x10, TimerXMIS = 0x14;
    private const ulong TimerXBGLoad = 0x18;
    private const uint OneShot = 1 << 0, TimerSize = 1 << 1, TimerPre = 3 << 2, IntEnable = 1 << 5, TimerMode = 1 << 6, TimerEn = 1 << 7;
    private const uint ControlBits = OneShot | TimerSize | TimerPre | IntEnable | TimerMode | TimerEn;
    private const ulong WrapOf16Bits = 1UL << 16, WrapOf32Bits = 1UL << 32;

    private readonly IDeviceClock _clock;
    private readonly Action _changed;
    private ulong _frequency;
    private uint _control, _load;
    private ulong _start, _first, _seen; // in its own ticks: when it started, how far zero was then, which zeros are history
    private bool _raised;

    /// <summary>A timer that is stopped.</summary>
    /// <param name="clock">Virtual time.</param>
    /// <param name="frequency">Its own clock in Hz.</param>
    /// <param name="changed">Told when its masked interrupt may have changed.</param>
    public Sp804Timer(IDeviceClock clock, ulong frequency, Action changed)
    {
        (_clock, _frequency, _changed) = (clock, frequency, changed);
        Reset();
    }

    /// <summary>TimerXMIS.</summary>
    public bool IsAsserted => _raised && (_control & IntEnable) != 0;

    /// <inheritdoc/>
    /// <remarks>With its interrupt raised already, another zero does nothing.</remarks>
    public ulong? NextEvent => _raised || NextZero is not { } zero ? null : CountAt(zero);

    private bool Counts => (_control & TimerEn) != 0;

    private bool IsOneShot => (_control & OneShot) != 0;

    private ulong Wrap => (_control & TimerSize) != 0 ? WrapOf32Bits : WrapOf16Bits;

    private ulong Period => (_control & TimerMode) == 0 ? Wrap : Math.Max(_load & (Wrap - 1), 1);

    private int PrescaleShift => ((_control & TimerPre) >> 2) switch { 0 => 0, 1 => 4, _ => 8 };

    private ulong Ticks => (ulong)((UInt128)_clock.Count * _frequency / _clock.Frequency) >> PrescaleShift;

    private ulong? NextZero
    {
        get
        {
            if (!Counts)
                return null;
            ulong first = _start + _first;
            if (first > _seen)
                return first;
            return IsOneShot ? null : first + ((_seen - first) / Period + 1) * Period;
        }
    }

    private uint Value
    {
        get
        {
            if (!Counts)
                return (uint)_first;
            ulong elapsed = Ticks - _start;
            if (elapsed < _first)
                return (uint)(_first - elapsed);
            return IsOneShot ? 0 : (uint)((Period - (elapsed - _first) % Period) & (Wrap - 1));
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _control = IntEnable;
        _load = 0;
        (_start, _first, _seen) = (0, uint.MaxValue, 0);
        _raised = false;
        _changed();
    }

    /// <summary>Its clock changes; it goes on from where it is.</summary>
    public void SetFrequency(ulong frequency)
    {
        uint value = Value;
        _frequency = frequency;
        GoOnFrom(value);
        _clock.Reschedule(this);
    }

    public uint Read(ulong offset) => offset switch
    {
        TimerXLoad or TimerXBGLoad => _load,
        TimerXValue => Value,
        TimerXControl => _control,
        TimerXRIS => _raised ? 1u : 0,
        TimerXMIS => IsAsserted ? 1u : 0,
        _ => 0,
    };

    public void Write(ulong offset, uint value)
    {
        switch (offset)
        {
            case TimerXLoad:
                _load = value;
                Load();
                break;
            case TimerXBGLoad:
                Rebase(_control, value);
                break;
            case TimerXControl:
                Rebase(value & ControlBits, _load);
                break;
            case TimerXIntClr:
                _raised = false;
                _seen = Ticks;
                break;
        }
        _clock.Reschedule(this);
        _changed();
    }

    /// <inheritdoc/>
    public void Advance(ulong count)
    {
        _raised = true;
        _changed();
    }

    // A load of zero is at zero at once.
    private void Load()
    {
        ulong value = _load & (Wrap - 1);
        GoOnFrom(value);
        if (value == 0 && Counts)
            _raised = true;
    }

    // The count that it shows stays; what comes after it is by the new settings.
    private void Rebase(uint control, uint load)
    {
        uint value = Value;
        (_control, _load) = (control, load);
        GoOnFrom(value & (Wrap - 1));
    }

    // From zero the next zero is a whole round away, unless it stays there.
    private void GoOnFrom(ulong value)
    {
        _start = _seen = Ticks;
        _first = value != 0 || IsOneShot || !Counts ? value : Period;
    }

    private ulong CountAt(ulong ticks)
    {
        UInt128 count = (((UInt128)ticks << PrescaleShift) * _clock.Frequency + _frequency - 1) / _frequency;
        return count > ulong.MaxValue ? ulong.MaxValue : (ulong)count;
    }
}
