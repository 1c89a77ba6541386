using System.Globalization;
using CcaEmu.Diagnostics.Benchmarks;

namespace CcaEmu.Cli.Bench;

/// <summary>The CSV form of a report: one line for each measurement, then one column for each step that any of them has.</summary>
internal static class WorldSwitchCsv
{
    /// <summary>Writes a report.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="report">What.</param>
    public static void Write(TextWriter output, WorldSwitchReport report)
    {
        string[] steps = [.. report.Prices.Keys.Where(step => report.Rows.Any(row => row.Steps.ContainsKey(step)))];
        output.Write("measurement,profile,count,instructions_median,cycles_min,cycles_median,cycles_p99,cycles_max,host_ns_median");
        foreach (string step in steps)
            output.Write($",steps {step}");
        output.Write('\n');
        foreach (WorldSwitchRow row in report.Rows)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture,
                $"{row.Name},{report.Profile},{row.Instructions.Count},{row.Instructions.Median},{row.Thousandths.Min / 1000m},{row.Thousandths.Median / 1000m},{row.Thousandths.P99 / 1000m},{row.Thousandths.Max / 1000m},{row.HostNanoseconds:F0}"));
            foreach (string step in steps)
                output.Write(string.Create(CultureInfo.InvariantCulture, $",{row.Steps.GetValueOrDefault(step)}"));
            output.Write('\n');
        }
    }
}
