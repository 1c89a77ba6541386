using CcaEmu.Cpu.Accounting;
using CcaEmu.Diagnostics.Benchmarks;
using CcaEmu.Diagnostics.Costs;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Bench;

/// <summary>
/// Measures world switches: a realm, an ordinary virtual machine and the lives of many realms with a ledger for the numbers, a few runs more for what
/// listening itself costs.
/// </summary>
/// <param name="clock">Host time.</param>
internal sealed class WorldSwitchBench(HostClock clock)
{
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
        using var realm = new WorldSwitchMachine(GuestKind.Realm, repetitions, seed, BenchListeners.Ledger, profiles, Note);
        using var vm = new WorldSwitchMachine(GuestKind.Vm, repetitions, seed, BenchListeners.Ledger, profiles, Note);
        using var lives = new LifeMachine(repetitions, seed, profiles, Note);
        realm.Run();
        vm.Run();
        lives.Run();
        MeasuringCost? cost = measuresItself ? MeasuringBench.Run(seed, profiles) : null;
        Dictionary<string, double> host = _hostNanoseconds.ToDictionary(entry => entry.Key, entry => Median(entry.Value));
        ulong digest = Mix(Mix(realm.Digest, vm.Digest), lives.Digest);
        return
        [
            .. profiles.Select((profile, i) =>
            {
                var missing = new SortedDictionary<string, string>(StringComparer.Ordinal);
                IReadOnlyList<WorldSwitchRow> rows = WorldSwitchRows.Of([realm.Ledger!, vm.Ledger!, lives.Ledger], i, host, missing);
                return ReportOf(repetitions, seed, profile, digest, rows, missing, cost);
            }),
        ];
    }

    private static WorldSwitchReport ReportOf(
        int repetitions, ulong seed, CostProfile profile, ulong digest, IReadOnlyList<WorldSwitchRow> rows, IReadOnlyDictionary<string, string> missing,
        MeasuringCost? cost) => new()
        {
            Repetitions = repetitions,
            Seed = seed,
            Profile = profile.Name,
            FrequencyMHz = profile.FrequencyMHz,
            Prices = WorkSteps.All.ToArray().ToDictionary(step => step.Name, step => profile[step.Step]),
            RunDigest = digest.ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
            Rows = rows,
            Missing = missing,
            MeasuringCost = cost,
        };

    // One number that tells a difference in any of the runs.
    private static ulong Mix(ulong digest, ulong another) => (digest ^ another) * 0x9E37_79B9_7F4A_7C15 + another;

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
