using CcaEmu.Arm.A64;

namespace CcaEmu.Campaign.Vectors;

/// <summary>The vectors that are kept in tests/CcaEmu.Cpu.Tests/Vectors.</summary>
internal static class VectorLibrary
{
    /// <summary>The file that mismatches are kept in once they have been found.</summary>
    public const string FoundFile = "Found.txt";

    /// <summary>The folder, found from the program upwards.</summary>
    /// <exception cref="DirectoryNotFoundException">The program does not stand inside the repository.</exception>
    public static string Folder() => Path.Combine(Repository.Root, "tests", "CcaEmu.Cpu.Tests", "Vectors");

    /// <summary>The files.</summary>
    public static IEnumerable<string> Files() => Directory.Exists(Folder()) ? Directory.GetFiles(Folder(), "*.txt").Order() : [];

    /// <summary>The vectors of a file.</summary>
    public static IEnumerable<CaseVector> Read(string file) =>
        File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#').Select(CaseVector.Parse);

    /// <summary>How many vectors each line of the encoding table has.</summary>
    public static IReadOnlyDictionary<A64Op, int> CountByOp() => Files().SelectMany(File.ReadLines)
        .Where(line => line.Length > 0 && line[0] != '#')
        .CountBy(line => Enum.TryParse(line.AsSpan(0, line.IndexOf(' ')), out A64Op op) ? op : A64Op.Undefined).ToDictionary();
}
