using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CcaEmu.Arm;

namespace CcaEmu.Hypervisor.Images;

/// <summary>Reads and checks what an ELF64 file puts into memory.</summary>
/// <remarks>
/// A segment is loaded at its p_paddr. Tools for systems without such a thing leave every p_paddr 0; then p_vaddr counts. In an
/// image that runs with its MMU off the two are the same number anyway.
/// </remarks>
internal static class Elf64SegmentReader
{
    /// <summary>Reads the segments of a file whose header passed <see cref="Elf64Header.Validate"/>.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="segments">At least one segment, by rising address, none overlapping, when the answer is true.</param>
    /// <param name="error">Otherwise what is wrong with them.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> file,
        in Elf64Header header,
        out ImmutableArray<ImageSegment> segments,
        [NotNullWhen(false)] out ImageError? error)
    {
        segments = [];
        List<Elf64ProgramHeader> loadable = [];
        foreach (Elf64ProgramHeader programHeader in ProgramHeaders(file, header))
        {
            if (programHeader.IsInterpreter)
            {
                error = new(ImageErrorKind.DynamicallyLinked, "a statically linked image",
                    "one that names a dynamic linker (PT_INTERP)", "link the image with -static -nostdlib");
                return false;
            }
            if (programHeader.IsLoadable)
                loadable.Add(programHeader);
        }
        if (loadable.Count == 0)
        {
            error = ImageErrors.NoLoadableSegment($"none in {header.ProgramHeaderCount} program headers");
            return false;
        }
        return TryPlace(file, loadable, out segments, out error);
    }

    private static IEnumerable<Elf64ProgramHeader> ProgramHeaders(ReadOnlyMemory<byte> file, Elf64Header header)
    {
        for (int i = 0; i < header.ProgramHeaderCount; i++)
        {
            int offset = (int)header.ProgramHeaderOffset + i * Elf64ProgramHeader.SizeBytes;
            yield return Elf64ProgramHeader.Parse(file.Span.Slice(offset, Elf64ProgramHeader.SizeBytes));
        }
    }

    private static bool TryPlace(
        ReadOnlyMemory<byte> file,
        List<Elf64ProgramHeader> loadable,
        out ImmutableArray<ImageSegment> segments,
        [NotNullWhen(false)] out ImageError? error)
    {
        segments = [];
        bool havePhysicalAddresses = loadable.Exists(p => p.PhysicalAddress != 0);
        List<ImageSegment> placed = new(loadable.Count);
        foreach (Elf64ProgramHeader p in loadable)
        {
            ulong address = havePhysicalAddresses ? p.PhysicalAddress : p.VirtualAddress;
            error = p.Validate(address, file.Length);
            if (error is not null)
                return false;
            placed.Add(new ImageSegment(
                new Ipa(address),
                new VirtualAddress(p.VirtualAddress),
                p.MemorySizeBytes,
                file.Slice((int)p.Offset, (int)p.FileSizeBytes),
                p.IsReadable,
                p.IsWritable,
                p.IsExecutable));
        }
        placed.Sort((a, b) => a.Address.Value.CompareTo(b.Address.Value));
        error = FindOverlap(placed);
        if (error is not null)
            return false;
        segments = [.. placed];
        return true;
    }

    private static ImageError? FindOverlap(List<ImageSegment> placed)
    {
        for (int i = 1; i < placed.Count; i++)
        {
            ImageSegment below = placed[i - 1];
            ImageSegment above = placed[i];
            if (above.Address.Value < below.End.Value)
            {
                return new(ImageErrorKind.SegmentsOverlap, "segments that do not overlap",
                    $"one from {below.Address} to {below.End} and another from {above.Address} to {above.End}",
                    "correct the addresses in the linker script");
            }
        }
        return null;
    }
}
