using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;

namespace CcaEmu.Hypervisor.Images;

/// <summary>What a file that is not ELF looks like, judged by its first bytes, and what its owner may want to do.</summary>
/// <param name="Description">The format in words.</param>
/// <param name="Advice">What to try.</param>
internal readonly record struct FileSignature(string Description, string Advice)
{
    private const string UseElf = "use a statically linked ELF64 image, such as images/hello.elf, or say --load-address for a raw binary";
    private const string DecompressFirst = "decompress it first";

    private static readonly ImmutableArray<(ImmutableArray<byte> Magic, int Offset, FileSignature Signature)> Known =
    [
        // The arm64 Image magic comes before "MZ": an Image with an EFI stub has both. Who reads only ELF says so.
        ([.. "ARM\u0064"u8], 0x38, new("an arm64 Linux Image", UseElf)),
        ([.. "MZ"u8], 0, new("a PE file (UEFI or Windows)", UseElf)),
        ([0x1F, 0x8B], 0, new("a gzip stream", DecompressFirst)),
        ([0x28, 0xB5, 0x2F, 0xFD], 0, new("a zstd stream", DecompressFirst)),
        ([0xFD, .. "7zXZ"u8, 0], 0, new("an xz stream", DecompressFirst)),
        ([.. "BZh"u8], 0, new("a bzip2 stream", DecompressFirst)),
        ([.. "PK\u0003\u0004"u8], 0, new("a zip archive", "unpack it first")),
        ([.. "!<arch>\n"u8], 0, new("a static library", "link it into an executable")),
        ([.. "070701"u8], 0, new("a cpio archive (an initramfs?)", UseElf)),
        ([.. "#!"u8], 0, new("a script", UseElf)),
        ([0xD0, 0x0D, 0xFE, 0xED], 0, new("a device tree blob", UseElf)),
        ([0x01, 0x00, 0x64, 0xAA], 0, new("a firmware image package (FIP)", UseElf)),
        ([0xCF, 0xFA, 0xED, 0xFE], 0, new("a Mach-O file (macOS)", "build the image with an aarch64 ELF compiler")),
    ];

    /// <summary>Names the format of a file that is not empty.</summary>
    /// <param name="file">The whole file, or its beginning.</param>
    public static FileSignature Of(ReadOnlySpan<byte> file)
    {
        foreach ((ImmutableArray<byte> magic, int offset, FileSignature signature) in Known)
        {
            if (file.Length >= offset && file[offset..].StartsWith(magic.AsSpan()))
                return signature;
        }
        ReadOnlySpan<byte> beginning = file[..Math.Min(file.Length, 512)];
        if (IsText(beginning.Length < file.Length ? TrimPartialCharacter(beginning) : beginning))
            return new($"a text file that begins \"{FirstWords(beginning)}\"", UseElf);
        return beginning.IndexOfAnyExcept((byte)0) < 0
            ? new("a file that begins with zeros", UseElf)
            : new($"unknown data that begins {Convert.ToHexString(beginning[..Math.Min(4, beginning.Length)])}", UseElf);
    }

    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (b is < 0x20 and not (byte)'\t' and not (byte)'\n' and not (byte)'\r' or 0x7F)
                return false;
        }
        return Utf8.IsValid(bytes);
    }

    /// <summary>Drops the last, possibly cut, character: at most three continuation bytes and their lead.</summary>
    private static ReadOnlySpan<byte> TrimPartialCharacter(ReadOnlySpan<byte> bytes)
    {
        int length = bytes.Length;
        while (length > 0 && length > bytes.Length - 4 && bytes[length - 1] >= 0x80)
            length--;
        return bytes[..length];
    }

    private static string FirstWords(ReadOnlySpan<byte> bytes)
    {
        int lineEnd = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        string line = Encoding.UTF8.GetString(lineEnd < 0 ? bytes : bytes[..lineEnd]);
        return line.Length <= 32 ? line : $"{line[..32]}...";
    }
}
