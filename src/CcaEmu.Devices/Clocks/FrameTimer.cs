using CcaEmu.Devices.Timing;

namespace CcaEmu.Devices.Clocks;

/// <summary>One timer of a memory-mapped frame: compare value, control, interrupt.</summary>
/// <remarks>Arm ARM, I5.7 CNTP_CTL, CNTP_CVAL, CNTP_TVAL, and the same for CNTV.</remarks>
/// <param name="clock">Virtual time.</param>
internal sealed class FrameTimer(IDeviceClock clock) : ITimedDevice, IResettableDevice
{
    private const uint ENABLE = 1, IMASK = 2, ISTATUS = 4;

    private uint _control;

    /// <summary>What is subtracted from the system counter before it is compared.</summary>
    public ulong Offset { get; set; }

    /// <summary>CompareValue.</summary>
    public ulong CompareValue { get; private set; }

    public InterruptOutput Interrupt { get; } = new();

    /// <inheritdoc/>
    /// <remarks>What is due stays due until <see cref="Advance"/>, also when time has moved on to it already.</remarks>
    public ulong? NextEvent => (_control & (ENABLE | IMASK)) == ENABLE && !Interrupt.IsAsserted && !IsBeyondTime ? CompareValue + Offset : null;

    public uint Control => (_control & ENABLE) != 0 && IsMet ? _control | ISTATUS : _control;

    public uint TimerValue => (uint)(CompareValue - Count);

    private ulong Count => clock.Count - Offset;

    // The counter would have to come round for it.
    private bool IsBeyondTime => CompareValue > ulong.MaxValue - Offset && clock.Count >= Offset;

    private bool IsMet => Count >= CompareValue;

    /// <inheritdoc/>
    public void Reset()
    {
        _control = 0;
        Offset = CompareValue = 0;
        Changed();
    }

    public void SetControl(uint value)
    {
        _control = value & (ENABLE | IMASK);
        Changed();
    }

    public void SetCompareValue(ulong value)
    {
        CompareValue = value;
        Changed();
    }

    public void SetTimerValue(uint value) => SetCompareValue(Count + (ulong)(int)value);

    /// <summary>Something that the output depends on has changed.</summary>
    public void Changed()
    {
        Interrupt.Set((Control & (ENABLE | IMASK | ISTATUS)) == (ENABLE | ISTATUS));
        clock.Reschedule(this);
    }

    /// <inheritdoc/>
    public void Advance(ulong count) => Interrupt.Set((Control & (ENABLE | IMASK | ISTATUS)) == (ENABLE | ISTATUS));
}
