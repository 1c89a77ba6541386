using System.Buffers.Binary;

namespace CcaEmu.Hypervisor.Images;

/// <summary>One section header of an ELF64 file, as far as finding the symbols needs it.</summary>
/// <param name="Type">sh_type.</param>
/// <param name="Offset">sh_offset, in bytes from the start of the file.</param>
/// <param name="SizeInFileBytes">sh_size.</param>
/// <param name="Link">sh_link: for a symbol table, the section that holds its names.</param>
/// <remarks>System V ABI, section "Sections".</remarks>
internal readonly record struct Elf64SectionHeader(uint Type, ulong Offset, ulong SizeInFileBytes, uint Link)
{
    /// <summary>Size of a section header in the file, in bytes.</summary>
    public const int SizeBytes = 64;

    /// <summary>SHT_SYMTAB.</summary>
    public bool IsSymbolTable => Type == 2;

    /// <summary>SHT_STRTAB.</summary>
    public bool IsStringTable => Type == 3;

    /// <summary>Reads a section header from its <see cref="SizeBytes"/> bytes.</summary>
    public static Elf64SectionHeader Parse(ReadOnlySpan<byte> bytes) => new(
        Type: BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
        Offset: BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]),
        SizeInFileBytes: BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..]),
        Link: BinaryPrimitives.ReadUInt32LittleEndian(bytes[40..]));

    /// <summary>The section's bytes, or none when they are not all in the file.</summary>
    public ReadOnlyMemory<byte> Contents(ReadOnlyMemory<byte> file) =>
        ImageErrors.IsInside(Offset, SizeInFileBytes, file.Length) ? file.Slice((int)Offset, (int)SizeInFileBytes) : default;
}
