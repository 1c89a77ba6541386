using CcaEmu.Hypervisor.Images;

namespace CcaEmu.Cli.Bench;

/// <summary>The images that the benchmark carries.</summary>
internal static class BenchImage
{
    /// <summary>Loads one.</summary>
    /// <param name="name">Name of the resource.</param>
    /// <exception cref="InvalidOperationException">It is no image: a broken build.</exception>
    public static Elf64Image Load(string name)
    {
        using Stream file = typeof(BenchImage).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Elf64Image.TryParse(bytes, out Elf64Image? image, out ImageError? error) ? image : throw new InvalidOperationException(error.Message);
    }
}
