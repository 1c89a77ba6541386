namespace CcaEmu.Arm.Registers.Fields;

/// <summary>
/// Counter-timer Hypervisor Control Register (without E2H). Traps of the EL1 timers and masks of their outputs.
/// </summary>
/// <remarks>Arm ARM (DDI 0487), section "CNTHCTL_EL2, Counter-timer Hypervisor Control Register (without E2H)".</remarks>
public static class CNTHCTL_EL2
{
    /// <summary>CNTPCT_EL0 is not trapped at EL1 and EL0.</summary>
    public const ulong EL1PCTEN = 1UL << 0;

    /// <summary>CNTP_* registers are not trapped at EL1 and EL0.</summary>
    public const ulong EL1PCEN = 1UL << 1;

    /// <summary>The event stream of the physical counter is enabled.</summary>
    public const ulong EVNTEN = 1UL << 2;

    /// <summary>Events come from falling edges.</summary>
    public const ulong EVNTDIR = 1UL << 3;

    /// <summary>Which counter bit makes events.</summary>
    public static BitField EVNTI => new(4, 4);

    /// <summary>CNTPOFF_EL2 is applied at EL1 and EL0.</summary>
    public const ulong ECV = 1UL << 12;

    /// <summary>CNTV_* registers are trapped at EL1 and EL0.</summary>
    public const ulong EL1TVT = 1UL << 13;

    /// <summary>CNTVCT_EL0 is trapped at EL1 and EL0.</summary>
    public const ulong EL1TVCT = 1UL << 14;

    /// <summary>CNTP_*_EL02 are trapped at EL1.</summary>
    public const ulong EL1NVPCT = 1UL << 15;

    /// <summary>CNTV_*_EL02 are trapped at EL1.</summary>
    public const ulong EL1NVVCT = 1UL << 16;

    /// <summary>EVNTI counts from bit 8.</summary>
    public const ulong EVNTIS = 1UL << 17;

    /// <summary>The output of the EL1 virtual timer is masked (FEAT_RME).</summary>
    public const ulong CNTVMASK = 1UL << 18;

    /// <summary>The output of the EL1 physical timer is masked (FEAT_RME).</summary>
    public const ulong CNTPMASK = 1UL << 19;

    /// <summary>While HCR_EL2.E2H is 1: EL0 of a host may read the physical counter.</summary>
    public const ulong EL0PCTEN = 1UL << 0;

    /// <summary>While HCR_EL2.E2H is 1: EL0 of a host may read the virtual counter.</summary>
    public const ulong EL0VCTEN = 1UL << 1;

    /// <summary>While HCR_EL2.E2H is 1: EL0 of a host may use the virtual timer.</summary>
    public const ulong EL0VTEN = 1UL << 8;

    /// <summary>While HCR_EL2.E2H is 1: EL0 of a host may use the physical timer.</summary>
    public const ulong EL0PTEN = 1UL << 9;

    /// <summary>EL1PCTEN while HCR_EL2.E2H is 1.</summary>
    public const ulong EL1PCTEN_E2H = 1UL << 10;

    /// <summary>EL1PTEN, which has this place while HCR_EL2.E2H is 1.</summary>
    public const ulong EL1PTEN_E2H = 1UL << 11;
}
