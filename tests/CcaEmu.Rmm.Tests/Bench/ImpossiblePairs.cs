namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>Two failure conditions of a command that no arguments make hold at once, and why.</summary>
/// <param name="Command">As the enumeration calls it.</param>
/// <param name="First">The one that is declared first.</param>
/// <param name="Second">The other.</param>
/// <param name="Why">One sentence.</param>
internal sealed record ImpossiblePair(string Command, string First, string Second, string Why);

/// <summary>The lines of ImpossiblePairs.txt: "command | first | second | why".</summary>
internal static class ImpossiblePairs
{
    public static IReadOnlyList<ImpossiblePair> All() => [.. TextTable.Lines("ImpossiblePairs.txt").Select(Parse)];

    private static ImpossiblePair Parse(string line)
    {
        string[] parts = [.. line.Split('|').Select(part => part.Trim())];
        return parts.Length == 4 ? new(parts[0], parts[1], parts[2], parts[3]) : throw new FormatException($"'{line}' is no pair");
    }
}
