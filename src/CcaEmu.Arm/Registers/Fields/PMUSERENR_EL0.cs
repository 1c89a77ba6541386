namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Performance Monitors User Enable Register: what EL0 may reach.</summary>
/// <remarks>Arm ARM (DDI 0487), section "PMUSERENR_EL0, Performance Monitors User Enable Register".</remarks>
public static class PMUSERENR_EL0
{
    /// <summary>EL0 reaches all of them but what is EL1's.</summary>
    public const ulong EN = 1UL << 0;

    /// <summary>EL0 may write PMSWINC_EL0.</summary>
    public const ulong SW = 1UL << 1;

    /// <summary>EL0 may read PMCCNTR_EL0.</summary>
    public const ulong CR = 1UL << 2;

    /// <summary>EL0 may read event counters and use PMSELR_EL0.</summary>
    public const ulong ER = 1UL << 3;
}
