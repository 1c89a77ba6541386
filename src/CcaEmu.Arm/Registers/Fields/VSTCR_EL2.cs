namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Virtualization Secure Translation Control Register. T0SZ, SL0, TG0 and SL2 are where <see cref="VTCR_EL2"/> has them.</summary>
/// <remarks>Arm ARM (DDI 0487), section "VSTCR_EL2, Virtualization Secure Translation Control Register" (FEAT_SEL2).</remarks>
public static class VSTCR_EL2
{
    /// <summary>Tables for Secure IPAs are in the Non-secure physical address space.</summary>
    public const ulong SW = 1UL << 29;

    /// <summary>Secure IPAs are translated to the Non-secure physical address space.</summary>
    public const ulong SA = 1UL << 30;
}
