using CcaEmu.Devices.Timing;
using CcaEmu.Memory;

namespace CcaEmu.Devices.Clocks;

/// <summary>The SP804 dual timer: two timers that count down, free-running, periodic or once, behind one interrupt.</summary>
/// <remarks>
/// <para>Arm Dual-Timer Module (SP804) Technical Reference Manual (DDI 0271), chapter "Programmer's Model".</para>
/// <para>The interrupt is TIMINTC, the combination of both timers' that the board connects. The integration test registers show what is written
/// to TimerITCR and drive nothing.</para>
/// </remarks>
public sealed class Sp804 : IMmioDevice, IResettableDevice
{
    /// <summary>Size of the register window in bytes.</summary>
    public const ulong WindowBytes = 0x1000;

    private const ulong TimerBytes = 0x20, TimersEnd = 2 * TimerBytes, TimerITCR = 0xF00, TimerPeriphID0 = 0xFE0;
    private const ulong IdentificationBytes = 0xB105_F00D_0014_1804;

    private readonly Sp804Timer[] _timers = new Sp804Timer[2];
    private uint _test;

    /// <summary>Two timers that are stopped.</summary>
    /// <param name="clock">Virtual time.</param>
    /// <param name="frequency">Clock of both in Hz.</param>
    public Sp804(IDeviceClock clock, ulong frequency)
    {
        for (int i = 0; i < 2; i++)
            _timers[i] = new Sp804Timer(clock, frequency, Drive);
    }

    /// <summary>TIMINTC.</summary>
    public InterruptOutput Interrupt { get; } = new();

    /// <summary>What the machine has to see to.</summary>
    public IEnumerable<ITimedDevice> Timers => _timers;

    /// <summary>Changes the clock of one timer, which goes on from the value it shows.</summary>
    /// <param name="timer">0 or 1.</param>
    /// <param name="frequency">In Hz.</param>
    public void SetFrequency(int timer, ulong frequency) => _timers[timer].SetFrequency(frequency);

    /// <inheritdoc/>
    public void Reset()
    {
        _test = 0;
        foreach (Sp804Timer timer in _timers)
            timer.Reset();
    }

    /// <inheritdoc/>
    public ulong Read(ulong offset, int sizeBytes) => RegisterBytes.Part(ReadWord(offset & ~3UL), offset, sizeBytes);

    /// <inheritdoc/>
    public void Write(ulong offset, int sizeBytes, ulong value)
    {
        if (offset < TimersEnd)
            _timers[offset / TimerBytes].Write(offset % TimerBytes, (uint)value);
        else if (offset == TimerITCR)
            _test = (uint)value & 1;
    }

    private uint ReadWord(ulong offset) => offset switch
    {
        < TimersEnd => _timers[offset / TimerBytes].Read(offset % TimerBytes),
        TimerITCR => _test,
        >= TimerPeriphID0 and < WindowBytes => RegisterBytes.Identification(IdentificationBytes, offset),
        _ => 0,
    };

    // The first timer's reset comes before the second one is there.
    private void Drive() => Interrupt.Set(_timers[0] is { IsAsserted: true } || _timers[1] is { IsAsserted: true });
}
