using CcaEmu.Diagnostics.Benchmarks;
using CcaEmu.Diagnostics.Costs;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Bench;

/// <summary>Measures what measuring costs.</summary>
/// <remarks>
/// Ratios within one round, and medians of them: what the host does besides falls on all of a round alike. The first rounds, in which everything is
/// compiled, do not count.
/// </remarks>
internal static class MeasuringBench
{
    private const int Warm = 4, Rounds = 9, Repetitions = 100;

    /// <summary>Measures.</summary>
    /// <param name="seed">Of the machine's randomness.</param>
    /// <param name="profiles">What the ledger prices by.</param>
    public static MeasuringCost Run(ulong seed, IReadOnlyList<CostProfile> profiles)
    {
        BenchListeners[] all = Enum.GetValues<BenchListeners>();
        var times = all.ToDictionary(listeners => listeners, _ => new double[Rounds]);
        HashSet<ulong> digests = [];
        for (int round = -Warm; round < Rounds; round++)
        {
            foreach (BenchListeners listeners in all)
            {
                double time = Time(seed, profiles, listeners, digests);
                if (round >= 0)
                    times[listeners][round] = time;
            }
        }
        double[] nobody = times[BenchListeners.Nobody];
        return new MeasuringCost(
            Rounds, nobody.Order().ElementAt(Rounds / 2), RatioOf(times[BenchListeners.Evidence], nobody), RatioOf(times[BenchListeners.Ledger], nobody),
            digests.Count == 1);
    }

    private static double Time(ulong seed, IReadOnlyList<CostProfile> profiles, BenchListeners listeners, HashSet<ulong> digests)
    {
        using var machine = new WorldSwitchMachine(GuestKind.Realm, Repetitions, seed, listeners, profiles, (_, _) => { });
        TimeSpan start = Environment.CpuUsage.TotalTime;
        machine.Run();
        double time = (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
        digests.Add(machine.Digest);
        return time;
    }

    private static MeasuringRatio RatioOf(double[] times, double[] nobody)
    {
        double[] ratios = [.. times.Zip(nobody, (time, other) => time / other).Order()];
        return new MeasuringRatio(ratios[Rounds / 2], ratios[Rounds / 4], ratios[Rounds * 3 / 4]);
    }
}
