using static CcaEmu.Arm.Registers.SystemRegisterLine;
using F = CcaEmu.Arm.A64.Feature;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>The exception and fault registers: one line each, with op0, op1, CRn, CRm, op2.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions".</remarks>
internal static class ExceptionRegistersTable
{
    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Rw(R.ESR_EL1, 3, 0, 5, 2, 0, "Exception Syndrome Register (EL1)", writable: 0x00FF_FFFF_FFFF_FFFF),
        Rw(R.ESR_EL2, 3, 4, 5, 2, 0, "Exception Syndrome Register (EL2)", writable: 0x00FF_FFFF_FFFF_FFFF),
        Rw(R.ESR_EL3, 3, 6, 5, 2, 0, "Exception Syndrome Register (EL3)", writable: 0x00FF_FFFF_FFFF_FFFF),
        Rw(R.FAR_EL1, 3, 0, 6, 0, 0, "Fault Address Register (EL1)"),
        Rw(R.FAR_EL2, 3, 4, 6, 0, 0, "Fault Address Register (EL2)"),
        Rw(R.FAR_EL3, 3, 6, 6, 0, 0, "Fault Address Register (EL3)"),
        Rw(R.AFSR0_EL1, 3, 0, 5, 1, 0, "Auxiliary Fault Status Register 0 (EL1)", writable: 0x0),
        Rw(R.AFSR1_EL1, 3, 0, 5, 1, 1, "Auxiliary Fault Status Register 1 (EL1)", writable: 0x0),
        Rw(R.AFSR0_EL2, 3, 4, 5, 1, 0, "Auxiliary Fault Status Register 0 (EL2)", writable: 0x0),
        Rw(R.AFSR1_EL2, 3, 4, 5, 1, 1, "Auxiliary Fault Status Register 1 (EL2)", writable: 0x0),
        Rw(R.AFSR0_EL3, 3, 6, 5, 1, 0, "Auxiliary Fault Status Register 0 (EL3)", writable: 0x0),
        Rw(R.AFSR1_EL3, 3, 6, 5, 1, 1, "Auxiliary Fault Status Register 1 (EL3)", writable: 0x0),
        Rw(R.HPFAR_EL2, 3, 4, 6, 0, 4, "Hypervisor IPA Fault Address Register", writable: 0x8000_FFFF_FFFF_FFF0),
        Rw(R.MFAR_EL3, 3, 6, 6, 0, 5, "Physical Fault Address Register (EL3)", writable: 0xC00F_FFFF_FFFF_F000),
        Rw(R.ELR_EL1, 3, 0, 4, 0, 1, "Exception Link Register (EL1)"),
        Rw(R.ELR_EL2, 3, 4, 4, 0, 1, "Exception Link Register (EL2)"),
        Rw(R.ELR_EL3, 3, 6, 4, 0, 1, "Exception Link Register (EL3)"),
        Rw(R.SPSR_EL1, 3, 0, 4, 0, 0, "Saved Program Status Register (EL1)"),
        Rw(R.SPSR_EL2, 3, 4, 4, 0, 0, "Saved Program Status Register (EL2)"),
        Rw(R.SPSR_EL3, 3, 6, 4, 0, 0, "Saved Program Status Register (EL3)"),
        Rw(R.SP_EL0, 3, 0, 4, 1, 0, "Stack Pointer (EL0)"),
        Rw(R.SP_EL1, 3, 4, 4, 1, 0, "Stack Pointer (EL1)"),
        Rw(R.SP_EL2, 3, 6, 4, 1, 0, "Stack Pointer (EL2)"),
        Rw(R.VBAR_EL1, 3, 0, 12, 0, 0, "Vector Base Address Register (EL1)", writable: 0xFFFF_FFFF_FFFF_F800),
        Rw(R.VBAR_EL2, 3, 4, 12, 0, 0, "Vector Base Address Register (EL2)", writable: 0xFFFF_FFFF_FFFF_F800),
        Rw(R.VBAR_EL3, 3, 6, 12, 0, 0, "Vector Base Address Register (EL3)", writable: 0xFFFF_FFFF_FFFF_F800),
        Ro(R.ISR_EL1, 3, 0, 12, 1, 0, "Interrupt Status Register"),
        Rw(R.DISR_EL1, 3, 0, 12, 1, 1, "Deferred Interrupt Status Register", writable: 0x81FF_FFFF, feature: F.FEAT_RAS),
        Rw(R.VDISR_EL2, 3, 4, 12, 1, 1, "Virtual Deferred Interrupt Status Register (EL2)", writable: 0x81FF_FFFF, feature: F.FEAT_RAS),
        Rw(R.VSESR_EL2, 3, 4, 5, 2, 3, "Virtual SError Exception Syndrome Register (EL2)", writable: 0x01FF_FFFF, feature: F.FEAT_RAS),
        Ro(R.ERRIDR_EL1, 3, 0, 5, 3, 0, "Error Record ID Register", feature: F.FEAT_RAS),
    ];
}
