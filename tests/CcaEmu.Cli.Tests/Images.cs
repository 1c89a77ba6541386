namespace CcaEmu.Cli.Tests;

/// <summary>The prebuilt images of the repository.</summary>
internal static class Images
{
    public static string Path(string name) => System.IO.Path.Combine(Folder(), name + ".elf");

    /// <summary>An image by its name with or without an extension.</summary>
    public static string File(string name) => name.Contains('.') ? System.IO.Path.Combine(Folder(), name) : Path(name);

    public static byte[] Bytes(string name) => System.IO.File.ReadAllBytes(Path(name));

    public static string Folder()
    {
        string? folder = TestContext.CurrentContext.TestDirectory;
        while (folder is not null && !System.IO.File.Exists(System.IO.Path.Combine(folder, "CcaEmu.sln")))
            folder = System.IO.Path.GetDirectoryName(folder);
        return System.IO.Path.Combine(folder ?? throw new InvalidOperationException("the tests do not run inside the repository"), "images");
    }
}
