using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CcaEmu.Arm;
using CcaEmu.Hypervisor.Images.Dwarf;

namespace CcaEmu.Hypervisor.Images;

/// <summary>A statically linked AArch64 executable, checked and ready to be put into a guest's memory.</summary>
/// <remarks>
/// Holds for every instance: at least one segment; segments by rising address, none empty, none overlapping, none wrapping; the
/// entry point 4-byte aligned, with its whole instruction among the file's bytes of an executable segment. Where the segments
/// lie relative to the guest's RAM is for <see cref="ImagePlacement"/>. The image keeps the file's memory: it copies nothing.
/// </remarks>
public sealed class Elf64Image : IGuestImage
{
    private readonly ElfSymbolTable _symbols;
    private readonly LineTable _lines;

    private Elf64Image(Ipa entryPoint, ImmutableArray<ImageSegment> segments, ElfSymbolTable symbols, LineTable lines)
    {
        _lines = lines;
        EntryPoint = entryPoint;
        Segments = segments;
        _symbols = symbols;
    }

    /// <summary>
    /// The address of the first instruction: e_entry, which is a virtual address, moved along with its segment to where that is
    /// loaded. Code that is linked elsewhere than it is loaded must run from here until it turns its MMU on.
    /// </summary>
    public Ipa EntryPoint { get; }

    /// <summary>What the image puts into memory, by rising address; never empty.</summary>
    public ImmutableArray<ImageSegment> Segments { get; }

    /// <summary>The lowest address the image occupies.</summary>
    public Ipa Base => Segments[0].Address;

    /// <summary>The first address behind the image.</summary>
    public Ipa End => Segments[^1].End;

    /// <summary>Reads an image from the bytes of a file. Never throws, whatever the bytes are.</summary>
    /// <param name="file">The whole file; the image refers to it afterwards, so it must not change.</param>
    /// <param name="image">The image when the answer is <see langword="true"/>.</param>
    /// <param name="error">
    /// Otherwise what is wrong, of the kinds from <see cref="ImageErrorKind.Empty"/> to
    /// <see cref="ImageErrorKind.EntryMisaligned"/> that do not concern the host's file system.
    /// </param>
    /// <returns>
    /// Whether the file is a loadable image. A malformed symbol table does not matter: the image then has no symbols.
    /// </returns>
    /// <remarks>System V ABI, chapters "Object Files" and "Program Loading and Dynamic Linking".</remarks>
    public static bool TryParse(
        ReadOnlyMemory<byte> file,
        [NotNullWhen(true)] out Elf64Image? image,
        [NotNullWhen(false)] out ImageError? error)
    {
        image = null;
        if (!Elf64Header.TryParse(file.Span, out Elf64Header header, out error))
            return false;
        error = header.Validate(file.Length);
        if (error is not null)
            return false;
        if (!Elf64SegmentReader.TryRead(file, header, out ImmutableArray<ImageSegment> segments, out error))
            return false;
        if (!TryLocateEntry(header.Entry, segments, out Ipa entryPoint, out error))
            return false;
        image = new Elf64Image(entryPoint, segments, ElfSymbolTable.Read(file, header), new LineTable(file, header));
        return true;
    }

    /// <summary>Names the place an address is at: the nearest symbol at or below it.</summary>
    /// <param name="address">A virtual address, as linked; with the MMU off, an address in memory.</param>
    /// <param name="name">The symbol's name when the answer is <see langword="true"/>.</param>
    /// <param name="offsetBytes">How far behind the symbol the address is, in bytes.</param>
    /// <returns>
    /// False when the address is outside the image, below every symbol, behind the end of a symbol that states its size, or
    /// when the image has no usable symbols.
    /// </returns>
    public bool TrySymbolize(VirtualAddress address, [NotNullWhen(true)] out string? name, out ulong offsetBytes)
    {
        foreach (ImageSegment segment in Segments)
        {
            if (address.Value - segment.VirtualAddress.Value < segment.MemorySizeBytes)
                return _symbols.TryFind(address.Value, out name, out offsetBytes);
        }
        name = null;
        offsetBytes = 0;
        return false;
    }

    /// <summary>Names the source line an address of code comes from, by the DWARF line tables of the file.</summary>
    /// <param name="address">A virtual address, as linked.</param>
    /// <returns>For example <c>start.S:41</c>; null where the file has no line for it.</returns>
    public string? FindLine(VirtualAddress address) => _lines.Find(address.Value);

    private static bool TryLocateEntry(
        VirtualAddress entry,
        ImmutableArray<ImageSegment> segments,
        out Ipa entryPoint,
        [NotNullWhen(false)] out ImageError? error)
    {
        const ulong instructionBytes = 4;
        entryPoint = default;
        foreach (ImageSegment segment in segments)
        {
            ulong offset = entry.Value - segment.VirtualAddress.Value;
            ulong dataBytes = (ulong)segment.Data.Length;
            if (!segment.IsExecutable || dataBytes < instructionBytes || offset > dataBytes - instructionBytes)
                continue;
            entryPoint = new Ipa(segment.Address.Value + offset);
            bool isAligned = entry.Value % instructionBytes == 0 && entryPoint.Value % instructionBytes == 0;
            error = isAligned ? null : new(ImageErrorKind.EntryMisaligned, "an entry point that is a multiple of 4",
                $"e_entry {entry}, loaded at {entryPoint}", "name the first instruction with ENTRY() in the linker script");
            return isAligned;
        }
        error = new(ImageErrorKind.EntryOutsideSegments, "an entry point in the code of an executable segment",
            $"e_entry {entry}", "name the first instruction with ENTRY() in the linker script, and link its segment executable");
        return false;
    }
}
