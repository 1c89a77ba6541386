namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Performance Monitors Control Register.</summary>
/// <remarks>Arm ARM (DDI 0487), section "PMCR_EL0, Performance Monitors Control Register".</remarks>
public static class PMCR_EL0
{
    /// <summary>The counters that PMCNTENSET_EL0 enables count.</summary>
    public const ulong E = 1UL << 0;

    /// <summary>Writing one resets the event counters that the level may reach; reads as zero.</summary>
    public const ulong P = 1UL << 1;

    /// <summary>Writing one resets the cycle counter; reads as zero.</summary>
    public const ulong C = 1UL << 2;

    /// <summary>The cycle counter stops where event counting is prohibited.</summary>
    public const ulong DP = 1UL << 5;

    /// <summary>Event counters overflow at 64 bits (FEAT_PMUv3p5).</summary>
    public const ulong LP = 1UL << 7;

    /// <summary>The counters freeze on overflow (FEAT_PMUv3p7).</summary>
    public const ulong FZO = 1UL << 9;

    /// <summary>Number of event counters; below EL2, of those that MDCR_EL2.HPMN leaves.</summary>
    public static BitField N => new(11, 5);
}
