using CcaEmu.Devices.Timing;
using CcaEmu.Memory;

namespace CcaEmu.Devices.Motherboard;

/// <summary>The system registers of a Versatile Express motherboard: identification, LEDs, flags, counters, and turning the system off.</summary>
/// <remarks>
/// <para>Motherboard Express µATX (V2M-P1) Technical Reference Manual (DUI 0447), section "Register summary"; as Arm's Base RevC FVP shows them.</para>
/// <para>SYS_CFGCTRL carries out the functions "shutdown" and "reboot"; any other ends in SYS_CFGSTAT.Error, as one that the board lacks.</para>
/// </remarks>
/// <param name="clock">Virtual time.</param>
/// <param name="powerOff">Turns the system off.</param>
/// <param name="reset">Resets the system.</param>
public sealed class VersatileExpressRegisters(IDeviceClock clock, Action powerOff, Action reset) : IMmioDevice, IResettableDevice
{
    /// <summary>Size of the register window in bytes.</summary>
    public const ulong WindowBytes = 0x1_0000;

    private const ulong SYS_ID = 0x000, SYS_SW = 0x004, SYS_LED = 0x008, SYS_100HZ = 0x024, SYS_FLAGSSET = 0x030, SYS_FLAGSCLR = 0x034;
    private const ulong SYS_NVFLAGSSET = 0x038, SYS_NVFLAGSCLR = 0x03C, SYS_CFGSW = 0x058, SYS_24MHZ = 0x05C, SYS_MISC = 0x060;
    private const ulong SYS_PROCID0 = 0x084, SYS_CFGDATA = 0x0A0, SYS_CFGCTRL = 0x0A4, SYS_CFGSTAT = 0x0A8;

    // Revision A, HBI 0x020 (Base FVP), variant 0, GICv3 memory map, FPGA build 1.
    private const uint Identification = 0x0020_1001;
    private const uint Start = 1u << 31;
    private const uint IsWrite = 1u << 30;
    private const uint Shutdown = 8, Reboot = 9;
    private const uint Complete = 1, Error = 2;

    private uint _led, _flags, _permanentFlags, _configSwitch, _misc, _configData, _configControl, _configStatus;

    /// <inheritdoc/>
    public ulong Read(ulong offset, int sizeBytes) => RegisterBytes.Part(ReadWord(offset & ~3UL), offset, sizeBytes);

    /// <inheritdoc/>
    public void Write(ulong offset, int sizeBytes, ulong value)
    {
        uint word = (uint)value;
        switch (offset)
        {
            case SYS_LED: _led = word & 0xFF; break;
            case SYS_FLAGSSET: _flags |= word; break;
            case SYS_FLAGSCLR: _flags &= ~word; break;
            case SYS_NVFLAGSSET: _permanentFlags |= word; break;
            case SYS_NVFLAGSCLR: _permanentFlags &= ~word; break;
            case SYS_CFGSW: _configSwitch = word; break;
            case SYS_MISC: _misc = word; break;
            case SYS_CFGDATA: _configData = word; break;
            case SYS_CFGCTRL: Configure(word); break;
            case SYS_CFGSTAT: _configStatus = word & (Complete | Error); break;
        }
    }

    /// <inheritdoc/>
    /// <remarks>SYS_NVFLAGS are for what must outlive a reset.</remarks>
    public void Reset() => _led = _flags = _configSwitch = _misc = _configData = _configControl = _configStatus = 0;

    private uint ReadWord(ulong offset) => offset switch
    {
        SYS_ID => Identification,
        SYS_SW => 0,
        SYS_LED => _led,
        SYS_100HZ => At(100),
        SYS_FLAGSSET => _flags,
        SYS_NVFLAGSSET => _permanentFlags,
        SYS_CFGSW => _configSwitch,
        SYS_24MHZ => At(24_000_000),
        SYS_MISC => _misc,
        SYS_PROCID0 => 0,
        SYS_CFGDATA => _configData,
        SYS_CFGCTRL => _configControl,
        SYS_CFGSTAT => _configStatus,
        _ => 0,
    };

    private uint At(ulong frequency) => (uint)(UInt128)((UInt128)clock.Count * frequency / clock.Frequency);

    private void Configure(uint control)
    {
        _configControl = control & ~Start;
        if ((control & Start) == 0)
            return;
        uint function = (control >> 20) & 0x3F;
        bool known = (control & IsWrite) != 0 && function is Shutdown or Reboot;
        _configStatus = known ? Complete : Complete | Error;
        if (known && function == Shutdown)
            powerOff();
        else if (known)
            reset();
    }
}
