namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Sampling Filter Control Register.</summary>
/// <remarks>Arm ARM (DDI 0487), section "PMSFCR_EL1, Sampling Filter Control Register".</remarks>
public static class PMSFCR_EL1
{
    /// <summary>Filter by events.</summary>
    public const ulong FE = 1UL << 0;

    /// <summary>Filter by type of operation.</summary>
    public const ulong FT = 1UL << 1;

    /// <summary>Filter by latency.</summary>
    public const ulong FL = 1UL << 2;

    /// <summary>Types that are collected: bit 0 branches, bit 1 loads, bit 2 stores.</summary>
    public static BitField TYPE => new(16, 3);
}
