using System.Diagnostics.CodeAnalysis;

namespace CcaEmu.Hypervisor.Images;

/// <summary>Reads an image from the host's file system.</summary>
public static class ImageFile
{
    /// <summary>The largest file that is read, in bytes: 1 GiB.</summary>
    public const long LargestFileBytes = 1L << 30;

    /// <summary>Reads and checks an image.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="image">The image when the answer is <see langword="true"/>.</param>
    /// <param name="error">
    /// Otherwise what is wrong, with <see cref="ImageError.Path"/> set: <see cref="ImageErrorKind.IsDirectory"/>,
    /// <see cref="ImageErrorKind.NotFound"/>, <see cref="ImageErrorKind.TooLarge"/>, <see cref="ImageErrorKind.Empty"/> (which
    /// includes devices and pipes: they are never opened, so none can make this call wait),
    /// <see cref="ImageErrorKind.Unreadable"/>, or what <see cref="Elf64Image.TryParse"/> finds.
    /// </param>
    /// <returns>Whether the file is a loadable image.</returns>
    public static bool TryLoad(
        string path,
        [NotNullWhen(true)] out Elf64Image? image,
        [NotNullWhen(false)] out ImageError? error)
    {
        image = null;
        if (TryRead(path, out byte[] file, out error) && Elf64Image.TryParse(file, out image, out error))
            return true;
        error = error with { Path = path };
        return false;
    }

    private static bool TryRead(string path, out byte[] file, [NotNullWhen(false)] out ImageError? error)
    {
        file = [];
        error = null;
        try
        {
            error = CheckBeforeReading(path);
            if (error is not null)
                return false;
            file = File.ReadAllBytes(path);
            return true;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            error = new(ImageErrorKind.Unreadable, "a readable image file", $"that reading it fails ({refusal.Message})",
                "check the file's permissions");
            return false;
        }
    }

    private static ImageError? CheckBeforeReading(string path)
    {
        if (Directory.Exists(path))
        {
            return new(ImageErrorKind.IsDirectory, "an image file", "a folder",
                "name a file in it, such as images/hello.elf");
        }
        if (!File.Exists(path))
        {
            return new(ImageErrorKind.NotFound, "an image file", "no file of that name",
                "check the spelling; images/hello.elf comes with the sources");
        }
        long sizeBytes = new FileInfo(path).Length;
        if (sizeBytes > LargestFileBytes)
        {
            return new(ImageErrorKind.TooLarge, $"an image of at most {LargestFileBytes} bytes (1 GiB)",
                $"a file of {sizeBytes} bytes", "strip the image, or load its data another way");
        }
        return sizeBytes == 0 ? ImageErrors.Empty : null;
    }
}
