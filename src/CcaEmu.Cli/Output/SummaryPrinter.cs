using CcaEmu.Diagnostics.Summaries;
using Spectre.Console;

namespace CcaEmu.Cli.Output;

/// <summary>Prints a summary: as tables for a person at a terminal, as plain lines otherwise.</summary>
internal static class SummaryPrinter
{
    /// <summary>Prints a summary to standard output.</summary>
    /// <param name="console">Where output goes.</param>
    /// <param name="summary">What.</param>
    public static void Print(CliConsole console, RunSummary summary)
    {
        IReadOnlyList<SummarySection> sections = SummarySections.Of(summary);
        if (console.IsTerminal)
            PrintTables(sections, summary.Status);
        else
            PrintPlain(console.Text, sections);
    }

    private static void PrintPlain(TextWriter output, IReadOnlyList<SummarySection> sections)
    {
        int nameWidth = sections.SelectMany(section => section.Rows).Max(row => row.Name.Length);
        foreach (SummarySection section in sections)
        {
            output.WriteLine();
            output.WriteLine(section.Title);
            int valueWidth = IsNumeric(section) ? section.Rows.Max(row => row.Value.Length) : 0;
            foreach ((string name, string value) in section.Rows)
                output.WriteLine($"  {name.PadRight(nameWidth)}  {value.PadLeft(valueWidth)}");
        }
    }

    private static void PrintTables(IReadOnlyList<SummarySection> sections, RunStatus status)
    {
        IAnsiConsole terminal = AnsiConsole.Console;
        foreach (SummarySection section in sections)
        {
            Table table = new Table().Border(TableBorder.Rounded).HideHeaders().Title($"[bold]{Markup.Escape(section.Title)}[/]");
            table.AddColumn(new TableColumn(""));
            var values = new TableColumn("");
            table.AddColumn(IsNumeric(section) ? values.RightAligned() : values);
            foreach ((string name, string value) in section.Rows)
                table.AddRow(new Text(name), new Text(value, name == "result" ? StyleOf(status) : Style.Plain));
            terminal.Write(table);
        }
    }

    private static Style StyleOf(RunStatus status) => status switch
    {
        RunStatus.Passed => new Style(Color.Green),
        RunStatus.LimitReached or RunStatus.Interrupted => new Style(Color.Yellow),
        _ => new Style(Color.Red),
    };

    private static bool IsNumeric(SummarySection section) =>
        section.Rows.All(row => row.Value.All(c => char.IsAsciiDigit(c) || c == ','));
}
