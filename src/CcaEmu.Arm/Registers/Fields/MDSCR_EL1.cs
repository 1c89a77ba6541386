namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Monitor Debug System Control Register. Self-hosted debug.</summary>
/// <remarks>Arm ARM (DDI 0487), section "MDSCR_EL1, Monitor Debug System Control Register".</remarks>
public static class MDSCR_EL1
{
    /// <summary>Software step is enabled.</summary>
    public const ulong SS = 1UL << 0;

    /// <summary>The debug communications channel is trapped at EL0.</summary>
    public const ulong TDCC = 1UL << 12;

    /// <summary>Debug exceptions are enabled at the debug target level itself.</summary>
    public const ulong KDE = 1UL << 13;

    /// <summary>Breakpoints, watchpoints and vector catch are enabled.</summary>
    public const ulong MDE = 1UL << 15;
}
