using CcaEmu.Arm;
using CcaEmu.Devices.Timing;
using CcaEmu.Memory;

namespace CcaEmu.Devices.Clocks;

/// <summary>The memory-mapped system timer: its control frame (CNTCTLBase) and one timer frame (CNTBaseN).</summary>
/// <remarks>
/// <para>Arm ARM, I2.3 "Memory-mapped timer components" and I5.7. The frame has a physical and a virtual timer and no EL0 view.</para>
/// <para>CNTFRQ and CNTNSAR are Secure's, and Root's as TF-A needs it; for others they are RAZ/WI. A register that CNTACR does not let through
/// is RAZ/WI too.</para>
/// </remarks>
public sealed class SystemTimer : IResettableDevice
{
    private const ulong CNTFRQ = 0x000, CNTNSAR = 0x004, CNTTIDR = 0x008, CNTACR0 = 0x040, CNTVOFF0 = 0x080;
    private const uint RPCT = 1, RVCT = 2, RFRQ = 4, RVOFF = 8, RWVT = 16, RWPT = 32, AllAccess = 0x3F;

    private readonly IDeviceClock _clock;
    private readonly int _frame;
    private readonly FrameTimer _physical;
    private readonly FrameTimer _virtual;
    private uint _frequency, _nonSecure, _access;

    /// <summary>A timer whose frame has a number.</summary>
    /// <param name="clock">Virtual time.</param>
    /// <param name="frame">Number of the frame, 0 to 7.</param>
    public SystemTimer(IDeviceClock clock, int frame)
    {
        (_clock, _frame) = (clock, frame);
        (_physical, _virtual) = (new FrameTimer(clock), new FrameTimer(clock));
        _frequency = (uint)clock.Frequency;
        ControlFrame = new Frame(ReadControl, WriteControl);
        TimerFrame = new Frame(ReadTimer, WriteTimer);
        _physical.Interrupt.Changed = _virtual.Interrupt.Changed =
            _ => Interrupt.Set(_physical.Interrupt.IsAsserted || _virtual.Interrupt.IsAsserted);
    }

    /// <summary>CNTCTLBase.</summary>
    public IPasAwareDevice ControlFrame { get; }

    /// <summary>CNTBaseN.</summary>
    public IPasAwareDevice TimerFrame { get; }

    /// <summary>The interrupt of both timers.</summary>
    public InterruptOutput Interrupt { get; } = new();

    /// <summary>What the machine has to see to.</summary>
    public IEnumerable<ITimedDevice> Timers => [_physical, _virtual];

    /// <inheritdoc/>
    public void Reset()
    {
        _frequency = (uint)_clock.Frequency;
        _nonSecure = _access = 0;
        _physical.Reset();
        _virtual.Reset();
    }

    private static bool IsSecure(Pas pas) => pas is Pas.Secure or Pas.Root;

    private ulong Bit => 1UL << _frame;

    private uint ReadControl(Pas pas, ulong offset) => offset switch
    {
        CNTFRQ => IsSecure(pas) ? _frequency : 0,
        CNTNSAR => IsSecure(pas) ? _nonSecure : 0,
        CNTTIDR => 3u << (4 * _frame), // implemented, with a virtual timer
        _ when !MayControl(pas) => 0,
        _ when offset == CNTACR0 + 4 * (ulong)_frame => _access,
        _ when offset == CNTVOFF0 + 8 * (ulong)_frame => (uint)_virtual.Offset,
        _ when offset == CNTVOFF0 + 8 * (ulong)_frame + 4 => (uint)(_virtual.Offset >> 32),
        _ => 0,
    };

    private void WriteControl(Pas pas, ulong offset, uint value)
    {
        if (offset == CNTFRQ && IsSecure(pas))
            _frequency = value;
        else if (offset == CNTNSAR && IsSecure(pas))
            _nonSecure = value & (uint)Bit;
        else if (!MayControl(pas))
            return;
        else if (offset == CNTACR0 + 4 * (ulong)_frame)
            _access = value & AllAccess;
        else if (offset == CNTVOFF0 + 8 * (ulong)_frame)
            SetOffset((_virtual.Offset & ~0xFFFF_FFFFUL) | value);
        else if (offset == CNTVOFF0 + 8 * (ulong)_frame + 4)
            SetOffset((uint)_virtual.Offset | (ulong)value << 32);
    }

    private bool MayControl(Pas pas) => IsSecure(pas) || (_nonSecure & Bit) != 0;

    private void SetOffset(ulong value)
    {
        _virtual.Offset = value;
        _virtual.Changed();
    }

    private uint ReadTimer(Pas pas, ulong offset)
    {
        if (!MayControl(pas))
            return 0;
        ulong count = _clock.Count, virtualCount = count - _virtual.Offset;
        return offset switch
        {
            0x000 or 0x004 => Part(count, offset, RPCT),
            0x008 or 0x00C => Part(virtualCount, offset, RVCT),
            0x010 => Part(_frequency, 0, RFRQ),
            0x018 or 0x01C => Part(_virtual.Offset, offset, RVOFF),
            0x020 or 0x024 => Part(_physical.CompareValue, offset, RWPT),
            0x028 => Part(_physical.TimerValue, 0, RWPT),
            0x02C => Part(_physical.Control, 0, RWPT),
            0x030 or 0x034 => Part(_virtual.CompareValue, offset, RWVT),
            0x038 => Part(_virtual.TimerValue, 0, RWVT),
            0x03C => Part(_virtual.Control, 0, RWVT),
            _ => 0,
        };
    }

    private uint Part(ulong value, ulong offset, uint access) => (_access & access) == 0 ? 0 : (uint)(value >> ((offset & 4) != 0 ? 32 : 0));

    private void WriteTimer(Pas pas, ulong offset, uint value)
    {
        bool isVirtual = offset >= 0x030;
        if (!MayControl(pas) || (_access & (isVirtual ? RWVT : RWPT)) == 0)
            return;
        FrameTimer timer = isVirtual ? _virtual : _physical;
        switch (isVirtual ? offset - 0x010 : offset)
        {
            case 0x020: timer.SetCompareValue((timer.CompareValue & ~0xFFFF_FFFFUL) | value); break;
            case 0x024: timer.SetCompareValue((uint)timer.CompareValue | (ulong)value << 32); break;
            case 0x028: timer.SetTimerValue(value); break;
            case 0x02C: timer.SetControl(value); break;
        }
    }

    // Registers are words; a doubleword is two of them.
    private sealed class Frame(Func<Pas, ulong, uint> read, Action<Pas, ulong, uint> write) : IPasAwareDevice
    {
        public ulong Read(Pas pas, ulong offset, int sizeBytes) => sizeBytes == 8
            ? read(pas, offset) | (ulong)read(pas, offset + 4) << 32
            : RegisterBytes.Part(read(pas, offset & ~3UL), offset, sizeBytes);

        public void Write(Pas pas, ulong offset, int sizeBytes, ulong value)
        {
            if (sizeBytes < 4)
                return;
            write(pas, offset, (uint)value);
            if (sizeBytes == 8)
                write(pas, offset + 4, (uint)(value >> 32));
        }
    }
}
