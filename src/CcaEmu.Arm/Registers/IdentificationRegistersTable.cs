using static CcaEmu.Arm.Registers.SystemRegisterLine;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>The identification registers: one line each, with op0, op1, CRn, CRm, op2.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions".</remarks>
internal static class IdentificationRegistersTable
{
    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Ro(R.MIDR_EL1, 3, 0, 0, 0, 0, "Main ID Register"),
        Ro(R.MPIDR_EL1, 3, 0, 0, 0, 5, "Multiprocessor Affinity Register"),
        Ro(R.REVIDR_EL1, 3, 0, 0, 0, 6, "Revision ID Register"),
        Ro(R.ID_PFR0_EL1, 3, 0, 0, 1, 0, "AArch32 Processor Feature Register 0"),
        Ro(R.ID_PFR1_EL1, 3, 0, 0, 1, 1, "AArch32 Processor Feature Register 1"),
        Ro(R.ID_DFR0_EL1, 3, 0, 0, 1, 2, "AArch32 Debug Feature Register 0"),
        Ro(R.ID_AFR0_EL1, 3, 0, 0, 1, 3, "AArch32 Auxiliary Feature Register 0"),
        Ro(R.ID_MMFR0_EL1, 3, 0, 0, 1, 4, "AArch32 Memory Model Feature Register 0"),
        Ro(R.ID_MMFR1_EL1, 3, 0, 0, 1, 5, "AArch32 Memory Model Feature Register 1"),
        Ro(R.ID_MMFR2_EL1, 3, 0, 0, 1, 6, "AArch32 Memory Model Feature Register 2"),
        Ro(R.ID_MMFR3_EL1, 3, 0, 0, 1, 7, "AArch32 Memory Model Feature Register 3"),
        Ro(R.ID_ISAR0_EL1, 3, 0, 0, 2, 0, "AArch32 Instruction Set Attribute Register 0"),
        Ro(R.ID_ISAR1_EL1, 3, 0, 0, 2, 1, "AArch32 Instruction Set Attribute Register 1"),
        Ro(R.ID_ISAR2_EL1, 3, 0, 0, 2, 2, "AArch32 Instruction Set Attribute Register 2"),
        Ro(R.ID_ISAR3_EL1, 3, 0, 0, 2, 3, "AArch32 Instruction Set Attribute Register 3"),
        Ro(R.ID_ISAR4_EL1, 3, 0, 0, 2, 4, "AArch32 Instruction Set Attribute Register 4"),
        Ro(R.ID_ISAR5_EL1, 3, 0, 0, 2, 5, "AArch32 Instruction Set Attribute Register 5"),
        Ro(R.ID_MMFR4_EL1, 3, 0, 0, 2, 6, "AArch32 Memory Model Feature Register 4"),
        Ro(R.ID_ISAR6_EL1, 3, 0, 0, 2, 7, "AArch32 Instruction Set Attribute Register 6"),
        Ro(R.MVFR0_EL1, 3, 0, 0, 3, 0, "AArch32 Media and VFP Feature Register 0"),
        Ro(R.MVFR1_EL1, 3, 0, 0, 3, 1, "AArch32 Media and VFP Feature Register 1"),
        Ro(R.MVFR2_EL1, 3, 0, 0, 3, 2, "AArch32 Media and VFP Feature Register 2"),
        Ro(R.ID_PFR2_EL1, 3, 0, 0, 3, 4, "AArch32 Processor Feature Register 2"),
        Ro(R.ID_DFR1_EL1, 3, 0, 0, 3, 5, "AArch32 Debug Feature Register 1"),
        Ro(R.ID_MMFR5_EL1, 3, 0, 0, 3, 6, "AArch32 Memory Model Feature Register 5"),
        Ro(R.ID_AA64PFR0_EL1, 3, 0, 0, 4, 0, "AArch64 Processor Feature Register 0"),
        Ro(R.ID_AA64PFR1_EL1, 3, 0, 0, 4, 1, "AArch64 Processor Feature Register 1"),
        Ro(R.ID_AA64PFR2_EL1, 3, 0, 0, 4, 2, "AArch64 Processor Feature Register 2"),
        Ro(R.ID_AA64ZFR0_EL1, 3, 0, 0, 4, 4, "SVE Feature ID Register 0"),
        Ro(R.ID_AA64SMFR0_EL1, 3, 0, 0, 4, 5, "SME Feature ID Register 0"),
        Ro(R.ID_AA64FPFR0_EL1, 3, 0, 0, 4, 7, "AArch64 Floating-point Feature Register 0"),
        Ro(R.ID_AA64DFR0_EL1, 3, 0, 0, 5, 0, "AArch64 Debug Feature Register 0"),
        Ro(R.ID_AA64DFR1_EL1, 3, 0, 0, 5, 1, "AArch64 Debug Feature Register 1"),
        Ro(R.ID_AA64DFR2_EL1, 3, 0, 0, 5, 2, "AArch64 Debug Feature Register 2"),
        Ro(R.ID_AA64AFR0_EL1, 3, 0, 0, 5, 4, "AArch64 Auxiliary Feature Register 0"),
        Ro(R.ID_AA64AFR1_EL1, 3, 0, 0, 5, 5, "AArch64 Auxiliary Feature Register 1"),
        Ro(R.ID_AA64ISAR0_EL1, 3, 0, 0, 6, 0, "AArch64 Instruction Set Attribute Register 0"),
        Ro(R.ID_AA64ISAR1_EL1, 3, 0, 0, 6, 1, "AArch64 Instruction Set Attribute Register 1"),
        Ro(R.ID_AA64ISAR2_EL1, 3, 0, 0, 6, 2, "AArch64 Instruction Set Attribute Register 2"),
        Ro(R.ID_AA64ISAR3_EL1, 3, 0, 0, 6, 3, "AArch64 Instruction Set Attribute Register 3"),
        Ro(R.ID_AA64MMFR0_EL1, 3, 0, 0, 7, 0, "AArch64 Memory Model Feature Register 0"),
        Ro(R.ID_AA64MMFR1_EL1, 3, 0, 0, 7, 1, "AArch64 Memory Model Feature Register 1"),
        Ro(R.ID_AA64MMFR2_EL1, 3, 0, 0, 7, 2, "AArch64 Memory Model Feature Register 2"),
        Ro(R.ID_AA64MMFR3_EL1, 3, 0, 0, 7, 3, "AArch64 Memory Model Feature Register 3"),
        Ro(R.ID_AA64MMFR4_EL1, 3, 0, 0, 7, 4, "AArch64 Memory Model Feature Register 4"),
        Ro(R.CCSIDR_EL1, 3, 1, 0, 0, 0, "Current Cache Size ID Register"),
        Ro(R.CLIDR_EL1, 3, 1, 0, 0, 1, "Cache Level ID Register"),
        Ro(R.AIDR_EL1, 3, 1, 0, 0, 7, "Auxiliary ID Register"),
        Rw(R.CSSELR_EL1, 3, 2, 0, 0, 0, "Cache Size Selection Register", writable: 0xF),
        Ro(R.CTR_EL0, 3, 3, 0, 0, 1, "Cache Type Register"),
        Ro(R.DCZID_EL0, 3, 3, 0, 0, 7, "Data Cache Zero ID Register"),
        Rw(R.VPIDR_EL2, 3, 4, 0, 0, 0, "Virtualization Processor ID Register", writable: 0xFFFF_FFFF),
        Rw(R.VMPIDR_EL2, 3, 4, 0, 0, 5, "Virtualization Multiprocessor ID Register",
            writable: 0x00FF_41FF_FFFF, ones: 0x8000_0000),
    ];
}
