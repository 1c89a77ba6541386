using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CcaEmu.Cli.Options;

namespace CcaEmu.Cli.Testing;

/// <summary>A folder of images with their declaration.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Images">What is declared there.</param>
internal sealed record ImageCatalogue(string Folder, IReadOnlyList<ImageDeclaration> Images)
{
    /// <summary>Name of the declaration in a folder.</summary>
    public const string FileName = "images.json";

    // What the tests choose themselves.
    private static readonly string[] Reserved = ["-smp", "--smp", "--vm", "--realm", "--rmm-sro", "--disk", "--max-instructions", "--json"];

    /// <summary>Where the file of an image is.</summary>
    public string PathOf(ImageDeclaration image) => Path.Combine(Folder, image.FileName.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Reads the declaration of a folder and checks it.</summary>
    /// <param name="place">The folder, or the declaration itself.</param>
    /// <param name="catalogue">What it says.</param>
    /// <param name="error">What is wrong, in one line.</param>
    public static bool TryLoad(string place, [NotNullWhen(true)] out ImageCatalogue? catalogue, [NotNullWhen(false)] out string? error)
    {
        catalogue = null;
        string path = Directory.Exists(place) ? Path.Combine(place, FileName) : place;
        try
        {
            ImageList? list = JsonSerializer.Deserialize(File.ReadAllBytes(path), ImageListJsonContext.Default.ImageList);
            catalogue = new ImageCatalogue(Path.GetDirectoryName(Path.GetFullPath(path))!, list?.Images ?? []);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error = $"{place}: expected a folder with an {FileName}, found none that can be read ({refusal.Message.TrimEnd('.')}); try 'images/'";
            return false;
        }
        catch (JsonException refusal)
        {
            error = $"{path}: expected a list of images, found something else ({refusal.Message.TrimEnd('.')})";
            return false;
        }
        error = catalogue.FindError() is { } wrong ? $"{path}: {wrong}" : null;
        return error is null;
    }

    /// <summary>Says what is wrong with the declaration; null when nothing is.</summary>
    private string? FindError()
    {
        if (Images.Count == 0)
            return "expected at least one image, found none";
        var names = new HashSet<string>();
        foreach (ImageDeclaration image in Images)
        {
            if (image.Name.Length == 0 || !names.Add(image.Name))
                return $"expected names that differ, found '{image.Name}' twice or empty";
            if (FindError(image) is { } wrong)
                return $"image '{image.Name}': {wrong}";
        }
        return null;
    }

    private string? FindError(ImageDeclaration image)
    {
        if (!File.Exists(PathOf(image)))
            return $"expected the file '{image.FileName}' beside the declaration, found none";
        if (image.Kinds.Count == 0)
            return "expected \"realm\", \"vm\" or both as kinds, found none";
        if (image.Pes.Count == 0 || image.Pes.Any(pes => pes is < 1 or > 8))
            return $"expected numbers of PEs from 1 to 8, found [{string.Join(", ", image.Pes)}]";
        if (image.Exit is < 0 or > 255)
            return $"expected an exit code from 0 to 255, found {image.Exit}";
        if (!NumberText.TryParseCount(image.Limit, out _, out string? limit))
            return $"limit: expected {limit}, found '{image.Limit}'";
        if (image.Disk is { } disk && (!MemorySize.TryParse(disk, out ulong bytes, out _) || bytes > ScratchDisk.LargestBytes))
            return $"disk: expected a size up to 64M, found '{disk}'";
        return image.Options.FirstOrDefault(Reserved.Contains) is { } option ? $"options: '{option}' is for the tests to choose" : null;
    }
}
