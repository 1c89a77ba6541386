using static CcaEmu.Arm.Registers.SystemRegisterLine;
using F = CcaEmu.Arm.A64.Feature;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>
/// The registers of the GIC's CPU interface and of its virtual interface: one line each, with op0, op1, CRn, CRm, op2.
/// </summary>
/// <remarks>
/// <para>Arm ARM (DDI 0487), chapter "AArch64 System Register Encoding", and Arm GIC architecture (IHI 0069), "AArch64 System register
/// descriptions". There are five priority bits, so that of each family of active priorities registers only the first exists.</para>
/// <para>ICC_* names of the groups and those common to them reach the ICV_* registers at EL1 where HCR_EL2 has virtual interrupts.</para>
/// </remarks>
internal static class InterruptRegistersTable
{
    private const ulong ListRegister = 0xF0FF_1FFF_FFFF_FFFF;
    private const ulong SoftwareGenerated = 0x00FF_F1FF_0FFF_FFFF;

    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Rw(R.ICC_SRE_EL1, 3, 0, 12, 12, 5, "Interrupt Controller System Register Enable Register (EL1)", writable: 0x0, ones: 0x7, feature: F.FEAT_GICv3),
        Rw(R.ICC_SRE_EL2, 3, 4, 12, 9, 5, "Interrupt Controller System Register Enable Register (EL2)", writable: 0x0, ones: 0xF, feature: F.FEAT_GICv3),
        Rw(R.ICC_SRE_EL3, 3, 6, 12, 12, 5, "Interrupt Controller System Register Enable Register (EL3)", writable: 0x0, ones: 0xF, feature: F.FEAT_GICv3),
        Rw(R.ICC_PMR_EL1, 3, 0, 4, 6, 0, "Interrupt Controller Interrupt Priority Mask Register", writable: 0xFF, feature: F.FEAT_GICv3),
        Ro(R.ICC_IAR0_EL1, 3, 0, 12, 8, 0, "Interrupt Controller Interrupt Acknowledge Register 0", feature: F.FEAT_GICv3),
        Wo(R.ICC_EOIR0_EL1, 3, 0, 12, 8, 1, "Interrupt Controller End Of Interrupt Register 0", writable: 0xFF_FFFF, feature: F.FEAT_GICv3),
        Ro(R.ICC_HPPIR0_EL1, 3, 0, 12, 8, 2, "Interrupt Controller Highest Priority Pending Interrupt Register 0", feature: F.FEAT_GICv3),
        Rw(R.ICC_BPR0_EL1, 3, 0, 12, 8, 3, "Interrupt Controller Binary Point Register 0", writable: 0x7, feature: F.FEAT_GICv3),
        Rw(R.ICC_AP0R0_EL1, 3, 0, 12, 8, 4, "Interrupt Controller Active Priorities Group 0 Register 0", writable: 0xFFFF_FFFF, feature: F.FEAT_GICv3),
        Rw(R.ICC_AP1R0_EL1, 3, 0, 12, 9, 0, "Interrupt Controller Active Priorities Group 1 Register 0", writable: 0xFFFF_FFFF, feature: F.FEAT_GICv3),
        Wo(R.ICC_DIR_EL1, 3, 0, 12, 11, 1, "Interrupt Controller Deactivate Interrupt Register", writable: 0xFF_FFFF, feature: F.FEAT_GICv3),
        Ro(R.ICC_RPR_EL1, 3, 0, 12, 11, 3, "Interrupt Controller Running Priority Register", feature: F.FEAT_GICv3),
        Wo(R.ICC_SGI1R_EL1, 3, 0, 12, 11, 5, "Interrupt Controller Software Generated Interrupt Group 1 Register", writable: SoftwareGenerated, feature: F.FEAT_GICv3),
        Wo(R.ICC_ASGI1R_EL1, 3, 0, 12, 11, 6, "Interrupt Controller Alias Software Generated Interrupt Group 1 Register", writable: SoftwareGenerated, feature: F.FEAT_GICv3),
        Wo(R.ICC_SGI0R_EL1, 3, 0, 12, 11, 7, "Interrupt Controller Software Generated Interrupt Group 0 Register", writable: SoftwareGenerated, feature: F.FEAT_GICv3),
        Ro(R.ICC_IAR1_EL1, 3, 0, 12, 12, 0, "Interrupt Controller Interrupt Acknowledge Register 1", feature: F.FEAT_GICv3),
        Wo(R.ICC_EOIR1_EL1, 3, 0, 12, 12, 1, "Interrupt Controller End Of Interrupt Register 1", writable: 0xFF_FFFF, feature: F.FEAT_GICv3),
        Ro(R.ICC_HPPIR1_EL1, 3, 0, 12, 12, 2, "Interrupt Controller Highest Priority Pending Interrupt Register 1", feature: F.FEAT_GICv3),
        Rw(R.ICC_BPR1_EL1, 3, 0, 12, 12, 3, "Interrupt Controller Binary Point Register 1", writable: 0x7, feature: F.FEAT_GICv3),
        Rw(R.ICC_CTLR_EL1, 3, 0, 12, 12, 4, "Interrupt Controller Control Register (EL1)", writable: 0x3, feature: F.FEAT_GICv3),
        Rw(R.ICC_IGRPEN0_EL1, 3, 0, 12, 12, 6, "Interrupt Controller Interrupt Group 0 Enable Register", writable: 0x1, feature: F.FEAT_GICv3),
        Rw(R.ICC_IGRPEN1_EL1, 3, 0, 12, 12, 7, "Interrupt Controller Interrupt Group 1 Enable Register", writable: 0x1, feature: F.FEAT_GICv3),
        Rw(R.ICC_CTLR_EL3, 3, 6, 12, 12, 4, "Interrupt Controller Control Register (EL3)", writable: 0x1F, feature: F.FEAT_GICv3),
        Rw(R.ICC_IGRPEN1_EL3, 3, 6, 12, 12, 7, "Interrupt Controller Interrupt Group 1 Enable Register (EL3)", writable: 0x3, feature: F.FEAT_GICv3),
        Rw(R.ICH_HCR_EL2, 3, 4, 12, 11, 0, "Interrupt Controller Hyp Control Register", writable: 0xF800_7CFF, feature: F.FEAT_GICv3),
        Ro(R.ICH_VTR_EL2, 3, 4, 12, 11, 1, "Interrupt Controller VGIC Type Register", reset: 0x9038_000F, feature: F.FEAT_GICv3),
        Ro(R.ICH_MISR_EL2, 3, 4, 12, 11, 2, "Interrupt Controller Maintenance Interrupt State Register", feature: F.FEAT_GICv3),
        Ro(R.ICH_EISR_EL2, 3, 4, 12, 11, 3, "Interrupt Controller End of Interrupt Status Register", feature: F.FEAT_GICv3),
        Ro(R.ICH_ELRSR_EL2, 3, 4, 12, 11, 5, "Interrupt Controller Empty List Register Status Register", reset: 0xFFFF, feature: F.FEAT_GICv3),
        Rw(R.ICH_VMCR_EL2, 3, 4, 12, 11, 7, "Interrupt Controller Virtual Machine Control Register", writable: 0xFFFC_0213, ones: 0x8, feature: F.FEAT_GICv3),
        Rw(R.ICH_AP0R0_EL2, 3, 4, 12, 8, 0, "Interrupt Controller Hyp Active Priorities Group 0 Register 0", writable: 0xFFFF_FFFF, feature: F.FEAT_GICv3),
        Rw(R.ICH_AP1R0_EL2, 3, 4, 12, 9, 0, "Interrupt Controller Hyp Active Priorities Group 1 Register 0", writable: 0xFFFF_FFFF, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR0_EL2, 3, 4, 12, 12, 0, "Interrupt Controller List Register 0", writable: ListRegister, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR1_EL2, 3, 4, 12, 12, 1, "Interrupt Controller List Register 1", writable: ListRegister, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR2_EL2, 3, 4, 12, 12, 2, "Interrupt Controller List Register 2", writable: ListRegister, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR3_EL2, 3, 4, 12, 12, 3, "Interrupt Controller List Register 3", writable: ListRegister, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR4_EL2, 3, 4, 12, 12, 4, "Interrupt Controller List Register 4", writable: ListRegister, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR5_EL2, 3, 4, 12, 12, 5, "Interrupt Controller List Register 5", writable: ListRegister, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR6_EL2, 3, 4, 12, 12, 6, "Interrupt Controller List Register 6", writable: ListRegister, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR7_EL2, 3, 4, 12, 12, 7, "Interrupt Controller List Register 7", writable: ListRegister, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR8_EL2, 3, 4, 12, 13, 0, "Interrupt Controller List Register 8", writable: ListRegister, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR9_EL2, 3, 4, 12, 13, 1, "Interrupt Controller List Register 9", writable: ListRegister, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR10_EL2, 3, 4, 12, 13, 2, "Interrupt Controller List Register 10", writable: ListRegister, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR11_EL2, 3, 4, 12, 13, 3, "Interrupt Controller List Register 11", writable: ListRegister, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR12_EL2, 3, 4, 12, 13, 4, "Interrupt Controller List Register 12", writable: ListRegister, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR13_EL2, 3, 4, 12, 13, 5, "Interrupt Controller List Register 13", writable: ListRegister, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR14_EL2, 3, 4, 12, 13, 6, "Interrupt Controller List Register 14", writable: ListRegister, feature: F.FEAT_GICv3),
        Rw(R.ICH_LR15_EL2, 3, 4, 12, 13, 7, "Interrupt Controller List Register 15", writable: ListRegister, feature: F.FEAT_GICv3),
    ];
}
