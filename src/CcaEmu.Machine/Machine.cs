using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Devices.Gic;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Firmware;
using CcaEmu.Memory;

namespace CcaEmu.Machine;

/// <summary>The board: memory map, PEs, virtual time, and the slots that managed layers plug into.</summary>
/// <remarks>All state of a machine hangs off this object; several machines live in one process without knowing of each other.</remarks>
public sealed class Machine : IPeEnvironment, IDisposable
{
    private readonly List<ManagedFirmware> _layers = [];
    private const ulong Affinity = 0xFF_00FF_FFFF;

    private readonly SeededRandom _random;
    private readonly DeviceMemory _deviceMemory;
    private volatile bool _stopRequested; // an interrupt may come from another thread

    /// <summary>Builds a board; every PE is in reset, nothing is loaded.</summary>
    /// <param name="options">What it is made of.</param>
    /// <exception cref="ArgumentException">PE count or bank size out of range.</exception>
    public Machine(MachineOptions options)
    {
        if (options.PeCount is < 1 or > 8)
            throw new ArgumentException($"a board has 1 to 8 PEs, not {options.PeCount}");
        Options = options;
        _random = new SeededRandom(options.Seed);
        Memory = new PhysicalMemory();
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
        PlugGic();
    }

    /// <summary>What the board is made of.</summary>
    public MachineOptions Options { get; }

    /// <summary>The memory map.</summary>
    public PhysicalMemory Memory { get; }

    /// <summary>The PEs by linear number.</summary>
    public IReadOnlyList<ProcessingElement> Pes { get; }

    /// <summary>The interrupt controller.</summary>
    public GicV3 Gic { get; }

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
        foreach (ProcessingElement pe in Pes)
            pe.SetManaged(layer.Level, layer.State, true);
    }

    /// <summary>Unplugs the managed layer of a slot, so that A64 code runs there.</summary>
    /// <param name="level">Its level.</param>
    /// <param name="state">Its security state.</param>
    public void Detach(ExceptionLevel level, SecurityState state)
    {
        _layers.RemoveAll(layer => layer.Level == level && layer.State == state);
        foreach (ProcessingElement pe in Pes)
            pe.SetManaged(level, state, false);
    }

    /// <summary>Puts every PE at the reset address: a managed monitor's entry point, or the boot ROM.</summary>
    public void Reset()
    {
        ManagedFirmware? monitor = _layers.Find(layer => layer.Level == ExceptionLevel.EL3);
        Gic.Reset();
        foreach (ProcessingElement pe in Pes)
        {
            pe.Reset();
            pe.PC = monitor?.EntryPoint ?? FvpMemoryMap.BootRom;
        }
    }

    /// <summary>Has <see cref="Run"/> return when the layer that asks has made its control transfer.</summary>
    public void RequestStop() => _stopRequested = true;

    /// <summary>Runs until a layer asks to stop, the limit is reached, or everyone sleeps.</summary>
    /// <param name="maxInstructions">
    /// Limit in retired instructions and exceptions taken, counted from now; the run may end a few instructions behind it. Exceptions
    /// count because a guest whose vectors fault retires nothing and would never end.
    /// </param>
    /// <returns>Why it stopped.</returns>
    public MachineStop Run(ulong maxInstructions = ulong.MaxValue)
    {
        _stopRequested = false;
        ProcessingElement pe = Pes[0];
        ulong start = pe.RetiredInstructions + pe.ExceptionCount;
        while (!_stopRequested)
        {
            ulong used = pe.RetiredInstructions + pe.ExceptionCount - start;
            if (used >= maxInstructions)
                return MachineStop.InstructionLimit;
            if (pe.AtManagedLayer)
            {
                FindLayer(pe).Enter(pe);
                continue;
            }
            if (pe.WaitingForInterrupt && !WakeUp(pe))
                return MachineStop.AllWaiting;
            pe.Run(Math.Min(maxInstructions - used, SliceInstructions));
        }
        return MachineStop.Requested;
    }

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
            _ = new GicPort(Gic, pe);
    }

    private const ulong SliceInstructions = 1 << 24;

    // A sleeping PE whose wait ends by time alone sleeps that time away: virtual time goes on to the moment.
    private static bool WakeUp(ProcessingElement pe)
    {
        if (!pe.HasWakeUpEvent && pe.TicksToWakeUp is { } ticks)
        {
            ulong cyclesIntoTick = pe.ModelledCycles % VirtualClock.CyclesPerTick;
            pe.Charge(Math.Min(ticks, ulong.MaxValue / VirtualClock.CyclesPerTick / 2) * VirtualClock.CyclesPerTick - cyclesIntoTick);
        }
        return pe.HasWakeUpEvent;
    }

    private ManagedFirmware FindLayer(ProcessingElement pe) =>
        _layers.Find(layer => layer.Level == pe.CurrentLevel && layer.State == pe.SecurityState)
        ?? throw new InvalidOperationException($"PE{pe.Index} is at a managed level without a layer: {pe.SecurityState} {pe.CurrentLevel}");
}
