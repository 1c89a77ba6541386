namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Granule Protection Check Control Register. Whether granules are checked, and the shape of the GPT.</summary>
/// <remarks>Arm ARM (DDI 0487), section "GPCCR_EL3, Granule Protection Check Control Register".</remarks>
public static class GPCCR_EL3
{
    /// <summary>Protected physical address size: 0 32, 1 36, 2 40, 3 42, 4 44, 5 48, 6 52 bits.</summary>
    public static BitField PPS => new(0, 3);

    /// <summary>Accesses to the Realm physical address space fault (FEAT_RME_GPC2).</summary>
    public const ulong RLPAD = 1UL << 5;

    /// <summary>Accesses to the Non-secure physical address space fault (FEAT_RME_GPC2).</summary>
    public const ulong NSPAD = 1UL << 6;

    /// <summary>Accesses to the Secure physical address space fault (FEAT_RME_GPC2).</summary>
    public const ulong SPAD = 1UL << 7;

    /// <summary>Inner cacheability of GPT fetches.</summary>
    public static BitField IRGN => new(8, 2);

    /// <summary>Outer cacheability of GPT fetches.</summary>
    public static BitField ORGN => new(10, 2);

    /// <summary>Shareability of GPT fetches: 0 Non, 2 Outer, 3 Inner.</summary>
    public static BitField SH => new(12, 2);

    /// <summary>Physical granule size: 0 4KB, 1 64KB, 2 16KB.</summary>
    public static BitField PGS => new(14, 2);

    /// <summary>The check is enabled.</summary>
    public const ulong GPC = 1UL << 16;

    /// <summary>A GPC fault on a stage-2 walk has priority over faults of stage 1.</summary>
    public const ulong GPCP = 1UL << 17;

    /// <summary>GPI 0b1101 means Non-secure only (FEAT_RME_GPC2).</summary>
    public const ulong NSO = 1UL << 19;

    /// <summary>Bits below one level 0 entry, read-only: 0 30, 4 34, 6 36, 9 39.</summary>
    public static BitField L0GPTSZ => new(20, 4);

    /// <summary>Addresses above PPS may be accessed in every physical address space (FEAT_RME_GPC2).</summary>
    public const ulong APPSAA = 1UL << 24;
}
