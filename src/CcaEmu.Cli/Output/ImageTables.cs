using CcaEmu.Cli.Testing;
using Spectre.Console;

namespace CcaEmu.Cli.Output;

/// <summary>Prints tables about images: what they are, and how their tests went.</summary>
internal static class ImageTables
{
    private const int PlainWidth = 200;

    /// <summary>Lists images.</summary>
    /// <param name="console">Where output goes.</param>
    /// <param name="images">What.</param>
    public static void PrintList(CliConsole console, IReadOnlyList<ImageDeclaration> images)
    {
        Table table = Table(console, "Image", "As", "PEs", "Checks", "Exit", "Verdict");
        foreach (ImageDeclaration image in images)
            table.AddRow(Cells(image.Name, Kinds(image), string.Join(' ', image.Pes), image.Checks, $"{image.Exit}", image.Verdict ?? Usual(image)));
        Print(console, table);
    }

    /// <summary>Shows how tests went: a row for each image and kind, then each failure.</summary>
    /// <param name="console">Where output goes.</param>
    /// <param name="results">How.</param>
    public static void PrintResults(CliConsole console, IReadOnlyList<ImageTestResult> results)
    {
        Table table = Table(console, "Image", "As", "Cases", "Runs", "Result", "Instructions", "Run digest", "Host ms");
        foreach (IGrouping<(string, ImageKind), ImageTestResult> rows in results.GroupBy(result => (result.Case.Image.Name, result.Case.Kind)))
        {
            ImageTestResult first = rows.First();
            int failed = rows.Count(result => !result.Passed);
            // A digest is one run's: of several there is none to show.
            table.AddRow(Cells(
                first.Case.Image.Name, first.Case.Kind == ImageKind.Vm ? "vm" : "realm", $"{rows.Count()}", $"{rows.Sum(result => result.Case.Runs)}",
                failed == 0 ? "passed" : $"{failed} failed", rows.Count() == 1 ? $"{first.RetiredInstructions:N0}" : "",
                rows.Count() == 1 ? first.RunDigest : "", $"{rows.Sum(result => result.HostSeconds) * 1000:N0}"));
        }
        Print(console, table);
        foreach (ImageTestResult result in results.Where(result => !result.Passed))
            console.Text.WriteLine($"FAIL  {result.Case.Image.Name} ({result.Case.Configuration}): {result.Failure}");
    }

    private static string Kinds(ImageDeclaration image) => string.Join(' ', image.Kinds.Select(kind => kind == ImageKind.Vm ? "vm" : "realm"));

    private static string Usual(ImageDeclaration image) => image.Exit == ExitCodes.Passed ? "passes" : "fails";

    private static Table Table(CliConsole console, params string[] columns)
    {
        Table table = new Table().Border(console.IsTerminal ? TableBorder.Rounded : TableBorder.Markdown);
        foreach (string column in columns)
            table.AddColumn(new TableColumn(column));
        return table;
    }

    private static Text[] Cells(params string[] cells) =>
        [.. cells.Select(cell => new Text(cell, cell.EndsWith("failed", StringComparison.Ordinal) ? new Style(Color.Red) : Style.Plain))];

    private static void Print(CliConsole console, Table table)
    {
        if (console.IsTerminal)
        {
            AnsiConsole.Console.Write(table);
            return;
        }
        IAnsiConsole plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(console.Text),
        });
        plain.Profile.Width = PlainWidth;
        plain.Write(table);
    }
}
