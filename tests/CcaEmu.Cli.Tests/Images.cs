namespace CcaEmu.Cli.Tests;

/// <summary>The prebuilt images of the repository.</summary>
internal static class Images
{
    public static string Path(string name) => System.IO.Path.Combine(Folder(), name + ".elf");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));

    public static string Folder() => System.IO.Path.Combine(Repository.Root, "images");
}
