using static CcaEmu.Arm.Registers.SystemRegisterLine;
using F = CcaEmu.Arm.A64.Feature;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>The generic timer registers: one line each, with op0, op1, CRn, CRm, op2.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions".</remarks>
internal static class GenericTimerRegistersTable
{
    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Rw(R.CNTFRQ_EL0, 3, 3, 14, 0, 0, "Counter-timer Frequency Register",
            writable: 0xFFFF_FFFF, writeFrom: ExceptionLevel.EL3),
        Ro(R.CNTPCT_EL0, 3, 3, 14, 0, 1, "Counter-timer Physical Count Register"),
        Ro(R.CNTVCT_EL0, 3, 3, 14, 0, 2, "Counter-timer Virtual Count Register"),
        Ro(R.CNTPCTSS_EL0, 3, 3, 14, 0, 5, "Counter-timer Self-Synchronized Physical Count Register", feature: F.FEAT_ECV),
        Ro(R.CNTVCTSS_EL0, 3, 3, 14, 0, 6, "Counter-timer Self-Synchronized Virtual Count Register", feature: F.FEAT_ECV),
        Rw(R.CNTKCTL_EL1, 3, 0, 14, 1, 0, "Counter-timer Kernel Control Register", Run(9, 0), bits: [(F.FEAT_ECV, At(17))]),
        Rw(R.CNTHCTL_EL2, 3, 4, 14, 1, 0, "Counter-timer Hypervisor Control Register", Run(7, 0) | At(18, 19), bits: CounterTraps,
            host: new RegisterLayout(Run(11, 0) | At(18, 19), 0, CounterTraps)),
        Rw(R.CNTVOFF_EL2, 3, 4, 14, 0, 3, "Counter-timer Virtual Offset Register"),
        Rw(R.CNTPOFF_EL2, 3, 4, 14, 0, 6, "Counter-timer Physical Offset Register", feature: F.FEAT_ECV_POFF),
        Rw(R.CNTP_CTL_EL0, 3, 3, 14, 2, 1, "Counter-timer Physical Timer Control Register", writable: 0x3),
        Rw(R.CNTP_CVAL_EL0, 3, 3, 14, 2, 2, "Counter-timer Physical Timer CompareValue Register"),
        Rw(R.CNTP_TVAL_EL0, 3, 3, 14, 2, 0, "Counter-timer Physical Timer TimerValue Register", writable: 0xFFFF_FFFF),
        Rw(R.CNTV_CTL_EL0, 3, 3, 14, 3, 1, "Counter-timer Virtual Timer Control Register", writable: 0x3),
        Rw(R.CNTV_CVAL_EL0, 3, 3, 14, 3, 2, "Counter-timer Virtual Timer CompareValue Register"),
        Rw(R.CNTV_TVAL_EL0, 3, 3, 14, 3, 0, "Counter-timer Virtual Timer TimerValue Register", writable: 0xFFFF_FFFF),
        Rw(R.CNTHP_CTL_EL2, 3, 4, 14, 2, 1, "Counter-timer Hypervisor Physical Timer Control Register", writable: 0x3),
        Rw(R.CNTHP_CVAL_EL2, 3, 4, 14, 2, 2, "Counter-timer Physical Timer CompareValue Register (EL2)"),
        Rw(R.CNTHP_TVAL_EL2, 3, 4, 14, 2, 0, "Counter-timer Physical Timer TimerValue Register (EL2)", writable: 0xFFFF_FFFF),
        Rw(R.CNTHV_CTL_EL2, 3, 4, 14, 3, 1, "Counter-timer Virtual Timer Control Register (EL2)", writable: 0x3, feature: F.FEAT_VHE),
        Rw(R.CNTHV_CVAL_EL2, 3, 4, 14, 3, 2, "Counter-timer Virtual Timer CompareValue Register (EL2)", feature: F.FEAT_VHE),
        Rw(R.CNTHV_TVAL_EL2, 3, 4, 14, 3, 0, "Counter-timer Virtual Timer TimerValue Register (EL2)", writable: 0xFFFF_FFFF, feature: F.FEAT_VHE),
        Rw(R.CNTHPS_CTL_EL2, 3, 4, 14, 5, 1, "Counter-timer Secure Physical Timer Control Register (EL2)", writable: 0x3, feature: F.FEAT_SEL2),
        Rw(R.CNTHPS_CVAL_EL2, 3, 4, 14, 5, 2, "Counter-timer Secure Physical Timer CompareValue Register (EL2)", feature: F.FEAT_SEL2),
        Rw(R.CNTHPS_TVAL_EL2, 3, 4, 14, 5, 0, "Counter-timer Secure Physical Timer TimerValue Register (EL2)",
            writable: 0xFFFF_FFFF, feature: F.FEAT_SEL2),
        Rw(R.CNTHVS_CTL_EL2, 3, 4, 14, 4, 1, "Counter-timer Secure Virtual Timer Control Register (EL2)", writable: 0x3, feature: F.FEAT_SEL2),
        Rw(R.CNTHVS_CVAL_EL2, 3, 4, 14, 4, 2, "Counter-timer Secure Virtual Timer CompareValue Register (EL2)", feature: F.FEAT_SEL2),
        Rw(R.CNTHVS_TVAL_EL2, 3, 4, 14, 4, 0, "Counter-timer Secure Virtual Timer TimerValue Register (EL2)",
            writable: 0xFFFF_FFFF, feature: F.FEAT_SEL2),
        Rw(R.CNTPS_CTL_EL1, 3, 7, 14, 2, 1, "Counter-timer Physical Secure Timer Control Register", writable: 0x3),
        Rw(R.CNTPS_CVAL_EL1, 3, 7, 14, 2, 2, "Counter-timer Physical Secure Timer CompareValue Register"),
        Rw(R.CNTPS_TVAL_EL1, 3, 7, 14, 2, 0, "Counter-timer Physical Secure Timer TimerValue Register", writable: 0xFFFF_FFFF),
    ];

    private static (F Feature, ulong Mask)[] CounterTraps => [(F.FEAT_ECV, Run(17, 13)), (F.FEAT_ECV_POFF, At(12))];
}
