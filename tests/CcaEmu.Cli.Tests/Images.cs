namespace CcaEmu.Cli.Tests;

/// <summary>The prebuilt images of the repository.</summary>
internal static class Images
{
    public static string Path(string name) => System.IO.Path.Combine(Folder(), name + ".elf");

    /// <summary>An image by its name with or without an extension.</summary>
    public static string File(string name) => name.Contains('.') ? System.IO.Path.Combine(Folder(), name) : Path(name);

    public static byte[] Bytes(string name) => System.IO.File.ReadAllBytes(Path(name));

    public static string Folder() => System.IO.Path.Combine(Repository.Root, "images");
}
