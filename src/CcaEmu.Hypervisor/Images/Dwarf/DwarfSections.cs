using System.Buffers.Binary;
using System.Text;

namespace CcaEmu.Hypervisor.Images.Dwarf;

/// <summary>The sections of an ELF file that hold line tables; empty where they are missing, compressed or damaged.</summary>
/// <param name="Line">.debug_line.</param>
/// <param name="LineStrings">.debug_line_str.</param>
/// <param name="Strings">.debug_str.</param>
/// <remarks>System V ABI, "Sections"; DWARF Version 5, section 1.4 and appendix B.</remarks>
internal readonly record struct DwarfSections(ReadOnlyMemory<byte> Line, ReadOnlyMemory<byte> LineStrings, ReadOnlyMemory<byte> Strings)
{
    private const int SectionNamesIndexOffset = 62;
    private const int FlagsOffset = 8;
    private const ulong Compressed = 0x800;

    /// <summary>Finds them by name.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="header">Its header.</param>
    public static DwarfSections Of(ReadOnlyMemory<byte> file, in Elf64Header header)
    {
        ulong tableBytes = (ulong)header.SectionHeaderCount * Elf64SectionHeader.SizeBytes;
        int names = BinaryPrimitives.ReadUInt16LittleEndian(file.Span[SectionNamesIndexOffset..]);
        if (header.SectionHeaderSize != Elf64SectionHeader.SizeBytes || names >= header.SectionHeaderCount
            || !ImageErrors.IsInside(header.SectionHeaderOffset, tableBytes, file.Length))
            return default;
        ReadOnlySpan<byte> table = file.Span.Slice((int)header.SectionHeaderOffset, (int)tableBytes);
        ReadOnlyMemory<byte> strings = Elf64SectionHeader.Parse(table[(names * Elf64SectionHeader.SizeBytes)..]).Contents(file);
        DwarfSections found = default;
        for (int i = 0; i < header.SectionHeaderCount; i++)
        {
            ReadOnlySpan<byte> section = table.Slice(i * Elf64SectionHeader.SizeBytes, Elf64SectionHeader.SizeBytes);
            if ((BinaryPrimitives.ReadUInt64LittleEndian(section[FlagsOffset..]) & Compressed) != 0)
                continue;
            ReadOnlyMemory<byte> contents = Elf64SectionHeader.Parse(section).Contents(file);
            found = NameAt(strings.Span, BinaryPrimitives.ReadUInt32LittleEndian(section)) switch
            {
                ".debug_line" => found with { Line = contents },
                ".debug_line_str" => found with { LineStrings = contents },
                ".debug_str" => found with { Strings = contents },
                _ => found,
            };
        }
        return found;
    }

    private static string NameAt(ReadOnlySpan<byte> names, uint offset)
    {
        const int longest = 32;
        if (offset >= (uint)names.Length)
            return "";
        ReadOnlySpan<byte> rest = names[(int)offset..];
        int length = rest[..Math.Min(rest.Length, longest)].IndexOf((byte)0);
        return length < 0 ? "" : Encoding.UTF8.GetString(rest[..length]);
    }
}
