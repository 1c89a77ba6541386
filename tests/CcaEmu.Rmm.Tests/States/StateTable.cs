using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.States;

/// <summary>One cell: what an event answers in a state, and which state is next.</summary>
/// <param name="State">Column.</param>
/// <param name="Event">Row.</param>
/// <param name="Status">Name of the status; SUCCESS where the cell does not say.</param>
/// <param name="Next">Name of the state; that of the column where the cell does not say.</param>
internal sealed record StateCell(string State, string Event, string Status, string Next);

/// <summary>A state machine as text: states across, events down, and in each cell "status state", of which either may be missing; "=" where both are.</summary>
internal sealed class StateTable
{
    private StateTable(string[] states, IReadOnlyList<StateCell> cells) => (States, Cells) = (states, cells);

    public string[] States { get; }

    public IReadOnlyList<StateCell> Cells { get; }

    public IEnumerable<string> Events => Cells.Select(cell => cell.Event).Distinct();

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">A row has another number of cells than the header, or an empty one.</exception>
    public static StateTable Read(string name)
    {
        string[][] rows = [.. TextTable.Lines(name).Select(line => line.Split('|').Select(part => part.Trim()).ToArray())];
        string[] states = rows[0][1..];
        var cells = new List<StateCell>();
        foreach (string[] row in rows[1..])
        {
            if (row.Length != rows[0].Length || row.Any(cell => cell.Length == 0))
                throw new FormatException($"{name}: the row '{row[0]}' does not have one cell for each of {states.Length} states");
            cells.AddRange(states.Select((state, i) => Cell(states, state, row[0], row[i + 1])));
        }
        return new StateTable(states, cells);
    }

    private static StateCell Cell(string[] states, string state, string name, string text)
    {
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string next = states.Contains(parts[^1]) ? parts[^1] : state;
        string status = states.Contains(parts[0]) || parts[0] == "=" ? "SUCCESS" : parts[0];
        return new StateCell(state, name, status, next);
    }
}
