namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>Counterexamples that were found once: scripts that no longer find anything.</summary>
internal static class KeptScripts
{
    /// <summary>Where they are.</summary>
    /// <exception cref="DirectoryNotFoundException">The program does not run inside the repository.</exception>
    public static string Folder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CcaEmu.sln")))
                return Path.Combine(folder.FullName, "tests", "CcaEmu.Rmm.Tests", "Kept");
        }
        throw new DirectoryNotFoundException("CcaEmu.sln is in no folder above this program");
    }

    /// <summary>Their files.</summary>
    public static IEnumerable<string> Files() => Directory.Exists(Folder()) ? Directory.EnumerateFiles(Folder(), "*.txt").Order() : [];
}
