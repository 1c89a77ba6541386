using CcaEmu.Diagnostics;
using CcaEmu.Diagnostics.Benchmarks;
using CcaEmu.Diagnostics.Costs;
using CcaEmu.Diagnostics.Crossings;
using CcaEmu.Hypervisor;
using CcaEmu.Hypervisor.Benchmarks;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine;
using CcaEmu.Monitor;
using CcaEmu.Rmm;

namespace CcaEmu.Cli.Bench;

/// <summary>A machine of two PEs that runs images/bench.elf once, with a ledger or without.</summary>
internal sealed class WorldSwitchMachine : IDisposable
{
    private const ulong MemoryBytes = 64UL << 20;
    private const ulong MaxInstructions = 20_000_000_000;

    private readonly Machine.Machine _machine;
    private readonly HypervisorFirmware _hypervisor;
    private readonly MonitorFirmware _monitor;
    private readonly BenchMarks? _marks;

    /// <summary>Builds it; nothing has run yet.</summary>
    /// <param name="repetitions">Of each operation.</param>
    /// <param name="seed">Of the machine's randomness.</param>
    /// <param name="profiles">What crossings are priced by; null for no ledger.</param>
    /// <param name="told">Is told the name of a measurement, and whether it begins.</param>
    public WorldSwitchMachine(int repetitions, ulong seed, IReadOnlyList<CostProfile>? profiles, Action<string, bool> told)
    {
        _machine = new Machine.Machine(new MachineOptions { PeCount = 2, Seed = seed });
        var recorder = new RunRecorder(_machine);
        if (profiles is not null)
        {
            Ledger = new CrossingLedger(_machine, profiles);
            Ledger.Attach(recorder);
            _marks = new BenchMarks(_machine, recorder, Ledger, told);
        }
        _monitor = new MonitorFirmware(_machine, new MonitorOptions());
        _hypervisor = new HypervisorFirmware(_machine, new RealmLaunch
        {
            Image = LoadImage(),
            MemoryBytes = MemoryBytes,
            VirtualCpus = 2,
            Argument = (ulong)repetitions,
            Measurement = new HostMeasurement(repetitions, BeginHostMeasurement, EndHostMeasurement),
        }, _ => { });
        _machine.Attach(_monitor);
        _machine.Attach(new RmmFirmware(_machine, new RmmOptions()));
        _machine.Attach(_hypervisor);
        _machine.Reset();
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
        _marks?.Close();
        Ledger?.Close();
    }

    /// <inheritdoc/>
    public void Dispose() => _machine.Dispose();

    private void BeginHostMeasurement(string name) => _marks?.BeginHostMeasurement(name);

    private void EndHostMeasurement(string name) => _marks?.EndHostMeasurement(name);

    private static Elf64Image LoadImage()
    {
        using Stream file = typeof(WorldSwitchMachine).Assembly.GetManifestResourceStream("bench.elf")!;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Elf64Image.TryParse(bytes, out Elf64Image? image, out ImageError? error) ? image : throw new InvalidOperationException(error.Message);
    }
}
