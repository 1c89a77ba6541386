using static CcaEmu.Arm.Registers.SystemRegisterLine;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>
/// The GIC system-register enables and hypervisor-side virtual interface registers: one line each, with op0, op1, CRn, CRm, op2.
/// </summary>
/// <remarks>
/// Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions", and Arm GIC architecture (IHI 0069), "AArch64 System
/// register descriptions".
/// </remarks>
internal static class InterruptRegistersTable
{
    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Rw(R.ICC_SRE_EL1, 3, 0, 12, 12, 5, "Interrupt Controller System Register Enable Register (EL1)",
            writable: 0x0, ones: 0x7),
        Rw(R.ICC_SRE_EL2, 3, 4, 12, 9, 5, "Interrupt Controller System Register Enable Register (EL2)",
            writable: 0x0, ones: 0xF),
        Rw(R.ICC_SRE_EL3, 3, 6, 12, 12, 5, "Interrupt Controller System Register Enable Register (EL3)",
            writable: 0x0, ones: 0xF),
        Rw(R.ICH_HCR_EL2, 3, 4, 12, 11, 0, "Interrupt Controller Hyp Control Register", writable: 0xF800_7CFF),
        Ro(R.ICH_VTR_EL2, 3, 4, 12, 11, 1, "Interrupt Controller VGIC Type Register", reset: 0x9038_000F),
        Ro(R.ICH_MISR_EL2, 3, 4, 12, 11, 2, "Interrupt Controller Maintenance Interrupt State Register"),
        Ro(R.ICH_EISR_EL2, 3, 4, 12, 11, 3, "Interrupt Controller End of Interrupt Status Register"),
        Ro(R.ICH_ELRSR_EL2, 3, 4, 12, 11, 5, "Interrupt Controller Empty List Register Status Register", reset: 0xFFFF),
        Rw(R.ICH_VMCR_EL2, 3, 4, 12, 11, 7, "Interrupt Controller Virtual Machine Control Register",
            writable: 0xFFFC_0217, ones: 0x8),
        Rw(R.ICH_AP0R0_EL2, 3, 4, 12, 8, 0, "Interrupt Controller Hyp Active Priorities Group 0 Register 0",
            writable: 0xFFFF_FFFF),
        Rw(R.ICH_AP1R0_EL2, 3, 4, 12, 9, 0, "Interrupt Controller Hyp Active Priorities Group 1 Register 0",
            writable: 0xFFFF_FFFF),
        Rw(R.ICH_LR0_EL2, 3, 4, 12, 12, 0, "Interrupt Controller List Register 0", writable: 0xF0FF_1FFF_FFFF_FFFF),
        Rw(R.ICH_LR1_EL2, 3, 4, 12, 12, 1, "Interrupt Controller List Register 1", writable: 0xF0FF_1FFF_FFFF_FFFF),
        Rw(R.ICH_LR2_EL2, 3, 4, 12, 12, 2, "Interrupt Controller List Register 2", writable: 0xF0FF_1FFF_FFFF_FFFF),
        Rw(R.ICH_LR3_EL2, 3, 4, 12, 12, 3, "Interrupt Controller List Register 3", writable: 0xF0FF_1FFF_FFFF_FFFF),
        Rw(R.ICH_LR4_EL2, 3, 4, 12, 12, 4, "Interrupt Controller List Register 4", writable: 0xF0FF_1FFF_FFFF_FFFF),
        Rw(R.ICH_LR5_EL2, 3, 4, 12, 12, 5, "Interrupt Controller List Register 5", writable: 0xF0FF_1FFF_FFFF_FFFF),
        Rw(R.ICH_LR6_EL2, 3, 4, 12, 12, 6, "Interrupt Controller List Register 6", writable: 0xF0FF_1FFF_FFFF_FFFF),
        Rw(R.ICH_LR7_EL2, 3, 4, 12, 12, 7, "Interrupt Controller List Register 7", writable: 0xF0FF_1FFF_FFFF_FFFF),
        Rw(R.ICH_LR8_EL2, 3, 4, 12, 13, 0, "Interrupt Controller List Register 8", writable: 0xF0FF_1FFF_FFFF_FFFF),
        Rw(R.ICH_LR9_EL2, 3, 4, 12, 13, 1, "Interrupt Controller List Register 9", writable: 0xF0FF_1FFF_FFFF_FFFF),
        Rw(R.ICH_LR10_EL2, 3, 4, 12, 13, 2, "Interrupt Controller List Register 10", writable: 0xF0FF_1FFF_FFFF_FFFF),
        Rw(R.ICH_LR11_EL2, 3, 4, 12, 13, 3, "Interrupt Controller List Register 11", writable: 0xF0FF_1FFF_FFFF_FFFF),
        Rw(R.ICH_LR12_EL2, 3, 4, 12, 13, 4, "Interrupt Controller List Register 12", writable: 0xF0FF_1FFF_FFFF_FFFF),
        Rw(R.ICH_LR13_EL2, 3, 4, 12, 13, 5, "Interrupt Controller List Register 13", writable: 0xF0FF_1FFF_FFFF_FFFF),
        Rw(R.ICH_LR14_EL2, 3, 4, 12, 13, 6, "Interrupt Controller List Register 14", writable: 0xF0FF_1FFF_FFFF_FFFF),
        Rw(R.ICH_LR15_EL2, 3, 4, 12, 13, 7, "Interrupt Controller List Register 15", writable: 0xF0FF_1FFF_FFFF_FFFF),
    ];
}
