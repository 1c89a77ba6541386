using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Formats;

/// <summary>The fields of a VMSAv8-64 stage 1 descriptor.</summary>
/// <remarks>
/// Arm ARM (DDI 0487), sections "VMSAv8-64 Table descriptor format" and "VMSAv8-64 Block descriptor and Page descriptor formats".
/// </remarks>
public static class Stage1DescriptorFields
{
    /// <summary>The entry is valid.</summary>
    public const ulong Valid = DescriptorLayout.Valid;

    /// <summary>A table below level 3, a page at level 3; clear in a block.</summary>
    public const ulong TableOrPage = DescriptorLayout.TableOrPage;

    /// <summary>Non-secure output; in Secure state, Realm EL2 regimes and Root.</summary>
    public const ulong NS = 1UL << 5;

    /// <summary>AP[1]: EL0 may access; RES1 in a regime with one privilege level.</summary>
    public const ulong AP1 = 1UL << 6;

    /// <summary>AP[2]: read-only.</summary>
    public const ulong AP2 = 1UL << 7;

    /// <summary>Access flag.</summary>
    public const ulong AF = 1UL << 10;

    /// <summary>Not global; in regimes with EL0.</summary>
    public const ulong NG = 1UL << 11;

    /// <summary>With NS, the PAS of the output; in the EL3 regime, where it takes the place of nG.</summary>
    public const ulong NSE = 1UL << 11;

    /// <summary>The entry must not be cached as a TLB entry while its size changes; blocks only.</summary>
    public const ulong NT = 1UL << 16;

    /// <summary>Guarded page (FEAT_BTI).</summary>
    public const ulong GP = 1UL << 50;

    /// <summary>Dirty bit modifier.</summary>
    public const ulong DBM = 1UL << 51;

    /// <summary>One of a run of entries with contiguous output.</summary>
    public const ulong Contiguous = 1UL << 52;

    /// <summary>Privileged execute-never; in regimes with EL0.</summary>
    public const ulong PXN = 1UL << 53;

    /// <summary>Unprivileged execute-never, or execute-never (XN) in a regime with one privilege level.</summary>
    public const ulong UXN = 1UL << 54;

    /// <summary>Table: PXNTable.</summary>
    public const ulong PXNTable = 1UL << 59;

    /// <summary>Table: UXNTable, or XNTable in a regime with one privilege level.</summary>
    public const ulong UXNTable = 1UL << 60;

    /// <summary>Table: everything below is Non-secure; Secure state only.</summary>
    public const ulong NSTable = 1UL << 63;

    /// <summary>Index into MAIR_ELx.</summary>
    public static BitField AttrIndx => new(2, 3);

    /// <summary>AP[2:1].</summary>
    public static BitField AP => new(6, 2);

    /// <summary>Shareability.</summary>
    public static BitField SH => new(8, 2);

    /// <summary>Table: limits on the access permissions below.</summary>
    public static BitField APTable => new(61, 2);
}
