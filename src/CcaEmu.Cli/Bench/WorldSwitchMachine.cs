using CcaEmu.Diagnostics;
using CcaEmu.Diagnostics.Benchmarks;
using CcaEmu.Diagnostics.Costs;
using CcaEmu.Diagnostics.Crossings;
using CcaEmu.Hypervisor;
using CcaEmu.Hypervisor.Benchmarks;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine;
using CcaEmu.Monitor;

namespace CcaEmu.Cli.Bench;

/// <summary>A machine of two PEs that runs images/bench.elf once, as a realm or as an ordinary virtual machine.</summary>
internal sealed class WorldSwitchMachine : IDisposable
{
    private const ulong MemoryBytes = 64UL << 20;
    private const ulong MaxInstructions = 20_000_000_000;

    private readonly Machine.Machine _machine;
    private readonly HypervisorFirmware _hypervisor;
    private readonly MonitorFirmware _monitor;
    private readonly BenchMarks? _marks;

    /// <summary>Builds it; nothing has run yet.</summary>
    /// <param name="kind">What the image runs as.</param>
    /// <param name="repetitions">Of each operation.</param>
    /// <param name="seed">Of the machine's randomness.</param>
    /// <param name="listeners">Who listens.</param>
    /// <param name="profiles">What crossings are priced by.</param>
    /// <param name="told">Is told the name of a measurement, and whether it begins.</param>
    public WorldSwitchMachine(
        GuestKind kind, int repetitions, ulong seed, BenchListeners listeners, IReadOnlyList<CostProfile> profiles, Action<string, bool> told)
    {
        _machine = new Machine.Machine(new MachineOptions { PeCount = 2, Seed = seed });
        RunRecorder? recorder = listeners == BenchListeners.Nobody ? null : new RunRecorder(_machine);
        if (listeners == BenchListeners.Ledger)
        {
            Ledger = new CrossingLedger(_machine, profiles);
            Ledger.Attach(recorder!);
            _marks = new BenchMarks(recorder!, Ledger, kind == GuestKind.Vm, told);
        }
        _hypervisor = new HypervisorFirmware(_machine, new RealmLaunch
        {
            Image = BenchImage.Load("bench.elf"),
            Kind = kind,
            MemoryBytes = MemoryBytes,
            VirtualCpus = 2,
            Argument = (ulong)repetitions,
            // The host's own calls are the same beside either guest.
            Measurement = kind == GuestKind.Vm ? null : new HostMeasurement(repetitions, name => _marks?.Begin(name), name => _marks?.End(name)),
        }, _ => { });
        _monitor = BenchFirmware.Attach(_machine, _hypervisor);
    }

    /// <summary>What was recorded; null where nothing was to be.</summary>
    public CrossingLedger? Ledger { get; }

    /// <summary>Digest of the run.</summary>
    public ulong Digest => _machine.Digest;

    /// <summary>Runs to the end.</summary>
    /// <exception cref="InvalidOperationException">The image did not pass: a bug of the emulator, as its command line is ours.</exception>
    public void Run()
    {
        MachineStop stop = _machine.Run(MaxInstructions);
        if (_hypervisor.Outcome is not { Kind: RealmOutcomeKind.Passed })
            throw new InvalidOperationException($"the benchmark did not pass: {_hypervisor.Outcome?.Summary ?? _monitor.FatalError ?? stop.ToString()}");
        Ledger?.Close();
    }

    /// <inheritdoc/>
    public void Dispose() => _machine.Dispose();
}
