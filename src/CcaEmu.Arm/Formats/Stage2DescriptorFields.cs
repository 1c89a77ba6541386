using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Formats;

/// <summary>The fields of a VMSAv8-64 stage 2 descriptor, with direct permissions.</summary>
/// <remarks>Arm ARM (DDI 0487), section "VMSAv8-64 Block descriptor and Page descriptor formats".</remarks>
public static class Stage2DescriptorFields
{
    /// <summary>The entry is valid.</summary>
    public const ulong Valid = DescriptorLayout.Valid;

    /// <summary>A table below level 3, a page at level 3; clear in a block.</summary>
    public const ulong TableOrPage = DescriptorLayout.TableOrPage;

    /// <summary>S2AP[0]: reads are allowed.</summary>
    public const ulong S2APRead = 1UL << 6;

    /// <summary>S2AP[1]: writes are allowed.</summary>
    public const ulong S2APWrite = 1UL << 7;

    /// <summary>Access flag.</summary>
    public const ulong AF = 1UL << 10;

    /// <summary>The XS attribute of stage 1 is ignored (FEAT_XS).</summary>
    public const ulong FnXS = 1UL << 11;

    /// <summary>The entry must not be cached as a TLB entry while its size changes; blocks only.</summary>
    public const ulong NT = 1UL << 16;

    /// <summary>Dirty bit modifier.</summary>
    public const ulong DBM = 1UL << 51;

    /// <summary>One of a run of entries with contiguous output.</summary>
    public const ulong Contiguous = 1UL << 52;

    /// <summary>Output in the Non-secure PAS; Realm state only.</summary>
    public const ulong NS = 1UL << 55;

    /// <summary>Memory type; see <see cref="Stage2MemoryAttributes"/> for the values with HCR_EL2.FWB.</summary>
    public static BitField MemAttr => new(2, 4);

    /// <summary>S2AP: 0 none, 1 read, 2 write, 3 both.</summary>
    public static BitField S2AP => new(6, 2);

    /// <summary>Shareability.</summary>
    public static BitField SH => new(8, 2);

    /// <summary>XN[1:0]: 0 executable, 1 not at EL1, 2 never, 3 not at EL0 (FEAT_XNX).</summary>
    public static BitField XN => new(53, 2);
}
