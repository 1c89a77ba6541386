namespace CcaEmu.Arm.Registers.Fields;

/// <summary>System Control Registers, second (FEAT_SCTLR2): the field that SCTLR2_EL2 and SCTLR2_EL3 have with FEAT_MEC.</summary>
/// <remarks>Arm ARM (DDI 0487), sections of SCTLR2_EL2 and SCTLR2_EL3. That of EL2 counts where SCR_EL3.SCTLR2En is 1.</remarks>
public static class SCTLR2_ELx
{
    /// <summary>Accesses to the Realm physical address space use the configured MECIDs, and not MECID 0.</summary>
    public const ulong EMEC = 1UL << 1;
}
