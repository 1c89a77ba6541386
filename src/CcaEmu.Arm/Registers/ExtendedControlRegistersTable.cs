using static CcaEmu.Arm.Registers.SystemRegisterLine;
using F = CcaEmu.Arm.A64.Feature;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>SCTLR2_ELx, TCR2_ELx (FEAT_SCTLR2, FEAT_TCR2) and the registers of memory encryption contexts (FEAT_MEC): one line each, with op0, op1, CRn, CRm, op2.</summary>
/// <remarks>
/// Of the fields of SCTLR2_ELx and TCR2_ELx those of FEAT_MEC are here; every other belongs to a feature that is absent, and is RES0. The MECID registers hold 16 bits:
/// MECIDR_EL2.MECIDWidthm1 is 15. Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions".
/// </remarks>
internal static class ExtendedControlRegistersTable
{
    private const ulong Mecid = 0xFFFF;

    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Rw(R.SCTLR2_EL1, 3, 0, 1, 0, 3, "System Control Register (EL1), second", writable: 0x0, feature: F.FEAT_SCTLR2),
        Rw(R.TCR2_EL1, 3, 0, 2, 0, 3, "Extended Translation Control Register (EL1)", writable: 0x0, feature: F.FEAT_TCR2),
        Rw(R.SCTLR2_EL2, 3, 4, 1, 0, 3, "System Control Register (EL2), second", writable: 0x0, feature: F.FEAT_SCTLR2, bits: [(F.FEAT_MEC, At(1))]),
        Rw(R.SCTLR2_EL3, 3, 6, 1, 0, 3, "System Control Register (EL3), second", writable: 0x0, feature: F.FEAT_SCTLR2, bits: [(F.FEAT_MEC, At(1))]),
        Rw(R.TCR2_EL2, 3, 4, 2, 0, 3, "Extended Translation Control Register (EL2)", writable: 0x0, feature: F.FEAT_TCR2, bits: [(F.FEAT_MEC, At(12))],
            host: new RegisterLayout(0, 0, [(F.FEAT_MEC, At(12, 13))])),
        Rw(R.MECID_P0_EL2, 3, 4, 10, 8, 0, "Primary MECID for EL2 and EL2&0 translation regimes", Mecid, feature: F.FEAT_MEC),
        Rw(R.MECID_A0_EL2, 3, 4, 10, 8, 1, "Alternate MECID for EL2 and EL2&0 translation regimes", Mecid, feature: F.FEAT_MEC),
        Rw(R.MECID_P1_EL2, 3, 4, 10, 8, 2, "Primary MECID for EL2&0 translation regimes", Mecid, feature: F.FEAT_MEC),
        Rw(R.MECID_A1_EL2, 3, 4, 10, 8, 3, "Alternate MECID for EL2&0 translation regimes", Mecid, feature: F.FEAT_MEC),
        Rw(R.VMECID_P_EL2, 3, 4, 10, 9, 0, "Primary MECID for EL1&0 stage 2 translation regime", Mecid, feature: F.FEAT_MEC),
        Rw(R.VMECID_A_EL2, 3, 4, 10, 9, 1, "Alternate MECID for EL1&0 stage 2 translation regime", Mecid, feature: F.FEAT_MEC),
        Rw(R.MECID_RL_A_EL3, 3, 6, 10, 10, 1, "Realm PA space Alternate MECID for EL3 stage 1 translation regime", Mecid, feature: F.FEAT_MEC),
        Ro(R.MECIDR_EL2, 3, 4, 10, 8, 7, "MEC Identification Register", reset: 15, feature: F.FEAT_MEC),
        Alias(R.SCTLR2_EL12, 3, 5, 1, 0, 3, R.SCTLR2_EL1, R.SCTLR2_EL2),
        Alias(R.TCR2_EL12, 3, 5, 2, 0, 3, R.TCR2_EL1, R.TCR2_EL2),
    ];
}
