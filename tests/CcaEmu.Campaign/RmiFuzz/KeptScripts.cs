namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>Counterexamples that were found once: scripts that no longer find anything.</summary>
internal static class KeptScripts
{
    /// <summary>Where they are.</summary>
    /// <exception cref="DirectoryNotFoundException">The program does not run inside the repository.</exception>
    public static string Folder() => Path.Combine(Repository.Root, "tests", "CcaEmu.Rmm.Tests", "Kept");

    /// <summary>Their files.</summary>
    public static IEnumerable<string> Files() => Directory.Exists(Folder()) ? Directory.EnumerateFiles(Folder(), "*.txt").Order() : [];
}
