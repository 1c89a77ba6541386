namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Virtualization Translation Control Register. The shape of stage 2.</summary>
/// <remarks>Arm ARM (DDI 0487), section "VTCR_EL2, Virtualization Translation Control Register".</remarks>
public static class VTCR_EL2
{
    /// <summary>64 minus the width in bits of the intermediate physical address.</summary>
    public static BitField T0SZ => new(0, 6);

    /// <summary>Starting level; with 4KB: 0 level 2, 1 level 1, 2 level 0, 3 level 3 (FEAT_TTST).</summary>
    public static BitField SL0 => new(6, 2);

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

    /// <summary>The VMID has 16 bits.</summary>
    public const ulong VS = 1UL << 19;

    /// <summary>Hardware sets the Access flag.</summary>
    public const ulong HA = 1UL << 21;

    /// <summary>Hardware manages the dirty state.</summary>
    public const ulong HD = 1UL << 22;

    /// <summary>Non-secure walks of the Secure regime's Non-secure IPA space.</summary>
    public const ulong NSW = 1UL << 29;

    /// <summary>Non-secure output of the Secure regime's Non-secure IPA space.</summary>
    public const ulong NSA = 1UL << 30;

    /// <summary>52-bit addresses with the 4KB and 16KB granules (FEAT_LPA2).</summary>
    public const ulong DS = 1UL << 32;

    /// <summary>Starting level -1 with DS and 4KB.</summary>
    public const ulong SL2 = 1UL << 33;
}
