namespace CcaEmu.Hypervisor.Images;

/// <summary>Why an image cannot be loaded. <see cref="ImageError"/> says it in words.</summary>
public enum ImageErrorKind
{
    /// <summary>No file has the name given.</summary>
    NotFound,

    /// <summary>The name given is a folder's.</summary>
    IsDirectory,

    /// <summary>The host refused to read the file.</summary>
    Unreadable,

    /// <summary>The file holds no bytes, or is not an ordinary file.</summary>
    Empty,

    /// <summary>The file is larger than <see cref="ImageFile.LargestFileBytes"/>.</summary>
    TooLarge,

    /// <summary>The file does not begin with the ELF magic number.</summary>
    UnknownFormat,

    /// <summary>A file that is to be loaded raw has a format that says where it goes.</summary>
    NotRaw,

    /// <summary>A field of an arm64 Image's header is not one that such an image can have.</summary>
    BadImageHeader,

    /// <summary>A device tree blob is none, or is cut off.</summary>
    BadDeviceTree,

    /// <summary>EI_CLASS is not ELFCLASS64.</summary>
    WrongClass,

    /// <summary>EI_DATA is not ELFDATA2LSB (little-endian).</summary>
    WrongByteOrder,

    /// <summary>The file ends inside the ELF header.</summary>
    TruncatedHeader,

    /// <summary>EI_VERSION or e_version is not EV_CURRENT.</summary>
    WrongVersion,

    /// <summary>e_machine is not EM_AARCH64.</summary>
    WrongMachine,

    /// <summary>e_type is not ET_EXEC.</summary>
    WrongType,

    /// <summary>e_phentsize or e_phnum is not one that an ELF64 file can have.</summary>
    BadProgramHeaders,

    /// <summary>The program header table reaches beyond the end of the file.</summary>
    ProgramHeadersOutsideFile,

    /// <summary>The image asks for a dynamic linker (PT_INTERP).</summary>
    DynamicallyLinked,

    /// <summary>A segment's bytes reach beyond the end of the file.</summary>
    SegmentOutsideFile,

    /// <summary>A segment has more bytes in the file than in memory.</summary>
    FileSizeExceedsMemorySize,

    /// <summary>A segment reaches beyond the end of the 64-bit address space.</summary>
    AddressWraps,

    /// <summary>Two segments claim the same memory.</summary>
    SegmentsOverlap,

    /// <summary>Nothing in the file is to be loaded.</summary>
    NoLoadableSegment,

    /// <summary>The entry point is not in the file's bytes of any executable segment.</summary>
    EntryOutsideSegments,

    /// <summary>The entry point is not 4-byte aligned.</summary>
    EntryMisaligned,

    /// <summary>A segment lies where the guest has no RAM, whatever the memory size.</summary>
    SegmentOutsideRam,

    /// <summary>The image would fit, were the guest given more memory.</summary>
    MemoryTooSmall,
}
