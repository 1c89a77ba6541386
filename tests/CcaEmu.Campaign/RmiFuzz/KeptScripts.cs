using System.Runtime.CompilerServices;

namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>Counterexamples that were found once: scripts that no longer find anything.</summary>
internal static class KeptScripts
{
    /// <summary>Where they are.</summary>
    public static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "CcaEmu.Rmm.Tests", "Kept"));

    /// <summary>Their files.</summary>
    public static IEnumerable<string> Files() => Directory.Exists(Folder()) ? Directory.EnumerateFiles(Folder(), "*.txt").Order() : [];
}
