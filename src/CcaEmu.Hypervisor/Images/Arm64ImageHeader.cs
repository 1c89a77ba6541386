using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace CcaEmu.Hypervisor.Images;

/// <summary>The 64-byte header of an arm64 Image.</summary>
/// <param name="TextOffset">Distance of the image from a 2 MiB boundary, in bytes; see <see cref="EffectiveTextOffset"/>.</param>
/// <param name="ImageSizeBytes">Memory that the image needs from its first byte on; 0 in images of before the field had a meaning.</param>
/// <param name="Flags">Byte order, page size and placement.</param>
/// <remarks>Linux, "Booting AArch64 Linux", section 4 "Call the kernel image".</remarks>
public readonly record struct Arm64ImageHeader(ulong TextOffset, ulong ImageSizeBytes, ulong Flags)
{
    /// <summary>Size of the header in bytes.</summary>
    public const int SizeBytes = 64;

    private const int TextOffsetAt = 0x08, ImageSizeAt = 0x10, FlagsAt = 0x18, MagicAt = 0x38;
    private const uint Magic = 0x644D_5241; // "ARM\x64"
    private const ulong BigEndian = 1;
    private const ulong OldTextOffset = 0x8_0000;
    private const ulong PlacementUnit = 0x20_0000;

    /// <summary>The kernel's page size in bytes, as it says; null where it says nothing.</summary>
    public int? PageSizeBytes => (Flags >> 1 & 3) switch
    {
        1 => 4 << 10,
        2 => 16 << 10,
        3 => 64 << 10,
        _ => null,
    };

    /// <summary>Whether the kernel may be anywhere in RAM; else it wants to be as near to its beginning as can be.</summary>
    public bool GoesAnywhere => (Flags & 8) != 0;

    /// <summary>Distance of the image from a 2 MiB boundary: that of an image without a size is 0x80000, whatever its field holds.</summary>
    public ulong EffectiveTextOffset => ImageSizeBytes == 0 ? OldTextOffset : TextOffset;

    /// <summary>Whether a file is an arm64 Image by its magic number.</summary>
    /// <param name="file">The file, or its beginning.</param>
    public static bool HasMagic(ReadOnlySpan<byte> file) =>
        file.Length >= MagicAt + sizeof(uint) && BinaryPrimitives.ReadUInt32LittleEndian(file[MagicAt..]) == Magic;

    /// <summary>Reads the header; its values are for <see cref="Validate"/>.</summary>
    /// <param name="file">The file, or its beginning.</param>
    /// <param name="header">The header when the answer is <see langword="true"/>.</param>
    /// <param name="error">Otherwise <see cref="ImageErrorKind.UnknownFormat"/> or <see cref="ImageErrorKind.TruncatedHeader"/>.</param>
    public static bool TryParse(ReadOnlySpan<byte> file, out Arm64ImageHeader header, [NotNullWhen(false)] out ImageError? error)
    {
        header = default;
        error = !HasMagic(file)
            ? new(ImageErrorKind.UnknownFormat, "an arm64 Image", "a file without its magic number", "use the Image that a kernel build makes")
            : file.Length < SizeBytes
                ? new(ImageErrorKind.TruncatedHeader, "an arm64 Image", $"a file of {file.Length} bytes, shorter than its header", "copy the image again")
                : null;
        if (error is not null)
            return false;
        header = new(
            BinaryPrimitives.ReadUInt64LittleEndian(file[TextOffsetAt..]), BinaryPrimitives.ReadUInt64LittleEndian(file[ImageSizeAt..]),
            BinaryPrimitives.ReadUInt64LittleEndian(file[FlagsAt..]));
        return true;
    }

    /// <summary>Checks the header.</summary>
    /// <param name="fileSizeBytes">Size of the file.</param>
    /// <returns>Null for a good one, else <see cref="ImageErrorKind.WrongByteOrder"/> or <see cref="ImageErrorKind.BadImageHeader"/>.</returns>
    public ImageError? Validate(long fileSizeBytes)
    {
        if ((Flags & BigEndian) != 0)
            return new(ImageErrorKind.WrongByteOrder, "a little-endian arm64 Image", "one whose flags say big-endian", "configure the kernel for little-endian");
        if (ImageSizeBytes != 0 && ImageSizeBytes < (ulong)fileSizeBytes)
        {
            return new(ImageErrorKind.BadImageHeader, $"an image_size of at least the file's {fileSizeBytes} bytes", $"{ImageSizeBytes}",
                "build or copy the image again");
        }
        if (ImageSizeBytes > 1UL << 40)
            return new(ImageErrorKind.BadImageHeader, "an image_size that a guest can have as memory", $"{ImageSizeBytes} bytes", "build or copy the image again");
        return EffectiveTextOffset % 4 != 0 || EffectiveTextOffset >= PlacementUnit
            ? new(ImageErrorKind.BadImageHeader, "a text_offset below 2 MiB and a multiple of 4", $"0x{EffectiveTextOffset:x}", "build or copy the image again")
            : null;
    }
}
