namespace CcaEmu.Diagnostics.Inspection;

/// <summary>Writes inspections as aligned text, for pipes and debuggers.</summary>
public static class InspectionText
{
    /// <summary>Writes a table: its title, its columns, a line for each row.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="table">The table.</param>
    public static void Write(TextWriter output, InspectionTable table)
    {
        int[] widths = [.. table.Columns.Select((column, i) => table.Rows.Select(row => row[i].Length).Append(column.Length).Max())];
        output.WriteLine(table.Title);
        WriteRow(output, table.Columns, widths, 0);
        for (int i = 0; i < table.Rows.Count; i++)
            WriteRow(output, table.Rows[i], widths, table.Depths?[i] ?? 0);
        if (table.Rows.Count == 0)
            output.WriteLine("  (nothing)");
    }

    private static void WriteRow(TextWriter output, IReadOnlyList<string> cells, int[] widths, int depth)
    {
        string line = string.Join("  ", cells.Select((cell, i) => cell.PadRight(widths[i])));
        output.WriteLine($"  {new string(' ', 2 * depth)}{line}".TrimEnd());
    }
}
