using static CcaEmu.Arm.A64.A64Op;

namespace CcaEmu.Arm.A64;

/// <summary>The encodings of the group Branches, Exception Generating and System instructions, and UDF.</summary>
/// <remarks>
/// Arm ARM, A64 instruction set encoding, Branches, Exception Generating and System instructions.
/// The letters of a pattern are listed at <see cref="A64Encoding.Pattern"/>.
/// </remarks>
internal static class BranchSystemTable
{
    /// <summary>One line per encoding, in the manual's order of groups.</summary>
    internal static A64Encoding[] Lines() =>
    [
        // Reserved
        new(UDF, "udf", "UDF", "00000000 00000000 iiiiiiii iiiiiiii", "Udf", flow: FlowControl.Exception),

        // Conditional branch (immediate)
        new(B_cond, "b.?", "B.cond", "01010100 iiiiiiii iiiiiiii iii0cccc", "Label19", flow: FlowControl.ConditionalBranch),
        new(BC_cond, "bc.?", "BC.cond", "01010100 iiiiiiii iiiiiiii iii1cccc", "Label19", feature: Feature.FEAT_HBC, flow: FlowControl.ConditionalBranch),

        // Exception generation
        new(SVC, "svc", "SVC", "11010100 000iiiii iiiiiiii iii00001", "Imm16", flow: FlowControl.Exception),
        new(HVC, "hvc", "HVC", "11010100 000iiiii iiiiiiii iii00010", "Imm16", flow: FlowControl.Exception),
        new(SMC, "smc", "SMC", "11010100 000iiiii iiiiiiii iii00011", "Imm16", flow: FlowControl.Exception),
        new(BRK, "brk", "BRK", "11010100 001iiiii iiiiiiii iii00000", "Imm16", flow: FlowControl.Exception),
        new(HLT, "hlt", "HLT", "11010100 010iiiii iiiiiiii iii00000", "Imm16", flow: FlowControl.Exception),
        new(DCPS1, "dcps1", "DCPS1", "11010100 101iiiii iiiiiiii iii00001", "DcpsImm", flow: FlowControl.Exception),
        new(DCPS2, "dcps2", "DCPS2", "11010100 101iiiii iiiiiiii iii00010", "DcpsImm", flow: FlowControl.Exception),
        new(DCPS3, "dcps3", "DCPS3", "11010100 101iiiii iiiiiiii iii00011", "DcpsImm", flow: FlowControl.Exception),

        // Hints
        new(HINT, "hint", "HINT", "11010101 00000011 0010kkkk qqq11111", "Hint"),
        new(NOP, "nop", "NOP", "11010101 00000011 00100000 00011111", ""),
        new(YIELD, "yield", "YIELD", "11010101 00000011 00100000 00111111", ""),
        new(WFE, "wfe", "WFE", "11010101 00000011 00100000 01011111", ""),
        new(WFI, "wfi", "WFI", "11010101 00000011 00100000 01111111", ""),
        new(SEV, "sev", "SEV", "11010101 00000011 00100000 10011111", ""),
        new(SEVL, "sevl", "SEVL", "11010101 00000011 00100000 10111111", ""),
        new(DGH, "dgh", "DGH", "11010101 00000011 00100000 11011111", ""),
        new(XPACLRI, "xpaclri", "XPACD, XPACI, XPACLRI", "11010101 00000011 00100000 11111111", "", feature: Feature.FEAT_PAuth),
        new(PACIA1716, "pacia1716", "PACIA, PACIA1716, PACIASP, PACIAZ, PACIZA", "11010101 00000011 00100001 00011111", "", feature: Feature.FEAT_PAuth),
        new(PACIB1716, "pacib1716", "PACIB, PACIB1716, PACIBSP, PACIBZ, PACIZB", "11010101 00000011 00100001 01011111", "", feature: Feature.FEAT_PAuth),
        new(AUTIA1716, "autia1716", "AUTIA, AUTIA1716, AUTIASP, AUTIAZ, AUTIZA", "11010101 00000011 00100001 10011111", "", feature: Feature.FEAT_PAuth),
        new(AUTIB1716, "autib1716", "AUTIB, AUTIB1716, AUTIBSP, AUTIBZ, AUTIZB", "11010101 00000011 00100001 11011111", "", feature: Feature.FEAT_PAuth),
        new(ESB, "esb", "ESB", "11010101 00000011 00100010 00011111", "", feature: Feature.FEAT_RAS),
        new(PSB_CSYNC, "psb csync", "PSB CSYNC", "11010101 00000011 00100010 00111111", "", feature: Feature.FEAT_SPE),
        new(TSB_CSYNC, "tsb csync", "TSB CSYNC", "11010101 00000011 00100010 01011111", "", feature: Feature.FEAT_TRF),
        new(CSDB, "csdb", "CSDB", "11010101 00000011 00100010 10011111", ""),
        new(PACIAZ, "paciaz", "PACIA, PACIA1716, PACIASP, PACIAZ, PACIZA", "11010101 00000011 00100011 00011111", "", feature: Feature.FEAT_PAuth),
        new(PACIASP, "paciasp", "PACIA, PACIA1716, PACIASP, PACIAZ, PACIZA", "11010101 00000011 00100011 00111111", "", feature: Feature.FEAT_PAuth),
        new(PACIBZ, "pacibz", "PACIB, PACIB1716, PACIBSP, PACIBZ, PACIZB", "11010101 00000011 00100011 01011111", "", feature: Feature.FEAT_PAuth),
        new(PACIBSP, "pacibsp", "PACIB, PACIB1716, PACIBSP, PACIBZ, PACIZB", "11010101 00000011 00100011 01111111", "", feature: Feature.FEAT_PAuth),
        new(AUTIAZ, "autiaz", "AUTIA, AUTIA1716, AUTIASP, AUTIAZ, AUTIZA", "11010101 00000011 00100011 10011111", "", feature: Feature.FEAT_PAuth),
        new(AUTIASP, "autiasp", "AUTIA, AUTIA1716, AUTIASP, AUTIAZ, AUTIZA", "11010101 00000011 00100011 10111111", "", feature: Feature.FEAT_PAuth),
        new(AUTIBZ, "autibz", "AUTIB, AUTIB1716, AUTIBSP, AUTIBZ, AUTIZB", "11010101 00000011 00100011 11011111", "", feature: Feature.FEAT_PAuth),
        new(AUTIBSP, "autibsp", "AUTIB, AUTIB1716, AUTIBSP, AUTIBZ, AUTIZB", "11010101 00000011 00100011 11111111", "", feature: Feature.FEAT_PAuth),
        new(BTI, "bti", "BTI", "11010101 00000011 00100100 qq011111", "BtiTargets", feature: Feature.FEAT_BTI),

        // System instructions with register argument
        new(WFET, "wfet", "WFET", "11010101 00000011 00010000 000ttttt", "Xt", feature: Feature.FEAT_WFxT),
        new(WFIT, "wfit", "WFIT", "11010101 00000011 00010000 001ttttt", "Xt", feature: Feature.FEAT_WFxT),

        // Barriers
        new(CLREX, "clrex", "CLREX", "11010101 00000011 0011kkkk 01011111", "CrmDefault15"),
        new(DSB, "dsb", "DSB", "11010101 00000011 0011kkkk 10011111", "Barrier"),
        new(DSB_nXS, "dsb", "DSB", "11010101 00000011 0011kk10 00111111", "BarrierNXS", feature: Feature.FEAT_XS),
        new(DMB, "dmb", "DMB", "11010101 00000011 0011kkkk 10111111", "Barrier"),
        new(ISB, "isb", "ISB", "11010101 00000011 0011kkkk 11011111", "CrmDefault15"),
        new(SB, "sb", "SB", "11010101 00000011 0011yyyy 11111111", "", feature: Feature.FEAT_SB),

        // PSTATE
        new(MSR_imm, "msr", "MSR (immediate)", "11010101 00000eee 0100kkkk qqq11111", "Pstate Crm", constraint: A64Constraint.MsrImmediate),
        new(CFINV, "cfinv", "CFINV", "11010101 00000000 0100yyyy 00011111", "", feature: Feature.FEAT_FlagM),
        new(XAFLAG, "xaflag", "XAFLAG", "11010101 00000000 0100yyyy 00111111", "", feature: Feature.FEAT_FlagM2),
        new(AXFLAG, "axflag", "AXFLAG", "11010101 00000000 0100yyyy 01011111", "", feature: Feature.FEAT_FlagM2),

        // System instructions
        new(SYS, "sys", "SYS", "11010101 00001eee CCCCkkkk qqqttttt", "Op1 Crn CrmC Op2 XtOptional"),
        new(SYSL, "sysl", "SYSL", "11010101 00101eee CCCCkkkk qqqttttt", "Xt Op1 Crn CrmC Op2"),

        // System register move
        new(MSR_reg, "msr", "MSR (register)", "11010101 0001oeee CCCCkkkk qqqttttt", "SystemRegister Xt"),
        new(MRS, "mrs", "MRS", "11010101 0011oeee CCCCkkkk qqqttttt", "Xt SystemRegister"),

        // Unconditional branch (register)
        new(BR, "br", "BR", "11010110 00011111 000000nn nnn00000", "Xn", flow: FlowControl.IndirectBranch),
        new(BLR, "blr", "BLR", "11010110 00111111 000000nn nnn00000", "Xn", flow: FlowControl.Call),
        new(RET, "ret", "RET", "11010110 01011111 000000nn nnn00000", "XnDefault30", flow: FlowControl.Return),
        new(ERET, "eret", "ERET", "11010110 10011111 00000011 11100000", "", flow: FlowControl.ExceptionReturn),
        new(DRPS, "drps", "DRPS", "11010110 10111111 00000011 11100000", "", flow: FlowControl.ExceptionReturn),
        new(BRAA, "braa", "BRAA, BRAAZ, BRAB, BRABZ", "11010111 00011111 000010nn nnnddddd", "Xn RdSP", feature: Feature.FEAT_PAuth, flow: FlowControl.IndirectBranch),
        new(BRAB, "brab", "BRAA, BRAAZ, BRAB, BRABZ", "11010111 00011111 000011nn nnnddddd", "Xn RdSP", feature: Feature.FEAT_PAuth, flow: FlowControl.IndirectBranch),
        new(BLRAA, "blraa", "BLRAA, BLRAAZ, BLRAB, BLRABZ", "11010111 00111111 000010nn nnnddddd", "Xn RdSP", feature: Feature.FEAT_PAuth, flow: FlowControl.Call),
        new(BLRAB, "blrab", "BLRAA, BLRAAZ, BLRAB, BLRABZ", "11010111 00111111 000011nn nnnddddd", "Xn RdSP", feature: Feature.FEAT_PAuth, flow: FlowControl.Call),
        new(BRAAZ, "braaz", "BRAA, BRAAZ, BRAB, BRABZ", "11010110 00011111 000010nn nnn11111", "Xn", feature: Feature.FEAT_PAuth, flow: FlowControl.IndirectBranch),
        new(BRABZ, "brabz", "BRAA, BRAAZ, BRAB, BRABZ", "11010110 00011111 000011nn nnn11111", "Xn", feature: Feature.FEAT_PAuth, flow: FlowControl.IndirectBranch),
        new(BLRAAZ, "blraaz", "BLRAA, BLRAAZ, BLRAB, BLRABZ", "11010110 00111111 000010nn nnn11111", "Xn", feature: Feature.FEAT_PAuth, flow: FlowControl.Call),
        new(BLRABZ, "blrabz", "BLRAA, BLRAAZ, BLRAB, BLRABZ", "11010110 00111111 000011nn nnn11111", "Xn", feature: Feature.FEAT_PAuth, flow: FlowControl.Call),
        new(RETAA, "retaa", "RETAA, RETAB", "11010110 01011111 00001011 11111111", "", feature: Feature.FEAT_PAuth, flow: FlowControl.Return),
        new(RETAB, "retab", "RETAA, RETAB", "11010110 01011111 00001111 11111111", "", feature: Feature.FEAT_PAuth, flow: FlowControl.Return),
        new(ERETAA, "eretaa", "ERETAA, ERETAB", "11010110 10011111 00001011 11111111", "", feature: Feature.FEAT_PAuth, flow: FlowControl.ExceptionReturn),
        new(ERETAB, "eretab", "ERETAA, ERETAB", "11010110 10011111 00001111 11111111", "", feature: Feature.FEAT_PAuth, flow: FlowControl.ExceptionReturn),

        // Unconditional branch (immediate)
        new(B, "b", "B", "000101ii iiiiiiii iiiiiiii iiiiiiii", "Label26", flow: FlowControl.UnconditionalBranch),
        new(BL, "bl", "BL", "100101ii iiiiiiii iiiiiiii iiiiiiii", "Label26", flow: FlowControl.Call),

        // Compare and branch (immediate)
        new(CBZ, "cbz", "CBZ", "f0110100 iiiiiiii iiiiiiii iiittttt", "Rt Label19", flow: FlowControl.ConditionalBranch),
        new(CBNZ, "cbnz", "CBNZ", "f0110101 iiiiiiii iiiiiiii iiittttt", "Rt Label19", flow: FlowControl.ConditionalBranch),

        // Test and branch (immediate)
        new(TBZ, "tbz", "TBZ", "f0110110 bbbbbiii iiiiiiii iiittttt", "Rt BitPosition Label14", flow: FlowControl.ConditionalBranch),
        new(TBNZ, "tbnz", "TBNZ", "f0110111 bbbbbiii iiiiiiii iiittttt", "Rt BitPosition Label14", flow: FlowControl.ConditionalBranch),
    ];
}
