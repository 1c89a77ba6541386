namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Extended Hypervisor Configuration Register: what EL2 lets EL1 and EL0 do, and takes from them (FEAT_HCX).</summary>
/// <remarks>Arm ARM (DDI 0487), section "HCRX_EL2, Extended Hypervisor Configuration Register".</remarks>
public static class HCRX_EL2
{
    /// <summary>Memory Copy and Memory Set exceptions of EL1 go to EL2.</summary>
    public const ulong MCE2 = 1UL << 10;

    /// <summary>EL1 and EL0 may use memory copy and set.</summary>
    public const ulong MSCEn = 1UL << 11;
}
