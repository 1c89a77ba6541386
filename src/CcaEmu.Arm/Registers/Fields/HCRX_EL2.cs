namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Extended Hypervisor Configuration Register (FEAT_HCX). It counts where SCR_EL3.HXEn is 1.</summary>
/// <remarks>Arm ARM (DDI 0487), section "HCRX_EL2, Extended Hypervisor Configuration Register".</remarks>
public static class HCRX_EL2
{
    /// <summary>TLB maintenance of EL1 without nXS acts as with it (FEAT_XS).</summary>
    public const ulong FnXS = 1UL << 3;

    /// <summary>The fine-grained traps of TLB maintenance leave the nXS forms alone (FEAT_XS).</summary>
    public const ulong FGTnXS = 1UL << 4;

    /// <summary>Cache maintenance at EL1 and EL0 needs stage 2 write permission (FEAT_CMOW).</summary>
    public const ulong CMOW = 1UL << 9;

    /// <summary>Memory copy and set exceptions of EL1 and EL0 are taken to EL2 (FEAT_MOPS).</summary>
    public const ulong MCE2 = 1UL << 10;

    /// <summary>Memory copy and set instructions are enabled at EL1 and EL0 (FEAT_MOPS).</summary>
    public const ulong MSCEn = 1UL << 11;

    /// <summary>EL1 may use TCR2_EL1 (FEAT_TCR2).</summary>
    public const ulong TCR2En = 1UL << 14;

    /// <summary>EL1 may use SCTLR2_EL1 (FEAT_SCTLR2).</summary>
    public const ulong SCTLR2En = 1UL << 15;
}
