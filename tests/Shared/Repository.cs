namespace CcaEmu;

/// <summary>Where the repository's files are: below the folder above the running program that holds the solution.</summary>
internal static class Repository
{
    /// <summary>That folder.</summary>
    /// <exception cref="DirectoryNotFoundException">The program does not run inside the repository.</exception>
    public static string Root { get; } = Find();

    /// <summary>A file of images/.</summary>
    public static string Image(string name) => System.IO.Path.Combine(Root, "images", name);

    /// <summary>A file of firmware/.</summary>
    public static string Firmware(string name) => System.IO.Path.Combine(Root, "firmware", name);

    // Not by the source's own path: a build that maps paths has none.
    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "CcaEmu.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("CcaEmu.sln is in no folder above the running program");
    }
}
