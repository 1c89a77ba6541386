using System.Buffers.Binary;

namespace CcaEmu.Hypervisor.Images;

/// <summary>One program header of an ELF64 file.</summary>
/// <param name="Type">p_type.</param>
/// <param name="Flags">p_flags.</param>
/// <param name="Offset">p_offset, in bytes from the start of the file.</param>
/// <param name="VirtualAddress">p_vaddr.</param>
/// <param name="PhysicalAddress">p_paddr.</param>
/// <param name="FileSizeBytes">p_filesz.</param>
/// <param name="MemorySizeBytes">p_memsz.</param>
/// <remarks>System V ABI, section "Program Header".</remarks>
internal readonly record struct Elf64ProgramHeader(
    uint Type,
    uint Flags,
    ulong Offset,
    ulong VirtualAddress,
    ulong PhysicalAddress,
    ulong FileSizeBytes,
    ulong MemorySizeBytes)
{
    /// <summary>Size of a program header in the file, in bytes.</summary>
    public const int SizeBytes = 56;

    private const uint Load = 1;
    private const uint Interpreter = 3;

    /// <summary>PT_LOAD with something in it: part of the image in memory.</summary>
    public bool IsLoadable => Type == Load && (MemorySizeBytes != 0 || FileSizeBytes != 0);

    /// <summary>PT_INTERP: names a dynamic linker.</summary>
    public bool IsInterpreter => Type == Interpreter;

    /// <summary>PF_X.</summary>
    public bool IsExecutable => (Flags & 1) != 0;

    /// <summary>PF_W.</summary>
    public bool IsWritable => (Flags & 2) != 0;

    /// <summary>PF_R.</summary>
    public bool IsReadable => (Flags & 4) != 0;

    /// <summary>Reads a program header from its <see cref="SizeBytes"/> bytes.</summary>
    public static Elf64ProgramHeader Parse(ReadOnlySpan<byte> bytes) => new(
        Type: BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        Flags: BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
        Offset: BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
        VirtualAddress: BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
        PhysicalAddress: BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]),
        FileSizeBytes: BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..]),
        MemorySizeBytes: BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]));

    /// <summary>Checks that a loadable segment is in the file, and in the address space at <paramref name="address"/>.</summary>
    /// <param name="address">Where the segment is to be loaded.</param>
    /// <param name="fileSizeBytes">Size of the whole file.</param>
    /// <returns>
    /// <see langword="null"/>, or <see cref="ImageErrorKind.SegmentOutsideFile"/>,
    /// <see cref="ImageErrorKind.FileSizeExceedsMemorySize"/> or <see cref="ImageErrorKind.AddressWraps"/>.
    /// </returns>
    public ImageError? Validate(ulong address, int fileSizeBytes)
    {
        if (!ImageErrors.IsInside(Offset, FileSizeBytes, fileSizeBytes))
        {
            return new(ImageErrorKind.SegmentOutsideFile,
                $"the segment for 0x{VirtualAddress:X} inside the file's {fileSizeBytes} bytes",
                $"{FileSizeBytes} bytes of it at offset 0x{Offset:X}",
                "the file is cut short or damaged: build or copy it again");
        }
        if (FileSizeBytes > MemorySizeBytes)
        {
            return new(ImageErrorKind.FileSizeExceedsMemorySize,
                $"the segment for 0x{VirtualAddress:X} to be no larger in the file than in memory",
                $"p_filesz 0x{FileSizeBytes:X} and p_memsz 0x{MemorySizeBytes:X}",
                "the file is damaged: build or copy it again");
        }
        ulong highest = Math.Max(address, VirtualAddress);
        if (MemorySizeBytes > ulong.MaxValue - highest)
        {
            return new(ImageErrorKind.AddressWraps,
                $"the segment for 0x{VirtualAddress:X} to end inside the 64-bit address space",
                $"0x{MemorySizeBytes:X} bytes from 0x{highest:X} on",
                "correct the addresses in the linker script");
        }
        return null;
    }
}
