namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Virtualization Secure Translation Table Base Register.</summary>
/// <remarks>Arm ARM (DDI 0487), section "VSTTBR_EL2, Virtualization Secure Translation Table Base Register" (FEAT_SEL2).</remarks>
public static class VSTTBR_EL2
{
    /// <summary>CnP and BADDR: everything that is not the VMID of VTTBR_EL2.</summary>
    public const ulong Table = 0x0000_FFFF_FFFF_FFFF;
}
