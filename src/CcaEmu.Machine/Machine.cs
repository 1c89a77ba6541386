using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Devices.Gic;
using CcaEmu.Devices.Power;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Firmware;
using CcaEmu.Machine.Scheduling;
using CcaEmu.Memory;

namespace CcaEmu.Machine;

/// <summary>The board: memory map, PEs, virtual time, and the slots that managed layers plug into.</summary>
/// <remarks>All state of a machine hangs off this object; several machines live in one process without knowing of each other.</remarks>
public sealed partial class Machine : IPeEnvironment, IDisposable
{
    private const ulong Affinity = 0xFF_00FF_FFFF;

    private readonly List<ManagedFirmware> _layers = [];
    private readonly ManagedFirmware?[] _layerAt = new ManagedFirmware?[16];
    private readonly SeededRandom _random;
    private readonly DeviceMemory _deviceMemory;
    private readonly Scheduler _scheduler;
    private volatile bool _stopRequested; // an interrupt may come from another thread
    private MachineStop _stopReason;
    private ProcessingElement? _running;
    private ulong _turnEnd;

    /// <summary>Builds a board; every PE is in reset, nothing is loaded.</summary>
    /// <param name="options">What it is made of.</param>
    /// <exception cref="ArgumentException">PE count, quantum or bank size out of range.</exception>
    public Machine(MachineOptions options)
    {
        if (options.PeCount is < 1 or > 8)
            throw new ArgumentException($"a board has 1 to 8 PEs, not {options.PeCount}");
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxResets);
        if (options.QuantumCycles == 0)
            throw new ArgumentException("PEs cannot take turns of no time: the quantum is at least 1 cycle");
        Options = options;
        _random = new SeededRandom(options.Seed);
        Memory = new PhysicalMemory(options.EncryptsMemory && options.Features.Has(Feature.FEAT_MEC) ? PeFeatures.MecidBits : 0);
        if (!options.BootRom.IsEmpty)
        {
            Memory.AddRam(FvpMemoryMap.BootRom, ((ulong)options.BootRom.Length + 0xFFFF) & ~0xFFFFUL);
            LoadAtReset(FvpMemoryMap.BootRom, options.BootRom);
        }
        Memory.AddRam(FvpMemoryMap.TrustedSram, FvpMemoryMap.TrustedSramSize);
        Memory.AddRam(FvpMemoryMap.TrustedDram, FvpMemoryMap.TrustedDramSize);
        Memory.AddRam(FvpMemoryMap.Dram1, FvpMemoryMap.Dram1Size);
        if (options.Dram2Bytes != 0)
            Memory.AddRam(FvpMemoryMap.Dram2, options.Dram2Bytes);
        Pes = [.. Enumerable.Range(0, options.PeCount).Select(i => new ProcessingElement(i, Memory, options.Features, this) { Observer = Bus })];
        foreach (ProcessingElement pe in Pes)
            pe.Peers = Pes;
        _deviceMemory = new DeviceMemory(Memory, Pes[0]);
        Gic = new GicV3([.. Pes.Select(pe => pe[SystemRegister.MPIDR_EL1] & Affinity)], _deviceMemory);
        Clock = new BoardClock(() => _running?.ModelledCycles ?? 0, EndTurnBy);
        _scheduler = new Scheduler(Pes, Clock, options.QuantumCycles);
        _scheduler.SetPower(Pes[0], true, 0);
        PlugGic();
        Connect(Controller = new GicInputs(Gic));
    }

    /// <summary>What the board is made of.</summary>
    public MachineOptions Options { get; }

    /// <summary>The memory map.</summary>
    public PhysicalMemory Memory { get; }

    /// <summary>The PEs by linear number.</summary>
    public IReadOnlyList<ProcessingElement> Pes { get; }

    /// <summary>The interrupt controller.</summary>
    public GicV3 Gic { get; }

    /// <summary>Virtual time as devices see it.</summary>
    public BoardClock Clock { get; }

    /// <summary>Who takes the interrupt outputs of PEs and devices: the GIC, until <see cref="Connect"/> names another.</summary>
    public IInterruptController Controller { get; private set; }

    /// <summary>Who may stop the machine between instructions; null costs nothing.</summary>
    public IMachineDebugger? Debugger { get; set; }

    /// <summary>What takes the power of PEs that wait for an interrupt; null where the board has no power controller.</summary>
    internal PowerController? PowerController { get; set; }

    /// <summary>Where events go.</summary>
    public TraceBus Bus { get; } = new();

    /// <summary>Digest of the run so far with final state folded in.</summary>
    public ulong Digest => Bus.Digest.Final(this);

    /// <summary>Plugs a managed layer into its slot.</summary>
    /// <param name="layer">The layer.</param>
    /// <exception cref="InvalidOperationException">The slot is taken.</exception>
    public void Attach(ManagedFirmware layer)
    {
        if (_layers.Any(other => other.Level == layer.Level && other.State == layer.State))
            throw new InvalidOperationException($"{layer.State} {layer.Level} has a managed layer already");
        _layers.Add(layer);
        _layerAt[SlotOf(layer.Level, layer.State)] = layer;
        foreach (ProcessingElement pe in Pes)
            pe.SetManaged(layer.Level, layer.State, true);
    }

    /// <summary>Unplugs the managed layer of a slot, so that A64 code runs there.</summary>
    /// <param name="level">Its level.</param>
    /// <param name="state">Its security state.</param>
    public void Detach(ExceptionLevel level, SecurityState state)
    {
        _layers.RemoveAll(layer => layer.Level == level && layer.State == state);
        _layerAt[SlotOf(level, state)] = null;
        foreach (ProcessingElement pe in Pes)
            pe.SetManaged(level, state, false);
    }

    /// <summary>Whether a PE is on.</summary>
    /// <param name="pe">The PE.</param>
    public bool IsOn(ProcessingElement pe) => _scheduler.IsOn(pe);

    /// <summary>Turns a PE on: it comes out of reset at the reset address, now.</summary>
    /// <param name="pe">The PE; where it is on already, nothing happens.</param>
    public void PowerOn(ProcessingElement pe)
    {
        if (IsOn(pe))
            return;
        PutAtReset(pe);
        _scheduler.SetPower(pe, true, Now);
        EndTurnBy(Now + Options.QuantumCycles);
    }

    /// <summary>Turns a PE off: it executes nothing more.</summary>
    /// <param name="pe">The PE.</param>
    public void PowerOff(ProcessingElement pe)
    {
        _scheduler.SetPower(pe, false, Now);
        if (pe == _running)
            EndTurnBy(pe.ModelledCycles);
    }

    /// <summary>Connects the interrupt outputs of all PEs to the board's interrupt controller.</summary>
    /// <param name="controller">The controller.</param>
    public void Connect(IInterruptController controller)
    {
        Controller = controller;
        foreach (ProcessingElement pe in Pes)
        {
            pe.WatchesTimers = true;
            _scheduler.Interrupts[pe.Index] = new PrivateInterrupts(pe, controller);
        }
    }

    /// <summary>Brings the interrupt controller's inputs from a PE's timers up to date, before software asks for what is pending.</summary>
    /// <param name="pe">The PE.</param>
    public void RefreshInterrupts(ProcessingElement pe) => _scheduler.Interrupts[pe.Index]?.Refresh();

    /// <summary>Has <see cref="Run"/> return when the layer that asks has made its control transfer.</summary>
    public void RequestStop() => RequestStop(MachineStop.Requested);

    /// <summary>Has <see cref="Run"/> return when the layer that asks has made its control transfer, and say why.</summary>
    /// <param name="reason">What it returns.</param>
    public void RequestStop(MachineStop reason)
    {
        _stopReason = reason;
        _stopRequested = true;
    }

    /// <summary>Runs until a layer asks to stop, the limit is reached, or nothing will happen any more.</summary>
    /// <param name="maxInstructions">
    /// Limit in retired instructions and exceptions taken by all PEs together, counted from now; the run may end a few instructions behind it.
    /// Exceptions count because a guest whose vectors fault retires nothing and would never end.
    /// </param>
    /// <returns>Why it stopped.</returns>
    public MachineStop Run(ulong maxInstructions = ulong.MaxValue)
    {
        _stopReason = MachineStop.Requested;
        _stopRequested = false;
        ulong used = 0;
        while (!_stopRequested)
        {
            if (used >= maxInstructions)
                return MachineStop.InstructionLimit;
            if (_resetRequest is { } cause && !TryReset(cause))
                return MachineStop.ResetRequested;
            bool canGoOn = _scheduler.TryNext(out Turn turn);
            if (_resetRequest is not null)
                continue; // an event of a device came before the turn
            if (!canGoOn)
                return Pes.Any(IsOn) ? MachineStop.AllWaiting : MachineStop.AllOff;
            used += Take(turn, maxInstructions - used);
        }
        return _stopReason;
    }

    /// <summary>What each PE is doing, for a report about a machine that has stopped: one line per PE.</summary>
    public string Describe() => string.Join('\n', Pes.Select(Describe));

    /// <inheritdoc/>
    ulong IPeEnvironment.SystemCount(ProcessingElement pe) => VirtualClock.CountAt(pe.ModelledCycles);

    /// <inheritdoc/>
    ulong IPeEnvironment.NextRandom() => _random.Next();

    /// <summary>The next 64 bits of the machine's seeded random source.</summary>
    public ulong NextRandom() => _random.Next();

    /// <summary>Gives back host memory.</summary>
    public void Dispose()
    {
        foreach (ProcessingElement pe in Pes)
            pe.Dispose();
        _deviceMemory.Dispose();
        Memory.Dispose();
    }

    private void PlugGic()
    {
        Memory.AddDevice(FvpMemoryMap.GicDistributor, GicV3.DistributorBytes, Gic.DistributorFrame);
        Memory.AddDevice(FvpMemoryMap.GicTranslationService, GicV3.TranslationServiceBytes, Gic.TranslationServiceFrames);
        Memory.AddDevice(FvpMemoryMap.GicRedistributors, Gic.RedistributorBytes, Gic.RedistributorFrames);
        foreach (ProcessingElement pe in Pes)
            _ = new GicPort(this, pe);
    }

    /// <inheritdoc/>
    void IPeEnvironment.OnWakeUp(ProcessingElement pe)
    {
        if (pe == _running)
            return;
        _scheduler.NoteWakeUp(pe, Now);
        EndTurnBy(Now + Options.QuantumCycles);
    }

    /// <summary>Instructions that a PE executes at most before the machine looks whether it is to stop.</summary>
    public const ulong SliceInstructions = 1 << 24;

    // The moment: of the PE that runs, or of the event that the machine sees to.
    private ulong Now => _running?.ModelledCycles ?? Clock.Cycles;

    private static ulong WorkOf(ProcessingElement pe) => pe.RetiredInstructions + pe.ExceptionCount;

    // One PE's turn; gives the instructions and exceptions it took.
    private ulong Take(in Turn turn, ulong budget)
    {
        ProcessingElement pe = turn.Pe;
        PrivateInterrupts? interrupts = _scheduler.Interrupts[pe.Index];
        ulong start = WorkOf(pe), used = 0;
        _running = pe;
        _turnEnd = turn.UntilCycles;
        do
        {
            interrupts?.Update();
            if (pe.WaitingForInterrupt && !pe.HasWakeUpEvent)
                break;
            Debugger?.OnLook(pe);
            if (pe.AtManagedLayer)
            {
                pe.LeaveLowPowerState();
                if (!pe.TryTakeInterruptAbove())
                    FindLayer(pe).Enter(pe);
            }
            else
            {
                pe.RunUntil(Math.Min(_turnEnd, interrupts?.NextTimerCycles ?? ulong.MaxValue), Math.Min(budget - used, Debugger?.SliceOf(pe) ?? SliceInstructions));
            }
            used = WorkOf(pe) - start;
            if (PowerController is { } power && pe.WaitingForInterrupt && power.TakesPower(pe.Index))
                PowerOff(pe);
        }
        while (!_stopRequested && _resetRequest is null && used < budget && pe.ModelledCycles < _turnEnd && IsOn(pe));
        _running = null;
        return used;
    }

    private void EndTurnBy(ulong cycles)
    {
        if (_running is null || cycles >= _turnEnd)
            return;
        _turnEnd = cycles;
        _running.EndRunBy(cycles);
    }

    private string Describe(ProcessingElement pe)
    {
        string where = $"at 0x{pe.PC:x} in {pe.SecurityState} {pe.CurrentLevel}";
        string what = !IsOn(pe) ? "is off" : pe.WaitingForInterrupt ? $"waits for an interrupt {where}" : $"is {where}";
        return $"PE{pe.Index} {what}";
    }

    private static int SlotOf(ExceptionLevel level, SecurityState state) => (int)level << 2 | (int)state;

    private ManagedFirmware FindLayer(ProcessingElement pe)
    {
        (ExceptionLevel level, SecurityState state) = (pe.CurrentLevel, pe.SecurityState);
        return _layerAt[SlotOf(level, state)]
            ?? throw new InvalidOperationException($"PE{pe.Index} is at a managed level without a layer: {state} {level}");
    }
}
