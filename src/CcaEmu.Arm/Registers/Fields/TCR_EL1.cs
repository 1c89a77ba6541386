namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Translation Control Register (EL1). The shape of the EL1 and EL0 regime: two address ranges.</summary>
/// <remarks>Arm ARM (DDI 0487), section "TCR_EL1, Translation Control Register (EL1)".</remarks>
public static class TCR_EL1
{
    /// <summary>64 minus the width in bits of the range of TTBR0_EL1.</summary>
    public static BitField T0SZ => new(0, 6);

    /// <summary>A TLB miss in the range of TTBR0_EL1 faults instead of walking.</summary>
    public const ulong EPD0 = 1UL << 7;

    /// <summary>Inner cacheability of walks through TTBR0_EL1.</summary>
    public static BitField IRGN0 => new(8, 2);

    /// <summary>Outer cacheability of walks through TTBR0_EL1.</summary>
    public static BitField ORGN0 => new(10, 2);

    /// <summary>Shareability of walks through TTBR0_EL1.</summary>
    public static BitField SH0 => new(12, 2);

    /// <summary>Granule of TTBR0_EL1: 0 4KB, 1 64KB, 2 16KB.</summary>
    public static BitField TG0 => new(14, 2);

    /// <summary>64 minus the width in bits of the range of TTBR1_EL1.</summary>
    public static BitField T1SZ => new(16, 6);

    /// <summary>The ASID comes from TTBR1_EL1.</summary>
    public const ulong A1 = 1UL << 22;

    /// <summary>A TLB miss in the range of TTBR1_EL1 faults instead of walking.</summary>
    public const ulong EPD1 = 1UL << 23;

    /// <summary>Inner cacheability of walks through TTBR1_EL1.</summary>
    public static BitField IRGN1 => new(24, 2);

    /// <summary>Outer cacheability of walks through TTBR1_EL1.</summary>
    public static BitField ORGN1 => new(26, 2);

    /// <summary>Shareability of walks through TTBR1_EL1.</summary>
    public static BitField SH1 => new(28, 2);

    /// <summary>Granule of TTBR1_EL1: 1 16KB, 2 4KB, 3 64KB.</summary>
    public static BitField TG1 => new(30, 2);

    /// <summary>Output address size: 0 32, 1 36, 2 40, 3 42, 4 44, 5 48, 6 52 bits.</summary>
    public static BitField IPS => new(32, 3);

    /// <summary>The ASID has 16 bits.</summary>
    public const ulong AS = 1UL << 36;

    /// <summary>The top byte of an address in the lower range is ignored.</summary>
    public const ulong TBI0 = 1UL << 37;

    /// <summary>The top byte of an address in the upper range is ignored.</summary>
    public const ulong TBI1 = 1UL << 38;

    /// <summary>Hardware sets the Access flag.</summary>
    public const ulong HA = 1UL << 39;

    /// <summary>Hardware manages the dirty state.</summary>
    public const ulong HD = 1UL << 40;

    /// <summary>Hierarchical permissions are off for TTBR0_EL1.</summary>
    public const ulong HPD0 = 1UL << 41;

    /// <summary>Hierarchical permissions are off for TTBR1_EL1.</summary>
    public const ulong HPD1 = 1UL << 42;

    /// <summary>TBI0 covers data accesses only.</summary>
    public const ulong TBID0 = 1UL << 51;

    /// <summary>TBI1 covers data accesses only.</summary>
    public const ulong TBID1 = 1UL << 52;

    /// <summary>EL0 may not reach the range of TTBR0_EL1.</summary>
    public const ulong E0PD0 = 1UL << 55;

    /// <summary>EL0 may not reach the range of TTBR1_EL1.</summary>
    public const ulong E0PD1 = 1UL << 56;

    /// <summary>52-bit addresses with the 4KB and 16KB granules (FEAT_LPA2).</summary>
    public const ulong DS = 1UL << 59;
}
