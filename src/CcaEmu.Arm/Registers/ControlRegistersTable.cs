using static CcaEmu.Arm.Registers.SystemRegisterLine;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>The control and trap registers: one line each, with op0, op1, CRn, CRm, op2.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions".</remarks>
internal static class ControlRegistersTable
{
    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Rw(R.SCTLR_EL1, 3, 0, 1, 0, 0, "System Control Register (EL1)", writable: 0x0200_1018_CCAD_F65F, ones: 0x3050_0980),
        Rw(R.SCTLR_EL2, 3, 4, 1, 0, 0, "System Control Register (EL2)", writable: 0x1010_C828_304F, ones: 0x30C5_0830),
        Rw(R.SCTLR_EL3, 3, 6, 1, 0, 0, "System Control Register (EL3)", writable: 0x1010_C828_304F, ones: 0x30C5_0830),
        Rw(R.ACTLR_EL1, 3, 0, 1, 0, 1, "Auxiliary Control Register (EL1)", writable: 0x0),
        Rw(R.ACTLR_EL2, 3, 4, 1, 0, 1, "Auxiliary Control Register (EL2)", writable: 0x0),
        Rw(R.ACTLR_EL3, 3, 6, 1, 0, 1, "Auxiliary Control Register (EL3)", writable: 0x0),
        Rw(R.CPACR_EL1, 3, 0, 1, 0, 2, "Architectural Feature Access Control Register", writable: 0x0030_0000),
        Rw(R.CPTR_EL2, 3, 4, 1, 1, 2, "Architectural Feature Trap Register (EL2)", writable: 0xFFFF_FFFF, reset: 0x33FF),
        Rw(R.CPTR_EL3, 3, 6, 1, 1, 2, "Architectural Feature Trap Register (EL3)", writable: 0x8010_0400),
        Rw(R.HCR_EL2, 3, 4, 1, 1, 0, "Hypervisor Configuration Register", writable: 0xF8D7_437B_5FFF_FFFF, ones: 0x8000_0000),
        Rw(R.HCRX_EL2, 3, 4, 1, 2, 2, "Extended Hypervisor Configuration Register", writable: 0x18),
        Rw(R.SCR_EL3, 3, 6, 1, 1, 0, "Secure Configuration Register", writable: 0x4001_0143_F807_FB8F, ones: 0x430),
        Rw(R.MDCR_EL2, 3, 4, 1, 1, 1, "Monitor Debug Configuration Register (EL2)", writable: 0x0800_0F00),
        Rw(R.MDCR_EL3, 3, 6, 1, 3, 1, "Monitor Debug Configuration Register (EL3)", writable: 0x0811_C600),
        Rw(R.HSTR_EL2, 3, 4, 1, 1, 3, "Hypervisor System Trap Register", writable: 0x0),
        Rw(R.HACR_EL2, 3, 4, 1, 1, 7, "Hypervisor Auxiliary Control Register", writable: 0x0),
        Rw(R.HFGRTR_EL2, 3, 4, 1, 1, 4, "Hypervisor Fine-Grained Read Trap Register"),
        Rw(R.HFGWTR_EL2, 3, 4, 1, 1, 5, "Hypervisor Fine-Grained Write Trap Register"),
        Rw(R.HFGITR_EL2, 3, 4, 1, 1, 6, "Hypervisor Fine-Grained Instruction Trap Register"),
        Rw(R.HDFGRTR_EL2, 3, 4, 3, 1, 4, "Hypervisor Debug Fine-Grained Read Trap Register"),
        Rw(R.HDFGWTR_EL2, 3, 4, 3, 1, 5, "Hypervisor Debug Fine-Grained Write Trap Register"),
        Ro(R.RVBAR_EL3, 3, 6, 12, 0, 1, "Reset Vector Base Address Register (if EL3 implemented)"),
        Rw(R.RMR_EL3, 3, 6, 12, 0, 2, "Reset Management Register (EL3)", writable: 0x2, ones: 0x1),
    ];
}
