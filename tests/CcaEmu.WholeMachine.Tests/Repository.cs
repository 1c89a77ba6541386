namespace CcaEmu.WholeMachine.Tests;

/// <summary>Where the repository's files are.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Image(string name) => Path.Combine(Root, "images", name);

    public static string Firmware(string name) => Path.Combine(Root, "firmware", name);

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "CcaEmu.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("CcaEmu.sln is in no folder above the tests");
    }
}
