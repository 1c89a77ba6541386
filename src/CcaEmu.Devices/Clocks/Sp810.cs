using CcaEmu.Memory;

namespace CcaEmu.Devices.Clocks;

/// <summary>The SP810 system controller, which chooses the clocks of the board's SP804 timers.</summary>
/// <remarks>
/// <para>PrimeXsys System Controller (SP810) Technical Reference Manual (DDI 0254), chapter "Programmer's Model". SCCTRL.TimerEnNSel chooses
/// between the 32.768 kHz reference and the 1 MHz timer clock; TimerEnNOv takes the undivided 35 MHz, as Trusted Firmware-A does on the FVP.</para>
/// <para>The board has neither clock modes nor a remap: SCCTRL keeps their bits for who reads them, and the other registers are not there.</para>
/// </remarks>
public sealed class Sp810 : IMmioDevice, IResettableDevice
{
    /// <summary>Size of the register window in bytes.</summary>
    public const ulong WindowBytes = 0x1000;

    /// <summary>Clock of every timer after reset, in Hz.</summary>
    public const ulong ReferenceHz = 32_768;

    private const ulong SCCTRL = 0x000, SCPeriphID0 = 0xFE0;
    private const ulong IdentificationBytes = 0xB105_F00D_0014_1810;
    private const ulong TimerHz = 1_000_000, UndividedHz = 35_000_000;
    private const int FirstSelect = 15, BitsOfTimer = 2;

    private readonly IReadOnlyList<Sp804> _timers;
    private uint _control;

    /// <summary>A controller of dual timers.</summary>
    /// <param name="timers">The dual timers in the order of their bits, at most two; they run at <see cref="ReferenceHz"/>.</param>
    public Sp810(IReadOnlyList<Sp804> timers) => _timers = timers;

    /// <inheritdoc/>
    public void Reset() => SetControl(0);

    /// <inheritdoc/>
    public ulong Read(ulong offset, int sizeBytes) => RegisterBytes.Part(ReadWord(offset & ~3UL), offset, sizeBytes);

    /// <inheritdoc/>
    public void Write(ulong offset, int sizeBytes, ulong value)
    {
        if (offset == SCCTRL && sizeBytes >= 4)
            SetControl((uint)value & 0xFF_FFFF);
    }

    private uint ReadWord(ulong offset) => offset switch
    {
        SCCTRL => _control,
        >= SCPeriphID0 and < WindowBytes => RegisterBytes.Identification(IdentificationBytes, offset),
        _ => 0,
    };

    private void SetControl(uint value)
    {
        uint changed = value ^ _control;
        _control = value;
        for (int timer = 0; timer < 2 * _timers.Count; timer++)
        {
            int select = FirstSelect + BitsOfTimer * timer;
            if ((changed >> select & 3) != 0)
                _timers[timer / 2].SetFrequency(timer % 2, (value >> select & 3) switch { 0 => ReferenceHz, 1 => TimerHz, _ => UndividedHz });
        }
    }
}
