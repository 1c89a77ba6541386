namespace CcaEmu.Diagnostics.Benchmarks;

/// <summary>One measurement in two reports.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Before">Median of modelled cycles in thousandths in the first report; null where it has none.</param>
/// <param name="After">The same of the second.</param>
public sealed record WorldSwitchChange(string Name, ulong? Before, ulong? After)
{
    /// <summary>By how much it has become dearer, in per cent; negative where cheaper; null where one of the reports does not have it.</summary>
    public double? Percent => (Before, After) switch
    {
        (null, _) or (_, null) => null,
        (0, 0) => 0,
        (0, _) => double.PositiveInfinity,
        ({ } before, { } after) => ((double)after - before) / before * 100,
    };
}

/// <summary>What has changed from one report to another.</summary>
public static class WorldSwitchComparison
{
    /// <summary>Compares the medians of modelled cycles, measurement by measurement.</summary>
    /// <param name="before">The first report.</param>
    /// <param name="after">The second.</param>
    public static IReadOnlyList<WorldSwitchChange> Compare(WorldSwitchReport before, WorldSwitchReport after) =>
    [
        .. before.Rows.Concat(after.Rows).Select(row => row.Name).Distinct()
            .Select(name => new WorldSwitchChange(name, MedianOf(before, name), MedianOf(after, name))),
    ];

    private static ulong? MedianOf(WorldSwitchReport report, string name) =>
        report.Rows.FirstOrDefault(row => row.Name == name)?.Thousandths.Median;
}
