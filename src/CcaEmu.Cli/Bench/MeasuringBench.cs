using CcaEmu.Cli.Measuring;
using CcaEmu.Diagnostics.Benchmarks;
using CcaEmu.Diagnostics.Costs;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Bench;

/// <summary>Measures what measuring costs.</summary>
internal static class MeasuringBench
{
    private const int Warm = 4, Rounds = 9, Repetitions = 100;

    /// <summary>Measures.</summary>
    /// <param name="seed">Of the machine's randomness.</param>
    /// <param name="profiles">What the ledger prices by.</param>
    public static MeasuringCost Run(ulong seed, IReadOnlyList<CostProfile> profiles)
    {
        HashSet<ulong> digests = [];
        const int nobody = (int)BenchListeners.Nobody;
        RoundTimes times = RoundTimes.Measure(
            Warm, Rounds, [.. Enum.GetValues<BenchListeners>().Select(listeners => (Func<double>)(() => Time(seed, profiles, listeners, digests)))]);
        return new MeasuringCost(
            Rounds, times.MedianOf(nobody), times.RatioOf((int)BenchListeners.Evidence, nobody), times.RatioOf((int)BenchListeners.Ledger, nobody),
            digests.Count == 1);
    }

    private static double Time(ulong seed, IReadOnlyList<CostProfile> profiles, BenchListeners listeners, HashSet<ulong> digests)
    {
        using var machine = new WorldSwitchMachine(GuestKind.Realm, Repetitions, seed, listeners, profiles, (_, _) => { });
        double time = RoundTimes.TimeOf(() => machine.Run());
        digests.Add(machine.Digest);
        return time;
    }
}
