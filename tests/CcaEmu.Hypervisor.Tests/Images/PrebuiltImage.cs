namespace CcaEmu.Hypervisor.Tests.Images;

/// <summary>The committed images, which the build copies beside the tests.</summary>
internal static class PrebuiltImage
{
    public static string Folder => Path.Combine(TestContext.CurrentContext.TestDirectory, "images");

    public static string PathOf(string name) => Path.Combine(Folder, $"{name}.elf");

    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));
}
