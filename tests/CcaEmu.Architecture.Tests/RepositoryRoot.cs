namespace CcaEmu.Architecture.Tests;

/// <summary>Where the repository is: the folder above the tests that holds the solution.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "CcaEmu.sln")))
            folder = System.IO.Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("CcaEmu.sln is in no folder above the tests");
    }
}
