namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Monitor Debug Configuration Register (EL2). Debug traps to EL2.</summary>
/// <remarks>Arm ARM (DDI 0487), section "MDCR_EL2, Monitor Debug Configuration Register (EL2)".</remarks>
public static class MDCR_EL2
{
    /// <summary>Debug exceptions below EL2 are taken to EL2.</summary>
    public const ulong TDE = 1UL << 8;

    /// <summary>Debug registers are trapped.</summary>
    public const ulong TDA = 1UL << 9;

    /// <summary>Debug OS registers are trapped.</summary>
    public const ulong TDOSA = 1UL << 10;

    /// <summary>MDRAR_EL1 is trapped.</summary>
    public const ulong TDRA = 1UL << 11;

    /// <summary>The debug communications channel is trapped.</summary>
    public const ulong TDCC = 1UL << 27;
}
