namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Performance Monitors Control Register. Whether the counters of the first range count, and how they overflow.</summary>
/// <remarks>Arm ARM (DDI 0487), section "PMCR_EL0, Performance Monitors Control Register".</remarks>
public static class PMCR_EL0
{
    /// <summary>The counters below MDCR_EL2.HPMN and the cycle counter are enabled.</summary>
    public const ulong E = 1UL << 0;

    /// <summary>Writing 1 resets the event counters.</summary>
    public const ulong P = 1UL << 1;

    /// <summary>Writing 1 resets the cycle counter.</summary>
    public const ulong C = 1UL << 2;

    /// <summary>The cycle counter stops where event counting is prohibited or frozen.</summary>
    public const ulong DP = 1UL << 5;

    /// <summary>The cycle counter overflows at 64 bits.</summary>
    public const ulong LC = 1UL << 6;

    /// <summary>The event counters overflow at 64 bits.</summary>
    public const ulong LP = 1UL << 7;

    /// <summary>The counters freeze when one of them overflows.</summary>
    public const ulong FZO = 1UL << 9;

    /// <summary>Number of event counters.</summary>
    public static BitField N => new(11, 5);
}
