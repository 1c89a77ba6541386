using static CcaEmu.Arm.Registers.SystemRegisterLine;
using F = CcaEmu.Arm.A64.Feature;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>Statistical profiling (FEAT_SPE) and trace filtering (FEAT_TRF): one line each, with op0, op1, CRn, CRm, op2.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions".</remarks>
internal static class ProfilingRegistersTable
{
    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Rw(R.PMSCR_EL1, 3, 0, 9, 9, 0, "Statistical Profiling Control Register (EL1)", Run(7, 3) | At(0, 1), feature: F.FEAT_SPE),
        Rw(R.PMSCR_EL2, 3, 4, 9, 9, 0, "Statistical Profiling Control Register (EL2)", Run(7, 3) | At(0, 1), feature: F.FEAT_SPE),
        Rw(R.PMSICR_EL1, 3, 0, 9, 9, 2, "Sampling Interval Counter Register", Run(31, 0), feature: F.FEAT_SPE),
        Rw(R.PMSIRR_EL1, 3, 0, 9, 9, 3, "Sampling Interval Reload Register", Run(31, 8) | At(0), feature: F.FEAT_SPE),
        Rw(R.PMSFCR_EL1, 3, 0, 9, 9, 4, "Sampling Filter Control Register", Run(18, 16) | Run(2, 0), feature: F.FEAT_SPE),
        Rw(R.PMSEVFR_EL1, 3, 0, 9, 9, 5, "Sampling Event Filter Register", At(1, 3, 5, 7), feature: F.FEAT_SPE, bits: [(F.FEAT_SPEv1p1, At(11))]),
        Rw(R.PMSLATFR_EL1, 3, 0, 9, 9, 6, "Sampling Latency Filter Register", Run(15, 0), feature: F.FEAT_SPE),
        // Filters by event, type and latency; architecture instructions; no minimum interval; records of 64 bytes; 16-bit counters.
        Ro(R.PMSIDR_EL1, 3, 0, 9, 9, 7, "Sampling Profiling ID Register", reset: At(0, 1, 2, 3) | 6UL << 12 | 3UL << 16, feature: F.FEAT_SPE),
        Rw(R.PMBLIMITR_EL1, 3, 0, 9, 10, 0, "Profiling Buffer Limit Address Register", Run(63, 12) | Run(2, 0), feature: F.FEAT_SPE,
            bits: [(F.FEAT_SPEv1p2, At(5))]),
        Rw(R.PMBPTR_EL1, 3, 0, 9, 10, 1, "Profiling Buffer Write Pointer Register", feature: F.FEAT_SPE),
        Rw(R.PMBSR_EL1, 3, 0, 9, 10, 3, "Profiling Buffer Status/syndrome Register (EL1)", Run(31, 26) | Run(19, 0), feature: F.FEAT_SPE),
        Ro(R.PMBIDR_EL1, 3, 0, 9, 10, 7, "Profiling Buffer ID Register", reset: 6 | At(5), feature: F.FEAT_SPE),
        Rw(R.TRFCR_EL1, 3, 0, 1, 2, 1, "Trace Filter Control Register (EL1)", At(0, 1, 5, 6), feature: F.FEAT_TRF),
        Rw(R.TRFCR_EL2, 3, 4, 1, 2, 1, "Trace Filter Control Register (EL2)", At(0, 1, 3, 5, 6), feature: F.FEAT_TRF),
    ];
}
