using CcaEmu.Cpu.Accounting;
using CcaEmu.Diagnostics.Costs;

namespace CcaEmu.Diagnostics.Benchmarks;

/// <summary>A published number beside ours.</summary>
/// <param name="Figure">What was published.</param>
/// <param name="Measured">Our mean in modelled cycles, rounded; null where our run does not have the measurement.</param>
public sealed record CalibrationLine(PublishedFigure Figure, ulong? Measured)
{
    /// <summary>How far ours is off, in per cent of the published number.</summary>
    public double? ErrorPercent => Measured is { } measured ? ((double)measured - Figure.Cycles) / Figure.Cycles * 100 : null;
}

/// <summary>Holds a profile against the figures that were published for its machine.</summary>
public static class Calibration
{
    /// <summary>The figures of a profile with what our measurements come to.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="rows">Our measurements.</param>
    public static IReadOnlyList<CalibrationLine> Of(CostProfile profile, IReadOnlyList<WorldSwitchRow> rows)
    {
        Dictionary<string, RowWork> work = WorkOf(rows);
        return [.. profile.Figures.Select(figure => new CalibrationLine(figure, work.TryGetValue(figure.Row, out RowWork? row) ? Price(profile, figure, row) : null))];
    }

    /// <summary>What measurements have done, by name.</summary>
    /// <param name="rows">The measurements.</param>
    public static Dictionary<string, RowWork> WorkOf(IReadOnlyList<WorldSwitchRow> rows) => rows.ToDictionary(row => row.Name, row =>
    {
        var steps = new ulong[WorkSteps.Count];
        foreach ((string name, ulong count) in row.Steps)
        {
            if (WorkSteps.TryFind(name, out WorkStep step))
                steps[(int)step] = count;
        }
        return new RowWork(steps, row.Instructions.Count);
    });

    private static ulong Price(CostProfile profile, PublishedFigure figure, RowWork row)
    {
        ulong sum = 0;
        for (int i = 0; i < row.Work.Count; i++)
        {
            if (figure.Scope.Count == 0 || figure.Scope.Contains((WorkStep)i))
                sum += row.Work[i] * profile[(WorkStep)i];
        }
        return (sum / row.Count + 500) / 1000;
    }
}
