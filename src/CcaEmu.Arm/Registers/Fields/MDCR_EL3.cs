namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Monitor Debug Configuration Register (EL3). Debug traps to EL3.</summary>
/// <remarks>Arm ARM (DDI 0487), section "MDCR_EL3, Monitor Debug Configuration Register (EL3)".</remarks>
public static class MDCR_EL3
{
    /// <summary>Event counters count in Secure state and at EL3.</summary>
    public const ulong SPME = 1UL << 17;

    /// <summary>The cycle counter does not count in Secure state and at EL3.</summary>
    public const ulong SCCD = 1UL << 23;

    /// <summary>The cycle counter does not count at EL3.</summary>
    public const ulong MCCD = 1UL << 34;

    /// <summary>SPME is about EL3 and not about Secure state.</summary>
    public const ulong MPMX = 1UL << 35;

    /// <summary>Debug registers are trapped.</summary>
    public const ulong TDA = 1UL << 9;

    /// <summary>Debug OS registers are trapped.</summary>
    public const ulong TDOSA = 1UL << 10;

    /// <summary>Debug exceptions are off in Secure state.</summary>
    public const ulong SDD = 1UL << 16;

    /// <summary>The debug communications channel is trapped.</summary>
    public const ulong TDCC = 1UL << 27;

    /// <summary>Performance monitors are trapped.</summary>
    public const ulong TPM = 1UL << 6;

    /// <summary>With NSPB, the security state that owns the profiling buffer.</summary>
    public const ulong NSPBE = 1UL << 11;

    /// <summary>The security state that owns the profiling buffer, and whether it may use the registers.</summary>
    public static BitField NSPB => new(12, 2);

    /// <summary>TRFCR registers are trapped.</summary>
    public const ulong TTRF = 1UL << 19;
}
