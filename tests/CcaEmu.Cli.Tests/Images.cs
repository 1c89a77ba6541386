namespace CcaEmu.Cli.Tests;

/// <summary>The prebuilt images of the repository.</summary>
internal static class Images
{
    public static string Path(string name) => System.IO.Path.Combine(Folder(), name + ".elf");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));

    public static string Folder()
    {
        string? folder = TestContext.CurrentContext.TestDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "CcaEmu.sln")))
            folder = System.IO.Path.GetDirectoryName(folder);
        return System.IO.Path.Combine(folder ?? throw new InvalidOperationException("the tests do not run inside the repository"), "images");
    }
}
