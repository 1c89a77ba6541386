using static CcaEmu.Arm.Registers.SystemRegisterLine;
using F = CcaEmu.Arm.A64.Feature;
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
        Rw(R.TTBR1_EL2, 3, 4, 2, 0, 1, "Translation Table Base Register 1 (EL2)", feature: F.FEAT_VHE),
        Rw(R.TTBR0_EL3, 3, 6, 2, 0, 0, "Translation Table Base Register 0 (EL3)", writable: 0xFFFF_FFFF_FFFF),
        Rw(R.TCR_EL1, 3, 0, 2, 0, 2, "Translation Control Register (EL1)", TwoRanges, bits: TwoRangeBits),
        Rw(R.TCR_EL2, 3, 4, 2, 0, 2, "Translation Control Register (EL2)", OneRange, ones: At(23, 31), bits: OneRangeBits,
            host: new RegisterLayout(TwoRanges, 0, TwoRangeBits)),
        Rw(R.TCR_EL3, 3, 6, 2, 0, 2, "Translation Control Register (EL3)", OneRange, ones: At(23, 31), bits: OneRangeBits),
        Rw(R.MAIR_EL1, 3, 0, 10, 2, 0, "Memory Attribute Indirection Register (EL1)"),
        Rw(R.MAIR_EL2, 3, 4, 10, 2, 0, "Memory Attribute Indirection Register (EL2)"),
        Rw(R.MAIR_EL3, 3, 6, 10, 2, 0, "Memory Attribute Indirection Register (EL3)"),
        Rw(R.AMAIR_EL1, 3, 0, 10, 3, 0, "Auxiliary Memory Attribute Indirection Register (EL1)", writable: 0x0),
        Rw(R.AMAIR_EL2, 3, 4, 10, 3, 0, "Auxiliary Memory Attribute Indirection Register (EL2)", writable: 0x0),
        Rw(R.AMAIR_EL3, 3, 6, 10, 3, 0, "Auxiliary Memory Attribute Indirection Register (EL3)", writable: 0x0),
        Rw(R.VTTBR_EL2, 3, 4, 2, 1, 0, "Virtualization Translation Table Base Register"),
        Rw(R.VTCR_EL2, 3, 4, 2, 1, 2, "Virtualization Translation Control Register", Run(18, 0), ones: At(31),
            bits:
            [
                (F.FEAT_VMID16, At(19)), (F.FEAT_HAFDBS, At(21, 22)), (F.FEAT_HPDS2, Run(28, 25)), (F.FEAT_SEL2, At(29, 30)),
                (F.FEAT_LPA2, At(32, 33)), (F.FEAT_HAFT, At(44)),
            ]),
        Rw(R.VSTTBR_EL2, 3, 4, 2, 6, 0, "Virtualization Secure Translation Table Base Register", writable: 0xFFFF_FFFF_FFFF, feature: F.FEAT_SEL2),
        Rw(R.VSTCR_EL2, 3, 4, 2, 6, 2, "Virtualization Secure Translation Control Register",
            writable: 0x6000_C0FF, ones: 0x8000_0000, feature: F.FEAT_SEL2, bits: [(F.FEAT_LPA2, At(33))]),
        Rw(R.CONTEXTIDR_EL1, 3, 0, 13, 0, 1, "Context ID Register (EL1)", writable: 0xFFFF_FFFF),
        Rw(R.CONTEXTIDR_EL2, 3, 4, 13, 0, 1, "Context ID Register (EL2)", writable: 0xFFFF_FFFF, feature: F.FEAT_VHE),
        Rw(R.PAR_EL1, 3, 0, 7, 4, 0, "Physical Address Register"),
        Rw(R.GPTBR_EL3, 3, 6, 2, 1, 4, "Granule Protection Table Base Register", writable: 0x00FF_FFFF_FFFF),
        Rw(R.GPCCR_EL3, 3, 6, 2, 1, 6, "Granule Protection Check Control Register (EL3)", writable: 0x0003_FF07,
            bits: [(F.FEAT_RME_GPC2, At(5, 6, 7, 19, 24))]),
        Rw(R.LORSA_EL1, 3, 0, 10, 4, 0, "LORegion Start Address (EL1)", writable: 0x0, feature: F.FEAT_LOR),
        Rw(R.LOREA_EL1, 3, 0, 10, 4, 1, "LORegion End Address (EL1)", writable: 0x0, feature: F.FEAT_LOR),
        Rw(R.LORN_EL1, 3, 0, 10, 4, 2, "LORegion Number (EL1)", writable: 0x0, feature: F.FEAT_LOR),
        Rw(R.LORC_EL1, 3, 0, 10, 4, 3, "LORegion Control (EL1)", writable: At(0), feature: F.FEAT_LOR),
        Ro(R.LORID_EL1, 3, 0, 10, 4, 7, "LORegionID (EL1): no LORegion is supported", feature: F.FEAT_LOR),
    ];

    private static ulong OneRange => Run(5, 0) | Run(15, 8) | Run(18, 16) | At(20);

    private static ulong TwoRanges => Run(5, 0) | Run(34, 7) | Run(38, 36);

    private static (F Feature, ulong Mask)[] OneRangeBits =>
    [
        (F.FEAT_HAFDBS, At(21, 22)), (F.FEAT_HPDS, At(24)), (F.FEAT_HPDS2, Run(28, 25)), (F.FEAT_PAuth, At(29)), (F.FEAT_LPA2, At(32)),
    ];

    private static (F Feature, ulong Mask)[] TwoRangeBits =>
    [
        (F.FEAT_HAFDBS, At(39, 40)), (F.FEAT_HPDS, At(41, 42)), (F.FEAT_HPDS2, Run(50, 43)), (F.FEAT_PAuth, At(51, 52)),
        (F.FEAT_E0PD, At(55, 56)), (F.FEAT_LPA2, At(59)),
    ];
}
