using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Devices;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Firmware;
using CcaEmu.Memory;

namespace CcaEmu.Machine;

/// <content>Reset: what it does to each thing on the board, and how often it may happen by itself.</content>
public sealed partial class Machine
{
    private readonly List<IResettableDevice> _resettable = [];
    private readonly List<(ulong Address, ReadOnlyMemory<byte> Image)> _images = [];
    private ResetCause? _resetRequest;

    /// <summary>How often the board has been reset since it was switched on; <see cref="Reset"/> by its owner does not count.</summary>
    public int ResetCount { get; private set; }

    /// <summary>Why the board was reset last, or why it was to be when <see cref="Run"/> ended for that; null where it never was.</summary>
    public ResetCause? LastResetCause { get; private set; }

    /// <summary>Has a device reset with the board, for the machine's life.</summary>
    /// <param name="device">The device; those that were added first are reset first.</param>
    public void AddResettable(IResettableDevice device) => _resettable.Add(device);

    /// <summary>Has an image loaded anew with each reset, as a loader from flash does; it is loaded by the next one.</summary>
    /// <param name="address">Physical address in RAM; Root's, as granule protection is off at reset.</param>
    /// <param name="image">The bytes.</param>
    /// <exception cref="ArgumentException">It does not lie in RAM.</exception>
    public void LoadAtReset(ulong address, ReadOnlyMemory<byte> image)
    {
        if (!Memory.IsRam(address, (ulong)image.Length))
            throw new ArgumentException($"an image of {image.Length} bytes at 0x{address:x} does not lie in RAM");
        _images.Add((address, image));
    }

    /// <summary>
    /// Resets the board. The first PE is on, at the reset address: a managed monitor's entry point, or the boot ROM. The others are off
    /// until <see cref="PowerOn"/>.
    /// </summary>
    /// <remarks>
    /// RAM keeps its content and virtual time goes on, as in a warm reset; the managed monitor wipes what was not the Non-secure world's. Devices, GIC and PEs get their reset state; a managed layer that has
    /// run forgets what it knew, as a native one would that is loaded anew.
    /// </remarks>
    public void Reset()
    {
        ulong now = Math.Max(Clock.Cycles, Pes.Max(pe => pe.ModelledCycles));
        _resetRequest = null;
        foreach (IResettableDevice device in _resettable)
            device.Reset();
        Gic.Reset();
        foreach (ManagedFirmware layer in _layers)
            layer.Reset();
        foreach (ProcessingElement pe in Pes)
        {
            _scheduler.SetPower(pe, pe.Index == 0, now);
            PutAtReset(pe);
        }
        LoadImages();
    }

    /// <summary>Puts in place once more what is loaded with each reset, for a monitor that has wiped memory: granule protection must be off.</summary>
    public void LoadImages()
    {
        foreach ((ulong address, ReadOnlyMemory<byte> image) in _images)
            Pes[0].Physical.Write(new PhysicalAddress(address, Pas.Root), image.Span);
    }

    /// <summary>Asks for a reset of the board: it comes when the layer that asks has made its control transfer, or at the next branch of the PE that runs.</summary>
    /// <remarks>
    /// <see cref="Run"/> then goes on with the boot, unless the board has been reset as often as <see cref="MachineOptions.MaxResets"/> lets it:
    /// it ends with <see cref="MachineStop.ResetRequested"/> then, and the board is left as it was.
    /// </remarks>
    /// <param name="cause">Who asks; of several at once the first counts.</param>
    public void RequestReset(ResetCause cause)
    {
        _resetRequest ??= cause;
        if (_running is { } pe)
            EndTurnBy(pe.ModelledCycles);
    }

    private bool TryReset(ResetCause cause)
    {
        LastResetCause = cause;
        if (ResetCount >= Options.MaxResets)
            return false;
        ResetCount++;
        Bus.OnReset(cause, Pes.Max(pe => pe.ModelledCycles));
        Reset();
        PowerController?.OnBoardReset();
        return true;
    }

    private void PutAtReset(ProcessingElement pe)
    {
        pe.Reset();
        pe.PC = _layers.Find(layer => layer.Level == ExceptionLevel.EL3)?.EntryPoint ?? FvpMemoryMap.BootRom;
    }
}
