using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CcaEmu.Arm;

namespace CcaEmu.Hypervisor.Images;

/// <summary>A file that is loaded as it is, in one piece, and entered at its first byte: a raw binary or an arm64 Image.</summary>
public sealed class FlatImage : IGuestImage
{
    private const ulong InstructionBytes = 4;

    private FlatImage(Ipa address, ReadOnlyMemory<byte> file, ulong memorySizeBytes)
    {
        EntryPoint = address;
        Segments = [new ImageSegment(address, new VirtualAddress(address.Value), memorySizeBytes, file, true, true, true)];
    }

    /// <inheritdoc/>
    public Ipa EntryPoint { get; }

    /// <inheritdoc/>
    public ImmutableArray<ImageSegment> Segments { get; }

    /// <summary>Takes a raw binary.</summary>
    /// <param name="file">The whole file, which must not change afterwards.</param>
    /// <param name="address">Where it is loaded and entered.</param>
    /// <param name="image">The image when the answer is <see langword="true"/>.</param>
    /// <param name="error">Otherwise <see cref="ImageErrorKind.Empty"/>, <see cref="ImageErrorKind.EntryMisaligned"/>,
    /// <see cref="ImageErrorKind.EntryOutsideSegments"/> (there is not one instruction), <see cref="ImageErrorKind.AddressWraps"/>, or
    /// <see cref="ImageErrorKind.NotRaw"/> for a file whose format says itself where it goes.</param>
    public static bool TryParseRaw(
        ReadOnlyMemory<byte> file, Ipa address, [NotNullWhen(true)] out FlatImage? image, [NotNullWhen(false)] out ImageError? error)
    {
        image = null;
        error = FindRawError(file.Span, address.Value);
        if (error is null)
            image = new FlatImage(address, file, (ulong)file.Length);
        return error is null;
    }

    /// <summary>Takes an arm64 Image, whose header says where in RAM it goes and how much memory it needs from there.</summary>
    /// <param name="file">The whole file, which must not change afterwards.</param>
    /// <param name="ramBase">First address of RAM, a multiple of 2 MiB: the image goes as near to it as it may.</param>
    /// <param name="image">The image when the answer is <see langword="true"/>.</param>
    /// <param name="error">Otherwise what <see cref="Arm64ImageHeader"/> finds.</param>
    /// <remarks>Linux, "Booting AArch64 Linux", section 4 "Call the kernel image".</remarks>
    public static bool TryParseArm64(
        ReadOnlyMemory<byte> file, Ipa ramBase, [NotNullWhen(true)] out FlatImage? image, [NotNullWhen(false)] out ImageError? error)
    {
        image = null;
        if (!Arm64ImageHeader.TryParse(file.Span, out Arm64ImageHeader header, out error))
            return false;
        error = header.Validate(file.Length);
        if (error is null)
            image = new FlatImage(new Ipa(ramBase.Value + header.EffectiveTextOffset), file, Math.Max(header.ImageSizeBytes, (ulong)file.Length));
        return error is null;
    }

    /// <inheritdoc/>
    /// <remarks>A flat file has no symbols.</remarks>
    public bool TrySymbolize(VirtualAddress address, [NotNullWhen(true)] out string? name, out ulong offsetBytes)
    {
        (name, offsetBytes) = (null, 0);
        return false;
    }

    private static ImageError? FindRawError(ReadOnlySpan<byte> file, ulong address)
    {
        const string raw = "a raw binary with --load-address";
        if (file.IsEmpty)
            return new(ImageErrorKind.Empty, raw, "an empty file", "build or copy the image again");
        bool isElf = Elf64Header.HasMagic(file);
        if (isElf || Arm64ImageHeader.HasMagic(file))
            return new(ImageErrorKind.NotRaw, raw, isElf ? "an ELF file" : "an arm64 Image", "leave --load-address out: the file says itself where it goes");
        if (address % InstructionBytes != 0)
            return new(ImageErrorKind.EntryMisaligned, "a load address that is a multiple of 4", $"0x{address:x}", "name one, such as 0x80000000");
        if ((ulong)file.Length < InstructionBytes)
            return new(ImageErrorKind.EntryOutsideSegments, raw, $"a file of {file.Length} bytes, which is no instruction", "build or copy the image again");
        return address > ulong.MaxValue - (ulong)file.Length
            ? new(ImageErrorKind.AddressWraps, "a load address in RAM", $"0x{address:x}", "name one, such as 0x80000000")
            : null;
    }
}
