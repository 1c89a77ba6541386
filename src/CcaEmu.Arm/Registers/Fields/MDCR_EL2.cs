namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Monitor Debug Configuration Register (EL2). Debug traps to EL2.</summary>
/// <remarks>Arm ARM (DDI 0487), section "MDCR_EL2, Monitor Debug Configuration Register (EL2)".</remarks>
public static class MDCR_EL2
{
    /// <summary>The event counters of EL2 are enabled.</summary>
    public const ulong HPME = 1UL << 7;

    /// <summary>The counters of EL1 and EL0 do not count at EL2.</summary>
    public const ulong HPMD = 1UL << 17;

    /// <summary>The cycle counter does not count at EL2.</summary>
    public const ulong HCCD = 1UL << 23;

    /// <summary>The event counters of EL2 overflow at 64 bits.</summary>
    public const ulong HLP = 1UL << 26;

    /// <summary>The event counters of EL2 freeze when one of them overflows.</summary>
    public const ulong HPMFZO = 1UL << 29;

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

    /// <summary>PMCR_EL0 is trapped.</summary>
    public const ulong TPMCR = 1UL << 5;

    /// <summary>Performance monitors are trapped.</summary>
    public const ulong TPM = 1UL << 6;

    /// <summary>Statistical profiling controls are trapped.</summary>
    public const ulong TPMS = 1UL << 14;

    /// <summary>TRFCR_EL1 is trapped.</summary>
    public const ulong TTRF = 1UL << 19;

    /// <summary>Who owns the profiling buffer; bit 0 clear traps its registers from EL1.</summary>
    public static BitField E2PB => new(12, 2);

    /// <summary>Number of event counters that EL1 and EL0 may reach (FEAT_PMUv3).</summary>
    public static BitField HPMN => new(0, 5);
}
