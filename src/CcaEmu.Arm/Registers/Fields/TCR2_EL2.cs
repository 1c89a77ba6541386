namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Extended Translation Control Register of EL2 (FEAT_TCR2): the fields of FEAT_MEC.</summary>
/// <remarks>Arm ARM (DDI 0487), section "TCR2_EL2, Extended Translation Control Register (EL2)". It counts where SCR_EL3.TCR2En is 1.</remarks>
public static class TCR2_EL2
{
    /// <summary>Leaves reached by TTBR0_EL2 may select the alternate MECID.</summary>
    public const ulong AMEC0 = 1UL << 12;

    /// <summary>Leaves reached by TTBR1_EL2 may select the alternate MECID; with HCR_EL2.E2H alone.</summary>
    public const ulong AMEC1 = 1UL << 13;
}
