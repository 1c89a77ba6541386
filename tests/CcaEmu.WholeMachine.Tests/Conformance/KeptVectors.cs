namespace CcaEmu.WholeMachine.Tests.Conformance;

/// <summary>How many vectors recorded from the oracle `dotnet test` runs for each encoding.</summary>
internal static class KeptVectors
{
    /// <summary>Vectors by the name of the encoding: the first word of their lines.</summary>
    public static IReadOnlyDictionary<string, int> Count() => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "tests", "CcaEmu.Cpu.Tests", "Vectors"), "*.txt")
        .SelectMany(File.ReadLines)
        .Where(line => line.Length > 0 && line[0] != '#')
        .GroupBy(line => line.Split(' ')[0])
        .ToDictionary(group => group.Key, group => group.Count());
}
