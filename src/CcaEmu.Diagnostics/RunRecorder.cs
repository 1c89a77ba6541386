using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Diagnostics.Realms;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Diagnostics.Worlds;
using CcaEmu.Machine.Board;

namespace CcaEmu.Diagnostics;

/// <summary>Everything that listens to a machine while it runs, wired together.</summary>
/// <remarks>Always the same listeners, traced or not: what they read is read in every run.</remarks>
public sealed class RunRecorder
{
    private readonly Machine.Machine _machine;

    /// <summary>Listens to a machine from now on.</summary>
    /// <param name="machine">The machine, before its first instruction.</param>
    public RunRecorder(Machine.Machine machine)
    {
        _machine = machine;
        WorldSwitches = new WorldSwitchCounter(machine.Pes.Count);
        Exceptions = new ExceptionHistory(machine.Pes.Count);
        machine.Bus.Subscribe(WorldSwitches);
        machine.Bus.Subscribe(Exceptions);
        machine.Bus.Subscribe(Ledger);
        Evidence = new EvidenceRecorder(machine, Realm);
        Evidence.Listen(Ledger, Exceptions);
    }

    /// <summary>World switches.</summary>
    public WorldSwitchCounter WorldSwitches { get; }

    /// <summary>Exceptions.</summary>
    public ExceptionHistory Exceptions { get; }

    /// <summary>Calls.</summary>
    public CallLedger Ledger { get; } = new();

    /// <summary>What a verdict is made of.</summary>
    public EvidenceRecorder Evidence { get; }

    /// <summary>The Realm.</summary>
    public RealmFacts Realm { get; } = new();

    /// <summary>Sums the run up.</summary>
    /// <param name="ending">What is known of the run from elsewhere.</param>
    public RunSummary Summarize(RunEnding ending)
    {
        ulong cycles = _machine.Pes.Max(pe => pe.ModelledCycles);
        return new RunSummary
        {
            Status = ending.Status,
            Reason = ending.Reason,
            ExitCode = ending.ExitCode,
            GuestStatus = ending.GuestStatus,
            Cause = ending.Cause,
            Image = ending.Image,
            Seed = _machine.Options.Seed,
            RetiredInstructions = _machine.Pes.Aggregate(0UL, (sum, pe) => sum + pe.RetiredInstructions),
            Exceptions = _machine.Pes.Aggregate(0UL, (sum, pe) => sum + pe.ExceptionCount),
            ModelledCycles = cycles,
            ModelledNanoseconds = VirtualClock.NanosecondsAt(cycles),
            HostMemoryTouchedBytes = _machine.Memory.TouchedBytes,
            RunDigest = _machine.Digest.ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
            Realm = new(ending.RealmMemoryBytes, Realm.IpaWidth, Realm.HashAlgorithm?.ToString().ToLowerInvariant(), Realm.Rim),
            WorldSwitches =
                [.. WorldSwitches.Counts.Select(c => new SwitchCount(WorldNames.Of(c.From), WorldNames.Of(c.To), c.Count))],
            RecExits = [.. Ledger.RecExits.Select(exit => new ExitCount(RecExit.Name(exit.Reason), exit.Count))],
            RmiCalls = CountsOf(CallInterface.Rmi),
            RsiCalls = CountsOf(CallInterface.Rsi),
            PsciCalls = CountsOf(CallInterface.Psci),
            RmmEl3Calls = CountsOf(CallInterface.RmmEl3),
            HostUsage = ending.HostUsage,
        };
    }

    private IReadOnlyList<CallCount> CountsOf(CallInterface @interface) =>
        [.. Ledger.StatisticsOf(@interface).Select(call => new CallCount(call.Name, call.Count, call.ModelledCycles))];
}
