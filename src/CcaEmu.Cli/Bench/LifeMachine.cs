using CcaEmu.Diagnostics;
using CcaEmu.Diagnostics.Benchmarks;
using CcaEmu.Diagnostics.Costs;
using CcaEmu.Diagnostics.Crossings;
using CcaEmu.Hypervisor;
using CcaEmu.Hypervisor.Benchmarks;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine;

namespace CcaEmu.Cli.Bench;

/// <summary>A machine on which images/hello.elf lives and dies again and again, a new realm each time.</summary>
internal sealed class LifeMachine : IDisposable
{
    private const ulong MemoryBytes = 64UL << 20;

    private readonly Machine.Machine _machine;
    private readonly GuestLives _lives;
    private readonly int _repetitions;

    /// <summary>Builds it; nothing has run yet.</summary>
    /// <param name="repetitions">How many realms.</param>
    /// <param name="seed">Of the machine's randomness.</param>
    /// <param name="profiles">What crossings are priced by.</param>
    /// <param name="told">Is told the name of a measurement, and whether it begins.</param>
    public LifeMachine(int repetitions, ulong seed, IReadOnlyList<CostProfile> profiles, Action<string, bool> told)
    {
        _repetitions = repetitions;
        _machine = new Machine.Machine(new MachineOptions { Seed = seed });
        var recorder = new RunRecorder(_machine);
        Ledger = new CrossingLedger(_machine, profiles);
        Ledger.Attach(recorder);
        var marks = new LifeMarks(_machine, recorder, Ledger, told);
        _lives = new GuestLives(new RealmLaunch { Image = BenchImage.Load("hello.elf"), MemoryBytes = MemoryBytes }, repetitions, marks.EndLife);
        BenchFirmware.Attach(_machine, new HypervisorFirmware(_machine, [_lives]));
    }

    /// <summary>What was recorded.</summary>
    public CrossingLedger Ledger { get; }

    /// <summary>Digest of the run.</summary>
    public ulong Digest => _machine.Digest;

    /// <summary>Runs to the end.</summary>
    /// <exception cref="InvalidOperationException">A realm did not pass: a bug of the emulator.</exception>
    public void Run()
    {
        _machine.Run();
        if (_lives.Outcomes.Count != _repetitions || _lives.Outcomes[^1].Kind != RealmOutcomeKind.Passed)
            throw new InvalidOperationException($"realm {_lives.Outcomes.Count} of the benchmark did not pass: {_lives.Outcomes.LastOrDefault()?.Summary}");
        Ledger.Close();
    }

    /// <inheritdoc/>
    public void Dispose() => _machine.Dispose();
}
