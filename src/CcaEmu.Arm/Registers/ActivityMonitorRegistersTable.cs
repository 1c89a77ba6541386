using static CcaEmu.Arm.Registers.SystemRegisterLine;
using F = CcaEmu.Arm.A64.Feature;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>The activity monitors (FEAT_AMUv1): the four architected counters, and no auxiliary ones: one line each, with op0, op1, CRn, CRm, op2.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions".</remarks>
internal static class ActivityMonitorRegistersTable
{
    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Rw(R.AMCR_EL0, 3, 3, 13, 2, 0, "Activity Monitors Control Register", At(10), writeFrom: ExceptionLevel.EL3, feature: F.FEAT_AMUv1,
            bits: [(F.FEAT_AMUv1p1, At(17))]),
        // Four counters of 64 bits, halted in debug by HDBG.
        Ro(R.AMCFGR_EL0, 3, 3, 13, 2, 1, "Activity Monitors Configuration Register", reset: At(24) | 63UL << 8 | 3, feature: F.FEAT_AMUv1),
        Ro(R.AMCGCR_EL0, 3, 3, 13, 2, 2, "Activity Monitors Counter Group Configuration Register", reset: 4, feature: F.FEAT_AMUv1),
        Rw(R.AMUSERENR_EL0, 3, 3, 13, 2, 3, "Activity Monitors User Enable Register", At(0), writeFrom: ExceptionLevel.EL1, feature: F.FEAT_AMUv1),
        Bitwise(R.AMCNTENCLR0_EL0, 3, 3, 13, 2, 4, "Activity Monitors Count Enable Clear Register 0",
            WriteEffect.Clear, R.AMCNTENSET0_EL0, 0xF, F.FEAT_AMUv1, ExceptionLevel.EL3),
        Bitwise(R.AMCNTENSET0_EL0, 3, 3, 13, 2, 5, "Activity Monitors Count Enable Set Register 0",
            WriteEffect.Set, R.AMCNTENSET0_EL0, 0xF, F.FEAT_AMUv1, ExceptionLevel.EL3),
        Ro(R.AMCG1IDR_EL0, 3, 3, 13, 2, 6, "Activity Monitors Counter Group 1 Identification Register", feature: F.FEAT_AMUv1p1),
        Rw(R.AMEVCNTR00_EL0, 3, 3, 13, 4, 0, "Activity Monitors Event Counter Register 0 0", writeFrom: ExceptionLevel.EL3, feature: F.FEAT_AMUv1),
        Rw(R.AMEVCNTR01_EL0, 3, 3, 13, 4, 1, "Activity Monitors Event Counter Register 0 1", writeFrom: ExceptionLevel.EL3, feature: F.FEAT_AMUv1),
        Rw(R.AMEVCNTR02_EL0, 3, 3, 13, 4, 2, "Activity Monitors Event Counter Register 0 2", writeFrom: ExceptionLevel.EL3, feature: F.FEAT_AMUv1),
        Rw(R.AMEVCNTR03_EL0, 3, 3, 13, 4, 3, "Activity Monitors Event Counter Register 0 3", writeFrom: ExceptionLevel.EL3, feature: F.FEAT_AMUv1),
        // Processor cycles, constant frequency cycles, instructions retired, memory stall cycles.
        Ro(R.AMEVTYPER00_EL0, 3, 3, 13, 6, 0, "Activity Monitors Event Type Register 0 0", reset: 0x0011, feature: F.FEAT_AMUv1),
        Ro(R.AMEVTYPER01_EL0, 3, 3, 13, 6, 1, "Activity Monitors Event Type Register 0 1", reset: 0x4004, feature: F.FEAT_AMUv1),
        Ro(R.AMEVTYPER02_EL0, 3, 3, 13, 6, 2, "Activity Monitors Event Type Register 0 2", reset: 0x0008, feature: F.FEAT_AMUv1),
        Ro(R.AMEVTYPER03_EL0, 3, 3, 13, 6, 3, "Activity Monitors Event Type Register 0 3", reset: 0x4005, feature: F.FEAT_AMUv1),
        Rw(R.AMEVCNTVOFF00_EL2, 3, 4, 13, 8, 0, "Activity Monitors Event Counter Virtual Offset Register 0 0", feature: F.FEAT_AMUv1p1),
        Rw(R.AMEVCNTVOFF02_EL2, 3, 4, 13, 8, 2, "Activity Monitors Event Counter Virtual Offset Register 0 2", feature: F.FEAT_AMUv1p1),
        Rw(R.AMEVCNTVOFF03_EL2, 3, 4, 13, 8, 3, "Activity Monitors Event Counter Virtual Offset Register 0 3", feature: F.FEAT_AMUv1p1),
    ];
}
