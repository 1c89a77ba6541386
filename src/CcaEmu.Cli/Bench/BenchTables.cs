using System.Globalization;
using CcaEmu.Diagnostics.Benchmarks;
using CcaEmu.Diagnostics.Costs;
using Spectre.Console;

namespace CcaEmu.Cli.Bench;

/// <summary>Prints measurements: retired instructions, modelled cycles and host time in columns of their own.</summary>
/// <param name="console">Where output goes.</param>
internal sealed class BenchTables(CliConsole console)
{
    private const int PlainWidth = 132;

    /// <summary>Prints a report.</summary>
    /// <param name="report">The report.</param>
    public void Print(WorldSwitchReport report)
    {
        Table table = NewTable($"world switch: profile {report.Profile}, n = {report.Repetitions}, seed {report.Seed}",
            "measurement", "count", "instr.", "cycles min", "median", "p99", "max", "host ns", "what");
        foreach (WorldSwitchRow row in report.Rows)
        {
            table.AddRow(Cells(row.Name, Number(row.Instructions.Count), Number(row.Instructions.Median), Cycles(row.Thousandths.Min),
                Cycles(row.Thousandths.Median), Cycles(row.Thousandths.P99), Cycles(row.Thousandths.Max),
                row.HostNanoseconds is { } host ? host.ToString("N0", CultureInfo.InvariantCulture) : "-", row.What));
        }
        Write(table);
        console.Text.WriteLine("instr.: A64 instructions retired by guests, median. cycles: modelled, by the profile. host ns: this host, median; no property of the model.");
        PrintPairs(report);
        foreach ((string name, string why) in report.Missing)
            console.Text.WriteLine($"not measured: {name}: {why}");
        console.Text.WriteLine($"run digest {report.RunDigest}");
        if (report.MeasuringCost is { } cost)
        {
            console.Text.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"cost of measuring: with the evidence that every run has {cost.Evidence} of the processor time of nobody listening, with the ledger {cost.Ledger}"));
            console.Text.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"                   ({cost.Rounds} rounds in turns of a realm that does little but cross, {cost.NobodyMilliseconds:F0} ms with nobody listening; the run is {(cost.SameRun ? "the same" : "NOT the same")})"));
        }
    }

    private void PrintPairs(WorldSwitchReport report)
    {
        Table table = NewTable("modelled cycles, median: an ordinary virtual machine against a realm", "in the VM", "cycles", "in the realm", "cycles ", "realm / VM");
        foreach ((string vm, string realm) in WorldSwitchRows.Pairs)
        {
            WorldSwitchRow? one = report.Rows.FirstOrDefault(row => row.Name == vm), other = report.Rows.FirstOrDefault(row => row.Name == realm);
            if (one is null || other is null)
                continue;
            double? ratio = one.Thousandths.Median == 0 ? null : (double)other.Thousandths.Median / one.Thousandths.Median;
            table.AddRow(Cells(vm, Cycles(one.Thousandths.Median), realm, Cycles(other.Thousandths.Median), ratio is { } factor ? factor.ToString("F2", CultureInfo.InvariantCulture) : "-"));
        }
        if (table.Rows.Count > 0)
            Write(table);
    }

    /// <summary>Prints how well a profile meets the figures published for its machine.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="lines">The figures.</param>
    public void Print(CostProfile profile, IReadOnlyList<CalibrationLine> lines)
    {
        console.Text.WriteLine();
        console.Text.WriteLine($"{profile.Name}: {profile.Description}");
        string[] sources = [.. lines.Select(line => line.Figure.Source).Distinct()];
        foreach (bool fitted in new[] { true, false })
        {
            CalibrationLine[] some = [.. lines.Where(line => line.Figure.IsFitted == fitted)];
            if (some.Length == 0)
                continue;
            Table table = NewTable(fitted ? "fitted: the profile was made to meet these" : "predicted: the profile was made without these",
                "published figure", "row", "ours", "published", "error %", "source");
            foreach (CalibrationLine line in some)
            {
                table.AddRow(Cells(line.Figure.Name, line.Figure.Row, line.Measured is { } ours ? Number(ours) : "not measured", Number(line.Figure.Cycles),
                    line.ErrorPercent is { } error ? error.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) : "-", $"[{Array.IndexOf(sources, line.Figure.Source) + 1}]"));
            }
            Write(table);
        }
        for (int i = 0; i < sources.Length; i++)
            console.Text.WriteLine($"[{i + 1}] {sources[i]}");
    }

    /// <summary>Prints what has changed between two reports.</summary>
    /// <param name="changes">The changes.</param>
    public void Print(IReadOnlyList<WorldSwitchChange> changes)
    {
        Table table = NewTable("modelled cycles, median", "measurement", "before", "after", "change %");
        foreach (WorldSwitchChange change in changes)
        {
            table.AddRow(Cells(change.Name, change.Before is { } before ? Cycles(before) : "-", change.After is { } after ? Cycles(after) : "-",
                change.Percent is { } percent ? percent.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) : "-"));
        }
        Write(table);
    }

    private static Table NewTable(string title, params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Rounded).Title(Markup.Escape(title));
        foreach (string column in columns)
        {
            bool isText = column is "measurement" or "in the VM" or "in the realm" or "what" or "published figure" or "row" or "source";
            var made = new TableColumn(Markup.Escape(column)).NoWrap();
            if (column == "what")
                made.NoWrap = false;
            table.AddColumn(isText ? made : made.RightAligned());
        }
        return table;
    }

    private static Text[] Cells(params string[] cells) => [.. cells.Select(cell => new Text(cell))];

    // A pipe gets the same table without colours, and as wide as the longest rows need.
    private void Write(Table table)
    {
        if (console.IsTerminal)
        {
            AnsiConsole.Write(table);
            return;
        }
        IAnsiConsole plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(console.Text),
            Interactive = InteractionSupport.No,
        });
        plain.Profile.Width = PlainWidth;
        plain.Write(table.Border(TableBorder.Ascii));
    }

    private static string Number(ulong value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Cycles(ulong thousandths) => Number((thousandths + 500) / 1000);
}
