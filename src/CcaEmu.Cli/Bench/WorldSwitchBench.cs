using CcaEmu.Cpu.Accounting;
using CcaEmu.Diagnostics.Benchmarks;
using CcaEmu.Diagnostics.Costs;

namespace CcaEmu.Cli.Bench;

/// <summary>Measures world switches: one run with a ledger for the numbers, a few more for what the ledger itself costs.</summary>
/// <param name="clock">Host time.</param>
internal sealed class WorldSwitchBench(HostClock clock)
{
    private const int CostRuns = 3;

    private readonly Dictionary<string, double> _started = [];
    private readonly Dictionary<string, List<double>> _hostNanoseconds = [];

    /// <summary>Measures.</summary>
    /// <param name="repetitions">Of each operation.</param>
    /// <param name="seed">Of the machine's randomness.</param>
    /// <param name="profiles">What the measurements are priced by.</param>
    /// <param name="measuresItself">Whether what the ledger costs is measured too.</param>
    /// <returns>A report for each profile.</returns>
    public IReadOnlyList<WorldSwitchReport> Run(int repetitions, ulong seed, IReadOnlyList<CostProfile> profiles, bool measuresItself)
    {
        using var machine = new WorldSwitchMachine(repetitions, seed, profiles, Note);
        machine.Run();
        MeasuringCost? cost = measuresItself ? MeasureCost(repetitions, seed, profiles) : null;
        Dictionary<string, double> host = _hostNanoseconds.ToDictionary(entry => entry.Key, entry => Median(entry.Value));
        return [.. profiles.Select((profile, i) => ReportOf(machine, repetitions, seed, profile, i, host, cost))];
    }

    private static WorldSwitchReport ReportOf(
        WorldSwitchMachine machine, int repetitions, ulong seed, CostProfile profile, int index, Dictionary<string, double> host, MeasuringCost? cost)
    {
        var missing = new SortedDictionary<string, string>(StringComparer.Ordinal);
        IReadOnlyList<WorldSwitchRow> rows = WorldSwitchRows.Of(machine.Ledger!, index, host, missing);
        missing["hyp_call"] = "an ordinary VM's HVC to the hypervisor and back: the benchmark's guest is a realm; its counterpart there is rsi_host_call";
        return new WorldSwitchReport
        {
            Repetitions = repetitions,
            Seed = seed,
            Profile = profile.Name,
            FrequencyMHz = profile.FrequencyMHz,
            Prices = WorkSteps.All.ToArray().ToDictionary(step => step.Name, step => profile[step.Step]),
            RunDigest = machine.Digest.ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
            Rows = rows,
            Missing = missing,
            MeasuringCost = cost,
        };
    }

    // In turn, so that what the host does besides falls on both alike. The first run, which compiled everything, is not among them.
    private MeasuringCost MeasureCost(int repetitions, ulong seed, IReadOnlyList<CostProfile> profiles)
    {
        List<double> off = [], on = [];
        ulong? digest = null;
        bool same = true;
        for (int i = 0; i < 2 * CostRuns; i++)
        {
            bool measures = (i & 1) != 0;
            using var machine = new WorldSwitchMachine(repetitions, seed, measures ? profiles : null, (_, _) => { });
            double start = clock.ElapsedMilliseconds;
            machine.Run();
            (measures ? on : off).Add(clock.ElapsedMilliseconds - start);
            same &= machine.Digest == (digest ??= machine.Digest);
        }
        return new MeasuringCost(CostRuns, Median(off), Median(on), same);
    }

    private void Note(string name, bool begins)
    {
        if (begins)
            _started[name] = clock.ElapsedMilliseconds;
        else if (_started.Remove(name, out double start))
            (_hostNanoseconds.TryGetValue(name, out List<double>? times) ? times : _hostNanoseconds[name] = []).Add((clock.ElapsedMilliseconds - start) * 1e6);
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
