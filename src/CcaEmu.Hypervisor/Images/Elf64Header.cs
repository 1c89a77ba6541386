using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using CcaEmu.Arm;

namespace CcaEmu.Hypervisor.Images;

/// <summary>The ELF header of a little-endian ELF64 file, as far as a loader needs it.</summary>
/// <param name="FileVersion">EI_VERSION.</param>
/// <param name="Type">e_type.</param>
/// <param name="Machine">e_machine.</param>
/// <param name="Version">e_version.</param>
/// <param name="Entry">e_entry: a virtual address, as linked.</param>
/// <param name="ProgramHeaderOffset">e_phoff, in bytes from the start of the file.</param>
/// <param name="SectionHeaderOffset">e_shoff, in bytes from the start of the file.</param>
/// <param name="ProgramHeaderSize">e_phentsize, in bytes.</param>
/// <param name="ProgramHeaderCount">e_phnum.</param>
/// <param name="SectionHeaderSize">e_shentsize, in bytes.</param>
/// <param name="SectionHeaderCount">e_shnum.</param>
/// <remarks>System V ABI, section "ELF Header"; AAELF64 (IHI0056), section "ELF Header".</remarks>
internal readonly record struct Elf64Header(
    byte FileVersion,
    ushort Type,
    ushort Machine,
    uint Version,
    VirtualAddress Entry,
    ulong ProgramHeaderOffset,
    ulong SectionHeaderOffset,
    ushort ProgramHeaderSize,
    ushort ProgramHeaderCount,
    ushort SectionHeaderSize,
    ushort SectionHeaderCount)
{
    /// <summary>Size of the header in the file, in bytes.</summary>
    public const int SizeBytes = 64;

    private const byte ElfClass64 = 2;
    private const byte LittleEndian = 1;
    private const uint CurrentVersion = 1;
    private const ushort Executable = 2;
    private const ushort AArch64 = 183;

    /// <summary>In e_phnum: the real count stands elsewhere, because it is larger than the field (PN_XNUM).</summary>
    private const ushort CountElsewhere = 0xFFFF;

    /// <summary>Whether a file begins with the ELF magic number.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> file) => file.StartsWith("\u007FELF"u8);

    /// <summary>Reads the header.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="header">The header when the answer is <see langword="true"/>.</param>
    /// <param name="error">
    /// Otherwise what is wrong: <see cref="ImageErrorKind.Empty"/>, <see cref="ImageErrorKind.UnknownFormat"/>,
    /// <see cref="ImageErrorKind.WrongClass"/>, <see cref="ImageErrorKind.WrongByteOrder"/> or
    /// <see cref="ImageErrorKind.TruncatedHeader"/>, the first that holds in this order.
    /// </param>
    /// <returns>Whether the file begins with a whole little-endian ELF64 header.</returns>
    public static bool TryParse(ReadOnlySpan<byte> file, out Elf64Header header, [NotNullWhen(false)] out ImageError? error)
    {
        header = default;
        error = CheckIdentification(file);
        if (error is not null)
            return false;
        header = new Elf64Header(
            FileVersion: file[6],
            Type: BinaryPrimitives.ReadUInt16LittleEndian(file[16..]),
            Machine: BinaryPrimitives.ReadUInt16LittleEndian(file[18..]),
            Version: BinaryPrimitives.ReadUInt32LittleEndian(file[20..]),
            Entry: new VirtualAddress(BinaryPrimitives.ReadUInt64LittleEndian(file[24..])),
            ProgramHeaderOffset: BinaryPrimitives.ReadUInt64LittleEndian(file[32..]),
            SectionHeaderOffset: BinaryPrimitives.ReadUInt64LittleEndian(file[40..]),
            ProgramHeaderSize: BinaryPrimitives.ReadUInt16LittleEndian(file[54..]),
            ProgramHeaderCount: BinaryPrimitives.ReadUInt16LittleEndian(file[56..]),
            SectionHeaderSize: BinaryPrimitives.ReadUInt16LittleEndian(file[58..]),
            SectionHeaderCount: BinaryPrimitives.ReadUInt16LittleEndian(file[60..]));
        return true;
    }

    /// <summary>Checks that this is a statically linked AArch64 executable with its program headers in the file.</summary>
    /// <param name="fileSizeBytes">Size of the whole file.</param>
    /// <returns>
    /// <see langword="null"/>, or <see cref="ImageErrorKind.WrongVersion"/>, <see cref="ImageErrorKind.WrongMachine"/>,
    /// <see cref="ImageErrorKind.WrongType"/>, <see cref="ImageErrorKind.NoLoadableSegment"/>,
    /// <see cref="ImageErrorKind.BadProgramHeaders"/> or <see cref="ImageErrorKind.ProgramHeadersOutsideFile"/>, the first that
    /// holds in this order.
    /// </returns>
    public ImageError? Validate(int fileSizeBytes)
    {
        if (FileVersion != CurrentVersion || Version != CurrentVersion)
        {
            return new(ImageErrorKind.WrongVersion, "ELF version 1", $"EI_VERSION {FileVersion} and e_version {Version}",
                "the file is damaged: build or copy it again");
        }
        if (Machine != AArch64)
        {
            return new(ImageErrorKind.WrongMachine, $"code for AArch64 (e_machine {AArch64})", $"{ElfNames.Machine(Machine)}",
                "build the image with an aarch64 compiler, such as aarch64-linux-gnu-gcc");
        }
        if (Type != Executable)
        {
            return new(ImageErrorKind.WrongType, $"an executable at a fixed address (e_type {Executable}, ET_EXEC)",
                ElfNames.Type(Type), "link the image with -static -no-pie");
        }
        return ValidateProgramHeaderTable(fileSizeBytes);
    }

    private static ImageError? CheckIdentification(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
            return ImageErrors.Empty;
        if (!file.StartsWith("\u007FELF"u8))
        {
            FileSignature signature = FileSignature.Of(file);
            return new(ImageErrorKind.UnknownFormat, "an ELF64 file for AArch64", signature.Description, signature.Advice);
        }
        if (file.Length > 4 && file[4] != ElfClass64)
        {
            return new(ImageErrorKind.WrongClass, "a 64-bit ELF file (EI_CLASS 2)", ElfNames.Class(file[4]),
                "build the image for AArch64, not AArch32");
        }
        if (file.Length > 5 && file[5] != LittleEndian)
        {
            return new(ImageErrorKind.WrongByteOrder, "a little-endian ELF file (EI_DATA 1)", ElfNames.ByteOrder(file[5]),
                "build the image little-endian (without -mbig-endian)");
        }
        if (file.Length < SizeBytes)
        {
            return new(ImageErrorKind.TruncatedHeader, $"an ELF header of {SizeBytes} bytes", $"a file of {file.Length} bytes",
                "the file is cut short: build or copy it again");
        }
        return null;
    }

    private ImageError? ValidateProgramHeaderTable(int fileSizeBytes)
    {
        if (ProgramHeaderCount == 0)
            return ImageErrors.NoLoadableSegment("no program headers");
        if (ProgramHeaderSize != Elf64ProgramHeader.SizeBytes)
        {
            return new(ImageErrorKind.BadProgramHeaders, $"program headers of {Elf64ProgramHeader.SizeBytes} bytes",
                $"e_phentsize {ProgramHeaderSize}", "the file is damaged: build or copy it again");
        }
        if (ProgramHeaderCount == CountElsewhere)
        {
            return new(ImageErrorKind.BadProgramHeaders, $"fewer than {CountElsewhere} program headers",
                $"e_phnum {CountElsewhere} (extended numbering)", "link the image with fewer segments");
        }
        ulong tableBytes = (ulong)ProgramHeaderCount * ProgramHeaderSize;
        if (!ImageErrors.IsInside(ProgramHeaderOffset, tableBytes, fileSizeBytes))
        {
            return new(ImageErrorKind.ProgramHeadersOutsideFile,
                $"{ProgramHeaderCount} program headers inside the file's {fileSizeBytes} bytes",
                $"{tableBytes} bytes of them at offset 0x{ProgramHeaderOffset:X}",
                "the file is cut short or damaged: build or copy it again");
        }
        return null;
    }
}
