using static CcaEmu.Arm.Registers.SystemRegisterLine;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>The address translation and granule protection registers: one line each, with op0, op1, CRn, CRm, op2.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions".</remarks>
internal static class TranslationRegistersTable
{
    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Rw(R.TTBR0_EL1, 3, 0, 2, 0, 0, "Translation Table Base Register 0 (EL1)"),
        Rw(R.TTBR1_EL1, 3, 0, 2, 0, 1, "Translation Table Base Register 1 (EL1)"),
        Rw(R.TTBR0_EL2, 3, 4, 2, 0, 0, "Translation Table Base Register 0 (EL2)"),
        Rw(R.TTBR1_EL2, 3, 4, 2, 0, 1, "Translation Table Base Register 1 (EL2)"),
        Rw(R.TTBR0_EL3, 3, 6, 2, 0, 0, "Translation Table Base Register 0 (EL3)", writable: 0xFFFF_FFFF_FFFF),
        Rw(R.TCR_EL1, 3, 0, 2, 0, 2, "Translation Control Register (EL1)", writable: 0x019F_FE77_FFFF_FFBF),
        Rw(R.TCR_EL2, 3, 4, 2, 0, 2, "Translation Control Register (EL2)", writable: 0x3F17_FF3F, ones: 0x8080_0000),
        Rw(R.TCR_EL3, 3, 6, 2, 0, 2, "Translation Control Register (EL3)", writable: 0x3F17_FF3F, ones: 0x8080_0000),
        Rw(R.MAIR_EL1, 3, 0, 10, 2, 0, "Memory Attribute Indirection Register (EL1)"),
        Rw(R.MAIR_EL2, 3, 4, 10, 2, 0, "Memory Attribute Indirection Register (EL2)"),
        Rw(R.MAIR_EL3, 3, 6, 10, 2, 0, "Memory Attribute Indirection Register (EL3)"),
        Rw(R.AMAIR_EL1, 3, 0, 10, 3, 0, "Auxiliary Memory Attribute Indirection Register (EL1)", writable: 0x0),
        Rw(R.AMAIR_EL2, 3, 4, 10, 3, 0, "Auxiliary Memory Attribute Indirection Register (EL2)", writable: 0x0),
        Rw(R.AMAIR_EL3, 3, 6, 10, 3, 0, "Auxiliary Memory Attribute Indirection Register (EL3)", writable: 0x0),
        Rw(R.VTTBR_EL2, 3, 4, 2, 1, 0, "Virtualization Translation Table Base Register"),
        Rw(R.VTCR_EL2, 3, 4, 2, 1, 2, "Virtualization Translation Control Register", writable: 0x7E0F_FFFF, ones: 0x8000_0000),
        Rw(R.VSTTBR_EL2, 3, 4, 2, 6, 0, "Virtualization Secure Translation Table Base Register", writable: 0xFFFF_FFFF_FFFF),
        Rw(R.VSTCR_EL2, 3, 4, 2, 6, 2, "Virtualization Secure Translation Control Register",
            writable: 0x6000_C0FF, ones: 0x8000_0000),
        Rw(R.CONTEXTIDR_EL1, 3, 0, 13, 0, 1, "Context ID Register (EL1)", writable: 0xFFFF_FFFF),
        Rw(R.CONTEXTIDR_EL2, 3, 4, 13, 0, 1, "Context ID Register (EL2)", writable: 0xFFFF_FFFF),
        Rw(R.PAR_EL1, 3, 0, 7, 4, 0, "Physical Address Register"),
        Rw(R.GPTBR_EL3, 3, 6, 2, 1, 4, "Granule Protection Table Base Register", writable: 0x00FF_FFFF_FFFF),
        Rw(R.GPCCR_EL3, 3, 6, 2, 1, 6, "Granule Protection Check Control Register (EL3)", writable: 0x0003_FF07),
    ];
}
