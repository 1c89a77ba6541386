namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>Two failure conditions of a command that no arguments make hold at once, and why.</summary>
/// <param name="Command">As the enumeration calls it.</param>
/// <param name="First">The one that is declared first.</param>
/// <param name="Second">The other.</param>
/// <param name="Why">One sentence.</param>
internal sealed record ImpossiblePair(string Command, string First, string Second, string Why);

/// <summary>Tables of such pairs, of lines "command | first | second | why".</summary>
internal static class ImpossiblePairs
{
    /// <summary>Of the host's commands.</summary>
    public static IReadOnlyList<ImpossiblePair> OfHost() => Read("ImpossiblePairs.txt");

    /// <summary>Of a Realm's calls.</summary>
    public static IReadOnlyList<ImpossiblePair> OfRealm() => Read("ImpossibleRealmPairs.txt");

    /// <summary>All pairs of a command's conditions, as tables name them.</summary>
    /// <param name="command">As the enumeration calls it.</param>
    /// <param name="conditions">Its conditions in the order in which they are declared.</param>
    public static IEnumerable<(string Command, string First, string Second)> Of(string command, IReadOnlyList<string> conditions) =>
        from first in Enumerable.Range(0, conditions.Count)
        from second in Enumerable.Range(first + 1, conditions.Count - first - 1)
        select (command, conditions[first], conditions[second]);

    private static IReadOnlyList<ImpossiblePair> Read(string table) => [.. TextTable.Lines(table).Select(Parse)];

    private static ImpossiblePair Parse(string line)
    {
        string[] parts = [.. line.Split('|').Select(part => part.Trim())];
        return parts.Length == 4 ? new(parts[0], parts[1], parts[2], parts[3]) : throw new FormatException($"'{line}' is no pair");
    }
}
