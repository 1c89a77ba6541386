using CcaEmu.Diagnostics.Inspection;
using Spectre.Console;

namespace CcaEmu.Cli.Output;

/// <summary>Prints inspections: as tables and trees for people, aligned text for pipes, JSON for programs.</summary>
internal static class InspectionPrinter
{
    /// <summary>Prints for people, or aligned text where nobody looks.</summary>
    public static void Print(CliConsole console, InspectionTable table)
    {
        if (!console.IsTerminal)
            InspectionText.Write(console.Text, table);
        else if (table.Depths is null)
            PrintTable(table);
        else
            PrintTree(table);
    }

    /// <summary>Prints an array of objects, a member for each column.</summary>
    public static void PrintJson(CliConsole console, InspectionTable table) => console.WriteJson(writer =>
    {
        writer.WriteStartArray();
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            writer.WriteStartObject();
            for (int i = 0; i < table.Columns.Count; i++)
                writer.WriteString(table.Columns[i], row[i]);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });

    private static void PrintTable(InspectionTable table)
    {
        Table drawn = new Table().Border(TableBorder.Rounded).Title($"[bold]{Markup.Escape(table.Title)}[/]");
        foreach (string column in table.Columns)
            drawn.AddColumn(new TableColumn(new Text(column)));
        foreach (IReadOnlyList<string> row in table.Rows)
            drawn.AddRow(row.Select(cell => new Text(cell)));
        AnsiConsole.Console.Write(drawn);
    }

    private static void PrintTree(InspectionTable table)
    {
        var tree = new Tree(new Text(table.Title));
        var path = new List<IHasTreeNodes> { tree };
        for (int i = 0; i < table.Rows.Count; i++)
        {
            int depth = Math.Min(Math.Max(0, table.Depths![i]), path.Count - 1);
            path.RemoveRange(depth + 1, path.Count - depth - 1);
            string text = string.Join("  ", table.Columns.Zip(table.Rows[i], (column, cell) => $"{column} {cell}"));
            path.Add(path[depth].AddNode(new Text(text)));
        }
        AnsiConsole.Console.Write(tree);
    }
}
