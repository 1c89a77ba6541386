using static CcaEmu.Arm.Registers.SystemRegisterLine;
using F = CcaEmu.Arm.A64.Feature;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>The control and trap registers: one line each, with op0, op1, CRn, CRm, op2.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions".</remarks>
internal static class ControlRegistersTable
{
    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Rw(R.SCTLR_EL1, 3, 0, 1, 0, 0, "System Control Register (EL1)",
            At(0, 1, 2, 3, 4, 9, 12, 14, 15, 16, 18, 19, 26), ones: At(7, 8, 11, 20, 22, 23, 28, 29), bits: HostControls),
        Rw(R.SCTLR_EL2, 3, 4, 1, 0, 0, "System Control Register (EL2)",
            At(0, 1, 2, 3, 12, 19), ones: At(4, 5, 11, 16, 18, 22, 23, 28, 29), bits: LevelControls,
            host: new RegisterLayout(At(0, 1, 2, 3, 4, 12, 14, 15, 16, 18, 19, 26), At(7, 8, 11, 20, 22, 23, 28, 29), HostControls)),
        Rw(R.SCTLR_EL3, 3, 6, 1, 0, 0, "System Control Register (EL3)",
            At(0, 1, 2, 3, 12, 19), ones: At(4, 5, 11, 16, 18, 22, 23, 28, 29), bits: LevelControls),
        Rw(R.ACTLR_EL1, 3, 0, 1, 0, 1, "Auxiliary Control Register (EL1)", writable: 0x0),
        Rw(R.ACTLR_EL2, 3, 4, 1, 0, 1, "Auxiliary Control Register (EL2)", writable: 0x0),
        Rw(R.ACTLR_EL3, 3, 6, 1, 0, 1, "Auxiliary Control Register (EL3)", writable: 0x0),
        Rw(R.CPACR_EL1, 3, 0, 1, 0, 2, "Architectural Feature Access Control Register", Run(21, 20)),
        Rw(R.CPTR_EL2, 3, 4, 1, 1, 2, "Architectural Feature Trap Register (EL2)",
            At(10, 31), ones: At(13, 12, 9, 8) | Run(7, 0), bits: [(F.FEAT_AMUv1, At(30))],
            host: new RegisterLayout(At(31) | Run(21, 20), 0, [(F.FEAT_AMUv1, At(30))])),
        Rw(R.CPTR_EL3, 3, 6, 1, 1, 2, "Architectural Feature Trap Register (EL3)", At(10, 31), bits: [(F.FEAT_AMUv1, At(30))]),
        Rw(R.HCR_EL2, 3, 4, 1, 1, 0, "Hypervisor Configuration Register",
            Run(14, 0) | Run(28, 16) | At(30, 32, 33, 37, 48), ones: At(31),
            bits:
            [
                (F.FEAT_VHE, At(34)), (F.FEAT_LOR, At(35)), (F.FEAT_RAS, At(36)), (F.FEAT_PAuth, At(40, 41)), (F.FEAT_S2FWB, At(46)),
                (F.FEAT_RASv1p1, At(47)), (F.FEAT_EVT, At(49, 50, 52, 54, 55)), (F.FEAT_AMUv1p1, At(51)), (F.FEAT_CSV2_2, At(53)),
                (F.FEAT_TWED, Run(63, 59)),
            ]),
        Rw(R.HCRX_EL2, 3, 4, 1, 2, 2, "Extended Hypervisor Configuration Register", writable: 0x0, feature: F.FEAT_HCX,
            bits:
            [
                (F.FEAT_LS64_ACCDATA, At(0)), (F.FEAT_LS64, At(1)), (F.FEAT_LS64_V, At(2)), (F.FEAT_XS, At(3, 4)), (F.FEAT_NMI, At(6, 7, 8)),
                (F.FEAT_CMOW, At(9)), (F.FEAT_MOPS, At(10, 11)), (F.FEAT_TCR2, At(14)), (F.FEAT_SCTLR2, At(15)), (F.FEAT_DoubleFault2, At(19)),
            ]),
        Rw(R.SCR_EL3, 3, 6, 1, 1, 0, "Secure Configuration Register",
            At(0, 1, 2, 3, 7, 8, 9, 11, 12, 13, 48, 62), ones: At(4, 5, 10),
            bits:
            [
                (F.FEAT_LOR, At(14)), (F.FEAT_RAS, At(15)), (F.FEAT_PAuth, At(16, 17)), (F.FEAT_SEL2, At(18)), (F.FEAT_DoubleFault, At(19, 20)),
                (F.FEAT_RASv1p1, At(21)), (F.FEAT_CSV2_2, At(25)), (F.FEAT_FGT, At(27)), (F.FEAT_ECV, At(28)), (F.FEAT_TWED, Run(33, 29)),
                (F.FEAT_AMUv1p1, At(35)), (F.FEAT_LS64_ACCDATA, At(36)), (F.FEAT_HCX, At(38)), (F.FEAT_RNG_TRAP, At(40)),
                (F.FEAT_TCR2, At(43)), (F.FEAT_SCTLR2, At(44)), (F.FEAT_MEC, At(49)), (F.FEAT_DoubleFault2, At(51)), (F.FEAT_FGT2, At(59)),
            ]),
        Rw(R.MDCR_EL2, 3, 4, 1, 1, 1, "Monitor Debug Configuration Register (EL2)", Run(11, 8),
            bits:
            [
                (F.FEAT_PMUv3, Run(7, 0)), (F.FEAT_SPE, Run(14, 12)), (F.FEAT_PMUv3p1, At(17)), (F.FEAT_TRF, At(19)),
                (F.FEAT_PMUv3p5, At(23, 26)), (F.FEAT_FGT, At(27)), (F.FEAT_PMUv3p7, At(29)), (F.FEAT_SPEv1p2, At(36)),
            ]),
        Rw(R.MDCR_EL3, 3, 6, 1, 3, 1, "Monitor Debug Configuration Register (EL3)", At(9, 10, 16, 20),
            bits:
            [
                (F.FEAT_PMUv3, At(6, 17, 21)), (F.FEAT_SPE, At(11, 12, 13)), (F.FEAT_TRF, At(0, 18, 19)), (F.FEAT_PMUv3p5, At(23)),
                (F.FEAT_FGT, At(27)), (F.FEAT_PMUv3p7, At(34, 35)), (F.FEAT_SPEv1p2, At(36)),
            ]),
        Rw(R.HSTR_EL2, 3, 4, 1, 1, 3, "Hypervisor System Trap Register", writable: 0x0),
        Rw(R.HACR_EL2, 3, 4, 1, 1, 7, "Hypervisor Auxiliary Control Register", writable: 0x0),
        FineGrained(R.HFGRTR_EL2, 1, 1, 4, "Hypervisor Fine-Grained Read Trap Register", F.FEAT_FGT),
        FineGrained(R.HFGWTR_EL2, 1, 1, 5, "Hypervisor Fine-Grained Write Trap Register", F.FEAT_FGT),
        FineGrained(R.HFGITR_EL2, 1, 1, 6, "Hypervisor Fine-Grained Instruction Trap Register", F.FEAT_FGT),
        FineGrained(R.HDFGRTR_EL2, 3, 1, 4, "Hypervisor Debug Fine-Grained Read Trap Register", F.FEAT_FGT),
        FineGrained(R.HDFGWTR_EL2, 3, 1, 5, "Hypervisor Debug Fine-Grained Write Trap Register", F.FEAT_FGT),
        FineGrained(R.HAFGRTR_EL2, 3, 1, 6, "Hypervisor Activity Monitors Fine-Grained Read Trap Register", F.FEAT_AMUv1),
        FineGrained(R.HFGRTR2_EL2, 3, 1, 2, "Hypervisor Fine-Grained Read Trap Register 2", F.FEAT_FGT2),
        FineGrained(R.HFGWTR2_EL2, 3, 1, 3, "Hypervisor Fine-Grained Write Trap Register 2", F.FEAT_FGT2),
        FineGrained(R.HFGITR2_EL2, 3, 1, 7, "Hypervisor Fine-Grained Instruction Trap Register 2", F.FEAT_FGT2),
        FineGrained(R.HDFGRTR2_EL2, 3, 1, 0, "Hypervisor Debug Fine-Grained Read Trap Register 2", F.FEAT_FGT2),
        FineGrained(R.HDFGWTR2_EL2, 3, 1, 1, "Hypervisor Debug Fine-Grained Write Trap Register 2", F.FEAT_FGT2),
        Ro(R.RVBAR_EL3, 3, 6, 12, 0, 1, "Reset Vector Base Address Register (if EL3 implemented)"),
        Rw(R.RMR_EL3, 3, 6, 12, 0, 2, "Reset Management Register (EL3)", writable: 0x2, ones: 0x1),
    ];

    // The bits are those of FineGrainedTrapTable. Every field of the second set belongs to a feature that is absent.
    private static SystemRegisterInfo FineGrained(R register, int crn, int crm, int op2, string title, F feature) =>
        Rw(register, 3, 4, crn, crm, op2, title, writable: 0x0, feature: feature, bits: FineGrainedTrapTable.BitsOf(register));

    // SCTLR_ELx of a level without an EL0 of its own.
    private static (F Feature, ulong Mask)[] LevelControls =>
    [
        (F.FEAT_LSE2, At(6)), (F.FEAT_ExS, At(11, 22)), (F.FEAT_PAuth, At(13, 27, 30, 31)), (F.FEAT_IESB, At(21)), (F.FEAT_BTI, At(36)),
        (F.FEAT_SSBS, At(44)), (F.FEAT_NMI, At(61, 62)),
    ];

    // SCTLR_EL1, and SCTLR_EL2 while EL2 is a host.
    private static (F Feature, ulong Mask)[] HostControls =>
    [
        .. LevelControls, (F.FEAT_SPECRES, At(10)), (F.FEAT_CSV2_2, At(20)), (F.FEAT_PAN, At(23)), (F.FEAT_CMOW, At(32)),
        (F.FEAT_MOPS, At(33)), (F.FEAT_BTI, At(35)), (F.FEAT_TWED, Run(49, 45)), (F.FEAT_LS64_V, At(54)), (F.FEAT_LS64_ACCDATA, At(55)),
        (F.FEAT_LS64, At(56)), (F.FEAT_PAN3, At(57)), (F.FEAT_TIDCP1, At(63)),
    ];
}
