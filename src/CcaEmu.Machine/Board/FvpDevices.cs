using CcaEmu.Arm.Registers;
using CcaEmu.Devices;
using CcaEmu.Devices.Clocks;
using CcaEmu.Devices.Flash;
using CcaEmu.Devices.Motherboard;
using CcaEmu.Devices.Power;
using CcaEmu.Devices.Serial;
using CcaEmu.Devices.Virtio;
using CcaEmu.Devices.Watchdogs;
using CcaEmu.Machine.DeviceTrees;
using CcaEmu.Memory;

namespace CcaEmu.Machine.Board;

/// <summary>The peripherals of Arm's Base RevC FVP beside the GIC: windows in the memory map, interrupts, events in virtual time.</summary>
/// <remarks>
/// <code>
///   0x0800_0000  flash 0, 64 MiB                 0x0C00_0000  flash 1, 64 MiB
///   0x1C01_0000  system registers                0x1C09_0000  UART0..3, SPI 5..8
///   0x1C02_0000  clocks of the dual timers       0x1C0F_0000  watchdog, SPI 0
///   0x1C10_0000  power controller                0x1C11_0000  dual timer 0, SPI 2
///   0x1C12_0000  dual timer 1, SPI 3             0x1C13_0000  virtio block, SPI 42
///   0x1C14_0000  virtio console, SPI 43          0x1C17_0000  real time clock, SPI 4
///   0x2A43_0000  system counter control          0x2A80_0000  system counter
///   0x2A44_0000  generic watchdog control, SPI 27  0x2A45_0000  its refresh frame
///   0x2A49_0000  trusted watchdog, SPI 24        0x2A81_0000  system timer control
///   0x2A83_0000  system timer frame 1, SPI 26
/// </code>
/// The model has virtio 9p where the console is here. Power controller and trusted watchdog are Secure's and Root's. The second expiry of any
/// watchdog resets the board.
/// </remarks>
public sealed class FvpDevices : IDisposable
{
    private const ulong MotherboardRegisters = 0x1C01_0000, Watchdog = 0x1C0F_0000, BlockTransport = 0x1C13_0000, ConsoleTransport = 0x1C14_0000;
    private const ulong RealTimeClock = 0x1C17_0000, CounterControl = 0x2A43_0000, CounterRead = 0x2A80_0000, TimerControl = 0x2A81_0000;
    private const ulong TimerFrame1 = 0x2A83_0000, TimerClocks = 0x1C02_0000, PowerControl = 0x1C10_0000, DualTimer0 = 0x1C11_0000, DualTimer1 = 0x1C12_0000;
    private const ulong GenericWatchdogControl = 0x2A44_0000, GenericWatchdogRefresh = 0x2A45_0000, TrustedWatchdog = 0x2A49_0000;
    private const ulong GicDistributor = 0x2F00_0000, GicTranslationService = 0x2F02_0000, GicRedistributors = 0x2F10_0000;
    private const ulong Flash0 = 0x0800_0000, Flash1 = 0x0C00_0000, FlashBytes = 0x400_0000;
    private const ulong FrameBytes = 0x1_0000;
    private const int WatchdogSpi = 0, DualTimer0Spi = 2, DualTimer1Spi = 3, TrustedWatchdogSpi = 24, GenericWatchdogSpi = 27, ClockSpi = 4, FirstUartSpi = 5, TimerSpi = 26, BlockSpi = 42, ConsoleSpi = 43;
    private const int FirstSpiIntid = 32;
    private const ulong WatchdogHz = 32_768;

    private readonly Machine _machine;
    private readonly DmaMemory _dma;
    private readonly List<(ulong Base, uint Spi)> _virtio = [];

    /// <summary>Adds the devices to a machine.</summary>
    /// <param name="machine">The machine, which has nothing at their addresses yet.</param>
    /// <param name="options">What is plugged into them.</param>
    /// <exception cref="ArgumentException">An address is taken.</exception>
    public FvpDevices(Machine machine, FvpDeviceOptions options)
    {
        _machine = machine;
        _dma = new DmaMemory(machine.Memory, machine.Pes[0]);
        Uarts = [.. Enumerable.Range(0, 4).Select(i => new Pl011(options.Uarts.ElementAtOrDefault(i) ?? (static _ => { })))];
        for (int i = 0; i < Uarts.Count; i++)
            Place(FvpMemoryMap.Uart0 + (ulong)i * FvpMemoryMap.UartStride, Pl011.WindowBytes, Uarts[i], Uarts[i].Interrupt, FirstUartSpi + i);
        Place(MotherboardRegisters, VersatileExpressRegisters.WindowBytes, new VersatileExpressRegisters(
            machine.Clock, () => machine.RequestStop(MachineStop.PoweredOff), () => machine.RequestReset(ResetCause.SystemConfiguration)));
        var clock = new Pl031(machine.Clock, options.StartSeconds);
        Place(RealTimeClock, Pl031.WindowBytes, clock, clock.Interrupt, ClockSpi);
        machine.Clock.Add(clock);
        Place(Flash0, FlashBytes, new NorFlash(FlashBytes, options.Flash.Span));
        Place(Flash1, FlashBytes, new NorFlash(FlashBytes));
        PlaceWatchdogs();
        PlaceDualTimers();
        PlaceTimers();
        machine.PowerController = new PowerController(new PowerSupply(machine));
        machine.Gic.WakeRequested = machine.PowerController.OnWakeRequest;
        Place(PowerControl, PowerController.WindowBytes, machine.PowerController);
        if (options.Disk is { } disk)
            PlaceVirtio(BlockTransport, new VirtioBlock(disk, "ccaemu-disk"), BlockSpi);
        if (options.Console is { } sink)
            PlaceVirtio(ConsoleTransport, Console = new VirtioConsole(sink), ConsoleSpi);
    }

    /// <summary>The UARTs by number; characters for the guest go in here.</summary>
    public IReadOnlyList<Pl011> Uarts { get; }

    /// <summary>The virtio console; null where the slot is empty.</summary>
    public VirtioConsole? Console { get; }

    /// <summary>Describes the board to a kernel in the Non-secure world.</summary>
    /// <param name="bootArguments">Its command line; null for none.</param>
    public SystemDescription Describe(string? bootArguments = null) => new()
    {
        Affinities = [.. _machine.Pes.Select(pe => pe[SystemRegister.MPIDR_EL1] & 0xFF_00FF_FFFF)],
        Memory = [.. Banks()],
        Uarts = [.. Enumerable.Range(0, 4).Select(i => (FvpMemoryMap.Uart0 + (ulong)i * FvpMemoryMap.UartStride, (uint)(FirstUartSpi + i)))],
        Rtc = (RealTimeClock, ClockSpi),
        Watchdog = (Watchdog, WatchdogSpi),
        GenericWatchdog = (GenericWatchdogControl, GenericWatchdogRefresh, GenericWatchdogSpi),
        VirtioTransports = _virtio,
        Distributor = _machine.Controller is null ? null : GicDistributor,
        Redistributors = GicRedistributors,
        TranslationService = GicTranslationService,
        BootArguments = bootArguments,
    };

    /// <inheritdoc/>
    public void Dispose() => _dma.Dispose();

    // What the monitor and the RMM keep for themselves at the top of the first bank is not the kernel's.
    private IEnumerable<(ulong Base, ulong SizeBytes)> Banks()
    {
        yield return (FvpMemoryMap.Dram1, FvpMemoryMap.Rmm - FvpMemoryMap.Dram1);
        if (_machine.Options.Dram2Bytes != 0)
            yield return (FvpMemoryMap.Dram2, _machine.Options.Dram2Bytes);
    }

    private void PlaceWatchdogs()
    {
        var watchdog = new Sp805(_machine.Clock, WatchdogHz, () => _machine.RequestReset(ResetCause.Watchdog));
        Place(Watchdog, Sp805.WindowBytes, watchdog, watchdog.Interrupt, WatchdogSpi);
        _machine.Clock.Add(watchdog);
        var trusted = new Sp805(_machine.Clock, WatchdogHz, () => _machine.RequestReset(ResetCause.TrustedWatchdog));
        Place(TrustedWatchdog, Sp805.WindowBytes, new SecureWindow(trusted), trusted.Interrupt, TrustedWatchdogSpi);
        _machine.AddResettable(trusted);
        _machine.Clock.Add(trusted);
        var generic = new GenericWatchdog(_machine.Clock, () => _machine.RequestReset(ResetCause.GenericWatchdog));
        Place(GenericWatchdogControl, GenericWatchdog.FrameBytes, generic.ControlFrame, generic.Interrupt, GenericWatchdogSpi);
        Place(GenericWatchdogRefresh, GenericWatchdog.FrameBytes, generic.RefreshFrame);
        _machine.AddResettable(generic);
        _machine.Clock.Add(generic);
    }

    private void PlaceDualTimers()
    {
        Sp804[] timers = [new(_machine.Clock, Sp810.ReferenceHz), new(_machine.Clock, Sp810.ReferenceHz)];
        Place(TimerClocks, Sp810.WindowBytes, new Sp810(timers));
        Place(DualTimer0, Sp804.WindowBytes, timers[0], timers[0].Interrupt, DualTimer0Spi);
        Place(DualTimer1, Sp804.WindowBytes, timers[1], timers[1].Interrupt, DualTimer1Spi);
        foreach (Devices.Timing.ITimedDevice one in timers.SelectMany(timer => timer.Timers))
            _machine.Clock.Add(one);
    }

    private void PlaceTimers()
    {
        var counter = new SystemCounter(_machine.Clock);
        Place(CounterControl, FrameBytes, counter);
        Place(CounterRead, FrameBytes, counter.ReadFrame);
        var timer = new SystemTimer(_machine.Clock, frame: 1);
        Place(TimerControl, FrameBytes, timer.ControlFrame);
        Place(TimerFrame1, FrameBytes, timer.TimerFrame, timer.Interrupt, TimerSpi);
        _machine.AddResettable(timer);
        foreach (Devices.Timing.ITimedDevice one in timer.Timers)
            _machine.Clock.Add(one);
    }

    private void PlaceVirtio(ulong address, VirtioDevice device, int spi)
    {
        var transport = new VirtioMmio(device, _dma);
        Place(address, VirtioMmio.WindowBytes, transport, transport.Interrupt, spi);
        _virtio.Add((address, (uint)spi));
    }

    private void Place(ulong address, ulong sizeBytes, IMmioDevice device, InterruptOutput? interrupt = null, int spi = 0)
    {
        _machine.Memory.AddDevice(address, sizeBytes, device);
        if (device is IResettableDevice resettable)
            _machine.AddResettable(resettable);
        if (interrupt is not null)
            interrupt.Changed = asserted => _machine.Controller?.SetSharedLine(FirstSpiIntid + spi, asserted);
    }
}
