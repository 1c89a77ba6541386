namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Statistical Profiling Control Registers of EL1 and EL2.</summary>
/// <remarks>Arm ARM (DDI 0487), sections "PMSCR_EL1" and "PMSCR_EL2, Statistical Profiling Control Register".</remarks>
public static class PMSCR_ELx
{
    /// <summary>Profiling at EL0: E0SPE in PMSCR_EL1, E0HSPE in PMSCR_EL2.</summary>
    public const ulong E0SPE = 1UL << 0;

    /// <summary>Profiling at the level of the register: E1SPE in PMSCR_EL1, E2SPE in PMSCR_EL2.</summary>
    public const ulong ExSPE = 1UL << 1;

    /// <summary>CONTEXTIDR_ELx is collected.</summary>
    public const ulong CX = 1UL << 3;

    /// <summary>Physical addresses are collected.</summary>
    public const ulong PA = 1UL << 4;

    /// <summary>Timestamps are collected.</summary>
    public const ulong TS = 1UL << 5;

    /// <summary>Which count a timestamp is: 0 virtual, 1 physical, 3 physical less the offset of EL2.</summary>
    public static BitField PCT => new(6, 2);
}
