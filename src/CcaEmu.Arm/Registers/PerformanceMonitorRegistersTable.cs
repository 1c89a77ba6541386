using static CcaEmu.Arm.Registers.SystemRegisterLine;
using F = CcaEmu.Arm.A64.Feature;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>The performance monitors (FEAT_PMUv3), with all 31 event counters: one line each, with op0, op1, CRn, CRm, op2.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions".</remarks>
internal static class PerformanceMonitorRegistersTable
{
    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() => [.. Controls(), .. Counters(), .. Types()];

    private static SystemRegisterInfo[] Controls() =>
    [
        Rw(R.PMCR_EL0, 3, 3, 9, 12, 0, "Performance Monitors Control Register", At(0, 1, 2, 5), ones: At(6) | Run(15, 11), feature: F.FEAT_PMUv3,
            bits: [(F.FEAT_PMUv3p5, At(7)), (F.FEAT_PMUv3p7, At(9)), (F.FEAT_SPEv1p2, At(32))]),
        Bitwise(R.PMCNTENSET_EL0, 3, 3, 9, 12, 1, "Performance Monitors Count Enable Set Register",
            WriteEffect.Set, R.PMCNTENSET_EL0, 0xFFFF_FFFF, F.FEAT_PMUv3),
        Bitwise(R.PMCNTENCLR_EL0, 3, 3, 9, 12, 2, "Performance Monitors Count Enable Clear Register",
            WriteEffect.Clear, R.PMCNTENSET_EL0, 0xFFFF_FFFF, F.FEAT_PMUv3),
        Bitwise(R.PMOVSCLR_EL0, 3, 3, 9, 12, 3, "Performance Monitors Overflow Flag Status Clear Register",
            WriteEffect.Clear, R.PMOVSSET_EL0, 0xFFFF_FFFF, F.FEAT_PMUv3),
        Bitwise(R.PMOVSSET_EL0, 3, 3, 9, 14, 3, "Performance Monitors Overflow Flag Status Set Register",
            WriteEffect.Set, R.PMOVSSET_EL0, 0xFFFF_FFFF, F.FEAT_PMUv3),
        Bitwise(R.PMINTENSET_EL1, 3, 0, 9, 14, 1, "Performance Monitors Interrupt Enable Set Register",
            WriteEffect.Set, R.PMINTENSET_EL1, 0xFFFF_FFFF, F.FEAT_PMUv3),
        Bitwise(R.PMINTENCLR_EL1, 3, 0, 9, 14, 2, "Performance Monitors Interrupt Enable Clear Register",
            WriteEffect.Clear, R.PMINTENSET_EL1, 0xFFFF_FFFF, F.FEAT_PMUv3),
        Wo(R.PMSWINC_EL0, 3, 3, 9, 12, 4, "Performance Monitors Software Increment Register", Run(30, 0), feature: F.FEAT_PMUv3),
        Rw(R.PMSELR_EL0, 3, 3, 9, 12, 5, "Performance Monitors Event Counter Selection Register", Run(4, 0), feature: F.FEAT_PMUv3),
        Ro(R.PMCEID0_EL0, 3, 3, 9, 12, 6, "Performance Monitors Common Event Identification Register 0", feature: F.FEAT_PMUv3),
        Ro(R.PMCEID1_EL0, 3, 3, 9, 12, 7, "Performance Monitors Common Event Identification Register 1", feature: F.FEAT_PMUv3),
        Rw(R.PMCCNTR_EL0, 3, 3, 9, 13, 0, "Performance Monitors Cycle Count Register", feature: F.FEAT_PMUv3),
        Rw(R.PMXEVTYPER_EL0, 3, 3, 9, 13, 1, "Performance Monitors Selected Event Type Register", feature: F.FEAT_PMUv3),
        Rw(R.PMXEVCNTR_EL0, 3, 3, 9, 13, 2, "Performance Monitors Selected Event Count Register", feature: F.FEAT_PMUv3),
        Rw(R.PMUSERENR_EL0, 3, 3, 9, 14, 0, "Performance Monitors User Enable Register", Run(3, 0), writeFrom: ExceptionLevel.EL1,
            feature: F.FEAT_PMUv3),
        Ro(R.PMMIR_EL1, 3, 0, 9, 14, 6, "Performance Monitors Machine Identification Register", feature: F.FEAT_PMUv3p4),
        Rw(R.PMCCFILTR_EL0, 3, 3, 14, 15, 7, "Performance Monitors Cycle Count Filter Register", Run(31, 26) | Run(22, 20),
            feature: F.FEAT_PMUv3),
    ];

    // Bits 4:3 of the number are the low bits of CRm, 2:0 are op2.
    private static IEnumerable<SystemRegisterInfo> Counters() => Enumerable.Range(0, 31).Select(n => Rw(
        R.PMEVCNTR0_EL0 + (ushort)n, 3, 3, 14, 8 + (n >> 3), n & 7, $"Performance Monitors Event Count Register {n}", feature: F.FEAT_PMUv3));

    private static IEnumerable<SystemRegisterInfo> Types() => Enumerable.Range(0, 31).Select(n => Rw(
        R.PMEVTYPER0_EL0 + (ushort)n, 3, 3, 14, 12 + (n >> 3), n & 7, $"Performance Monitors Event Type Register {n}",
        Run(31, 26) | Run(22, 20) | Run(15, 0), feature: F.FEAT_PMUv3));
}
