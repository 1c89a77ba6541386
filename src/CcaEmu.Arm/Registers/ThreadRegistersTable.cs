using static CcaEmu.Arm.Registers.SystemRegisterLine;
using F = CcaEmu.Arm.A64.Feature;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>The thread, key, random-number and floating-point registers: one line each, with op0, op1, CRn, CRm, op2.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions".</remarks>
internal static class ThreadRegistersTable
{
    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Rw(R.TPIDR_EL0, 3, 3, 13, 0, 2, "EL0 Read/Write Software Thread ID Register"),
        Rw(R.TPIDRRO_EL0, 3, 3, 13, 0, 3, "EL0 Read-Only Software Thread ID Register", writeFrom: ExceptionLevel.EL1),
        Rw(R.TPIDR_EL1, 3, 0, 13, 0, 4, "EL1 Software Thread ID Register"),
        Rw(R.TPIDR_EL2, 3, 4, 13, 0, 2, "EL2 Software Thread ID Register"),
        Rw(R.TPIDR_EL3, 3, 6, 13, 0, 2, "EL3 Software Thread ID Register"),
        Rw(R.APIAKeyLo_EL1, 3, 0, 2, 1, 0, "Pointer Authentication Key A for Instruction (bits[63:0])", feature: F.FEAT_PAuth),
        Rw(R.APIAKeyHi_EL1, 3, 0, 2, 1, 1, "Pointer Authentication Key A for Instruction (bits[127:64])", feature: F.FEAT_PAuth),
        Rw(R.APIBKeyLo_EL1, 3, 0, 2, 1, 2, "Pointer Authentication Key B for Instruction (bits[63:0])", feature: F.FEAT_PAuth),
        Rw(R.APIBKeyHi_EL1, 3, 0, 2, 1, 3, "Pointer Authentication Key B for Instruction (bits[127:64])", feature: F.FEAT_PAuth),
        Rw(R.APDAKeyLo_EL1, 3, 0, 2, 2, 0, "Pointer Authentication Key A for Data (bits[63:0])", feature: F.FEAT_PAuth),
        Rw(R.APDAKeyHi_EL1, 3, 0, 2, 2, 1, "Pointer Authentication Key A for Data (bits[127:64])", feature: F.FEAT_PAuth),
        Rw(R.APDBKeyLo_EL1, 3, 0, 2, 2, 2, "Pointer Authentication Key B for Data (bits[63:0])", feature: F.FEAT_PAuth),
        Rw(R.APDBKeyHi_EL1, 3, 0, 2, 2, 3, "Pointer Authentication Key B for Data (bits[127:64])", feature: F.FEAT_PAuth),
        Rw(R.APGAKeyLo_EL1, 3, 0, 2, 3, 0, "Pointer Authentication Key A for Code (bits[63:0])", feature: F.FEAT_PAuth),
        Rw(R.APGAKeyHi_EL1, 3, 0, 2, 3, 1, "Pointer Authentication Key A for Code (bits[127:64])", feature: F.FEAT_PAuth),
        Ro(R.RNDR, 3, 3, 2, 4, 0, "Random Number", feature: F.FEAT_RNG),
        Ro(R.RNDRRS, 3, 3, 2, 4, 1, "Random Number Full Entropy", feature: F.FEAT_RNG),
        Rw(R.FPCR, 3, 3, 4, 4, 0, "Floating-point Control Register", writable: 0x07C8_0000, feature: F.FEAT_FP),
        Rw(R.FPSR, 3, 3, 4, 4, 1, "Floating-point Status Register", writable: 0x0800_009F, feature: F.FEAT_FP),
        Rw(R.SCXTNUM_EL0, 3, 3, 13, 0, 7, "EL0 Read/Write Software Context Number", feature: F.FEAT_CSV2_2),
        Rw(R.SCXTNUM_EL1, 3, 0, 13, 0, 7, "EL1 Read/Write Software Context Number", feature: F.FEAT_CSV2_2),
        Rw(R.SCXTNUM_EL2, 3, 4, 13, 0, 7, "EL2 Read/Write Software Context Number", feature: F.FEAT_CSV2_2),
        Rw(R.SCXTNUM_EL3, 3, 6, 13, 0, 7, "EL3 Read/Write Software Context Number", feature: F.FEAT_CSV2_2),
    ];
}
