using System.Diagnostics.CodeAnalysis;
using CcaEmu.Arm;

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
        if (TryRead(path, "an image file", out byte[] file, out error) && Elf64Image.TryParse(file, out image, out error))
            return true;
        error = error with { Path = path };
        return false;
    }

    /// <summary>Reads and checks an image of any format: ELF64, arm64 Image, or a raw binary where its address is given.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="ramBase">First address of the guest's RAM, where an arm64 Image goes.</param>
    /// <param name="loadAddress">Where a raw binary goes; null for a file that says so itself.</param>
    /// <param name="image">The image when the answer is <see langword="true"/>.</param>
    /// <param name="error">Otherwise what is wrong, with <see cref="ImageError.Path"/> set.</param>
    /// <returns>Whether the file is a loadable image.</returns>
    public static bool TryLoad(
        string path, Ipa ramBase, Ipa? loadAddress, [NotNullWhen(true)] out IGuestImage? image, [NotNullWhen(false)] out ImageError? error)
    {
        image = null;
        if (TryRead(path, "an image file", out byte[] file, out error))
            image = Parse(file, ramBase, loadAddress, out error);
        error = error is null ? null : error with { Path = path };
        return image is not null;
    }

    /// <summary>Reads a file that goes beside an image, such as an initial RAM disk.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="what">What it should be, with its article.</param>
    /// <param name="file">Its bytes.</param>
    /// <param name="error">What is wrong, with <see cref="ImageError.Path"/> set.</param>
    public static bool TryReadBeside(string path, string what, out byte[] file, [NotNullWhen(false)] out ImageError? error)
    {
        bool read = TryRead(path, what, out file, out error);
        error = error is null ? null : error with { Path = path };
        return read;
    }

    private static IGuestImage? Parse(byte[] file, Ipa ramBase, Ipa? loadAddress, out ImageError? error)
    {
        if (loadAddress is { } address)
            return FlatImage.TryParseRaw(file, address, out FlatImage? raw, out error) ? raw : null;
        if (Arm64ImageHeader.HasMagic(file))
            return FlatImage.TryParseArm64(file, ramBase, out FlatImage? flat, out error) ? flat : null;
        return Elf64Image.TryParse(file, out Elf64Image? elf, out error) ? elf : null;
    }

    private static bool TryRead(string path, string what, out byte[] file, [NotNullWhen(false)] out ImageError? error)
    {
        file = [];
        error = null;
        try
        {
            error = CheckBeforeReading(path, what);
            if (error is not null)
                return false;
            file = File.ReadAllBytes(path);
            return true;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            error = new(ImageErrorKind.Unreadable, $"{what} that can be read", $"that reading it fails ({refusal.Message})",
                "check the file's permissions");
            return false;
        }
    }

    private static ImageError? CheckBeforeReading(string path, string what)
    {
        if (Directory.Exists(path))
        {
            return new(ImageErrorKind.IsDirectory, what, "a folder",
                "name a file in it, such as images/hello.elf");
        }
        if (!File.Exists(path))
        {
            return new(ImageErrorKind.NotFound, what, "no file of that name",
                "check the spelling; images/hello.elf comes with the sources");
        }
        long sizeBytes = new FileInfo(path).Length;
        if (sizeBytes > LargestFileBytes)
        {
            return new(ImageErrorKind.TooLarge, $"{what} of at most {LargestFileBytes} bytes (1 GiB)",
                $"a file of {sizeBytes} bytes", "strip the image, or load its data another way");
        }
        return sizeBytes == 0 ? ImageErrors.Empty : null;
    }
}
