namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Translation Control Register (EL2 without E2H, EL3). The shape of a regime with one address range.</summary>
/// <remarks>Arm ARM (DDI 0487), sections of TCR_EL2 and TCR_EL3.</remarks>
public static class TCR_ELx
{
    /// <summary>64 minus the width in bits of the range of TTBR0_ELx.</summary>
    public static BitField T0SZ => new(0, 6);

    /// <summary>Inner cacheability of walks.</summary>
    public static BitField IRGN0 => new(8, 2);

    /// <summary>Outer cacheability of walks.</summary>
    public static BitField ORGN0 => new(10, 2);

    /// <summary>Shareability of walks.</summary>
    public static BitField SH0 => new(12, 2);

    /// <summary>Granule: 0 4KB, 1 64KB, 2 16KB.</summary>
    public static BitField TG0 => new(14, 2);

    /// <summary>Output address size: 0 32, 1 36, 2 40, 3 42, 4 44, 5 48, 6 52 bits.</summary>
    public static BitField PS => new(16, 3);

    /// <summary>The top byte of an address is ignored.</summary>
    public const ulong TBI = 1UL << 20;

    /// <summary>Hardware sets the Access flag.</summary>
    public const ulong HA = 1UL << 21;

    /// <summary>Hardware manages the dirty state.</summary>
    public const ulong HD = 1UL << 22;

    /// <summary>Hierarchical permissions are off.</summary>
    public const ulong HPD = 1UL << 24;

    /// <summary>TBI covers data accesses only.</summary>
    public const ulong TBID = 1UL << 29;

    /// <summary>52-bit addresses with the 4KB and 16KB granules (FEAT_LPA2).</summary>
    public const ulong DS = 1UL << 32;
}
