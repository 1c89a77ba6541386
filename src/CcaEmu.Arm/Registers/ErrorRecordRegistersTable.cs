using static CcaEmu.Arm.Registers.SystemRegisterLine;
using F = CcaEmu.Arm.A64.Feature;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>The error records (FEAT_RAS): there are none, so that ERRIDR_EL1.NUM is zero and every ERX* register is RAZ/WI: one line each, with op0, op1, CRn, CRm, op2.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions".</remarks>
internal static class ErrorRecordRegistersTable
{
    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Rw(R.ERRSELR_EL1, 3, 0, 5, 3, 1, "Error Record Select Register", writable: 0x0, feature: F.FEAT_RAS),
        Ro(R.ERXFR_EL1, 3, 0, 5, 4, 0, "Selected Error Record Feature Register", feature: F.FEAT_RAS),
        Rw(R.ERXCTLR_EL1, 3, 0, 5, 4, 1, "Selected Error Record Control Register", writable: 0x0, feature: F.FEAT_RAS),
        Rw(R.ERXSTATUS_EL1, 3, 0, 5, 4, 2, "Selected Error Record Primary Status Register", writable: 0x0, feature: F.FEAT_RAS),
        Rw(R.ERXADDR_EL1, 3, 0, 5, 4, 3, "Selected Error Record Address Register", writable: 0x0, feature: F.FEAT_RAS),
        Ro(R.ERXPFGF_EL1, 3, 0, 5, 4, 4, "Selected Pseudo-fault Generation Feature Register", feature: F.FEAT_RASv1p1),
        Rw(R.ERXPFGCTL_EL1, 3, 0, 5, 4, 5, "Selected Pseudo-fault Generation Control Register", writable: 0x0, feature: F.FEAT_RASv1p1),
        Rw(R.ERXPFGCDN_EL1, 3, 0, 5, 4, 6, "Selected Pseudo-fault Generation Countdown Register", writable: 0x0, feature: F.FEAT_RASv1p1),
        Rw(R.ERXMISC0_EL1, 3, 0, 5, 5, 0, "Selected Error Record Miscellaneous Register 0", writable: 0x0, feature: F.FEAT_RAS),
        Rw(R.ERXMISC1_EL1, 3, 0, 5, 5, 1, "Selected Error Record Miscellaneous Register 1", writable: 0x0, feature: F.FEAT_RAS),
        Rw(R.ERXMISC2_EL1, 3, 0, 5, 5, 2, "Selected Error Record Miscellaneous Register 2", writable: 0x0, feature: F.FEAT_RASv1p1),
        Rw(R.ERXMISC3_EL1, 3, 0, 5, 5, 3, "Selected Error Record Miscellaneous Register 3", writable: 0x0, feature: F.FEAT_RASv1p1),
    ];
}
