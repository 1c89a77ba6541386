using CcaEmu.Cpu.Accounting;

namespace CcaEmu.Diagnostics.Costs;

/// <summary>Makes a profile meet the figures that it is fitted to. Figures held out have no part in it.</summary>
/// <remarks>
/// Figure by figure, in the order of the file: the prices of the steps that it scales are multiplied by the one factor that makes our row
/// cost what was published. A later figure must not scale what an earlier one counts, or the earlier one is met no more; the calibration
/// table shows that.
/// </remarks>
public static class ProfileFit
{
    /// <summary>Fits a profile.</summary>
    /// <param name="profile">The profile with the prices to start from; what is 0 stays 0.</param>
    /// <param name="rows">What our rows come to, by name.</param>
    /// <exception cref="CostProfileError">A row is missing, or no factor can meet a figure.</exception>
    public static CostProfile Fit(CostProfile profile, IReadOnlyDictionary<string, RowWork> rows)
    {
        ulong[] prices = profile.Thousandths.ToArray();
        foreach (PublishedFigure figure in profile.Figures.Where(figure => figure.IsFitted))
            Meet(figure, rows, prices);
        return new CostProfile(profile.Name, profile.Description, profile.FrequencyMHz, profile.Sources, prices, profile.Figures);
    }

    private static void Meet(PublishedFigure figure, IReadOnlyDictionary<string, RowWork> rows, ulong[] prices)
    {
        if (!rows.TryGetValue(figure.Row, out RowWork? row))
            throw new CostProfileError($"'{figure.Name}' is to be fitted to the row {figure.Row}, which was not measured");
        ulong scaled = 0, rest = 0;
        for (int i = 0; i < prices.Length; i++)
        {
            if (figure.Scope.Count > 0 && !figure.Scope.Contains((WorkStep)i))
                continue;
            (figure.Scales.Contains((WorkStep)i) ? ref scaled : ref rest) += row.Work[i] * prices[i];
        }
        ulong wanted = figure.Cycles * 1000 * row.Count;
        if (scaled == 0 || rest >= wanted)
            throw new CostProfileError($"'{figure.Name}' cannot be met: {rest / row.Count / 1000} of its {figure.Cycles} cycles are not scaled, {scaled / row.Count / 1000} are");
        foreach (WorkStep step in figure.Scales)
            prices[(int)step] = (ulong)((UInt128)prices[(int)step] * (wanted - rest) / scaled);
    }
}
