namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Counter-timer Kernel Control Register. What EL0 may see of the counters and timers.</summary>
/// <remarks>Arm ARM (DDI 0487), section "CNTKCTL_EL1, Counter-timer Kernel Control Register".</remarks>
public static class CNTKCTL_EL1
{
    /// <summary>EL0 may read CNTPCT_EL0 and CNTFRQ_EL0.</summary>
    public const ulong EL0PCTEN = 1UL << 0;

    /// <summary>EL0 may read CNTVCT_EL0 and CNTFRQ_EL0.</summary>
    public const ulong EL0VCTEN = 1UL << 1;

    /// <summary>The event stream of the virtual counter is enabled.</summary>
    public const ulong EVNTEN = 1UL << 2;

    /// <summary>Events come from falling edges.</summary>
    public const ulong EVNTDIR = 1UL << 3;

    /// <summary>Which counter bit makes events.</summary>
    public static BitField EVNTI => new(4, 4);

    /// <summary>EL0 may reach the CNTV_* registers.</summary>
    public const ulong EL0VTEN = 1UL << 8;

    /// <summary>EL0 may reach the CNTP_* registers.</summary>
    public const ulong EL0PTEN = 1UL << 9;

    /// <summary>EVNTI counts from bit 8.</summary>
    public const ulong EVNTIS = 1UL << 17;
}
