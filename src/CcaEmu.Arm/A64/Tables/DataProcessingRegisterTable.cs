using static CcaEmu.Arm.A64.A64Op;

namespace CcaEmu.Arm.A64;

/// <summary>The encodings of the group Data Processing - Register.</summary>
/// <remarks>
/// Arm ARM, A64 instruction set encoding, Data Processing - Register.
/// The letters of a pattern are listed at <see cref="A64Encoding.Pattern"/>.
/// </remarks>
internal static class DataProcessingRegisterTable
{
    /// <summary>One line per encoding, in the manual's order of groups.</summary>
    internal static A64Encoding[] Lines() =>
    [
        // Data-processing (2 source)
        new(UDIV, "udiv", "UDIV", "f0011010 110mmmmm 000010nn nnnddddd", "Rd Rn Rm"),
        new(SDIV, "sdiv", "SDIV", "f0011010 110mmmmm 000011nn nnnddddd", "Rd Rn Rm"),
        new(LSLV, "lsl", "LSLV", "f0011010 110mmmmm 001000nn nnnddddd", "Rd Rn Rm"),
        new(LSRV, "lsr", "LSRV", "f0011010 110mmmmm 001001nn nnnddddd", "Rd Rn Rm"),
        new(ASRV, "asr", "ASRV", "f0011010 110mmmmm 001010nn nnnddddd", "Rd Rn Rm"),
        new(RORV, "ror", "RORV", "f0011010 110mmmmm 001011nn nnnddddd", "Rd Rn Rm"),
        new(PACGA, "pacga", "PACGA", "10011010 110mmmmm 001100nn nnnddddd", "Xd Xn XmSP", feature: Feature.FEAT_PAuth),
        new(CRC32B, "crc32b", "CRC32B, CRC32H, CRC32W, CRC32X", "00011010 110mmmmm 010000nn nnnddddd", "Wd Wn Wm", feature: Feature.FEAT_CRC32),
        new(CRC32H, "crc32h", "CRC32B, CRC32H, CRC32W, CRC32X", "00011010 110mmmmm 010001nn nnnddddd", "Wd Wn Wm", feature: Feature.FEAT_CRC32),
        new(CRC32W, "crc32w", "CRC32B, CRC32H, CRC32W, CRC32X", "00011010 110mmmmm 010010nn nnnddddd", "Wd Wn Wm", feature: Feature.FEAT_CRC32),
        new(CRC32X, "crc32x", "CRC32B, CRC32H, CRC32W, CRC32X", "10011010 110mmmmm 010011nn nnnddddd", "Wd Wn Xm", feature: Feature.FEAT_CRC32),
        new(CRC32CB, "crc32cb", "CRC32CB, CRC32CH, CRC32CW, CRC32CX", "00011010 110mmmmm 010100nn nnnddddd", "Wd Wn Wm", feature: Feature.FEAT_CRC32),
        new(CRC32CH, "crc32ch", "CRC32CB, CRC32CH, CRC32CW, CRC32CX", "00011010 110mmmmm 010101nn nnnddddd", "Wd Wn Wm", feature: Feature.FEAT_CRC32),
        new(CRC32CW, "crc32cw", "CRC32CB, CRC32CH, CRC32CW, CRC32CX", "00011010 110mmmmm 010110nn nnnddddd", "Wd Wn Wm", feature: Feature.FEAT_CRC32),
        new(CRC32CX, "crc32cx", "CRC32CB, CRC32CH, CRC32CW, CRC32CX", "10011010 110mmmmm 010111nn nnnddddd", "Wd Wn Xm", feature: Feature.FEAT_CRC32),
        new(SMAX_reg, "smax", "SMAX (register)", "f0011010 110mmmmm 011000nn nnnddddd", "Rd Rn Rm", feature: Feature.FEAT_CSSC),
        new(UMAX_reg, "umax", "UMAX (register)", "f0011010 110mmmmm 011001nn nnnddddd", "Rd Rn Rm", feature: Feature.FEAT_CSSC),
        new(SMIN_reg, "smin", "SMIN (register)", "f0011010 110mmmmm 011010nn nnnddddd", "Rd Rn Rm", feature: Feature.FEAT_CSSC),
        new(UMIN_reg, "umin", "UMIN (register)", "f0011010 110mmmmm 011011nn nnnddddd", "Rd Rn Rm", feature: Feature.FEAT_CSSC),

        // Data-processing (1 source)
        new(RBIT, "rbit", "RBIT", "f1011010 11000000 000000nn nnnddddd", "Rd Rn"),
        new(REV16, "rev16", "REV16", "f1011010 11000000 000001nn nnnddddd", "Rd Rn"),
        new(REV, "rev", "REV", "f1011010 11000000 00001gnn nnnddddd", "Rd Rn", constraint: A64Constraint.RevSize),
        new(REV32, "rev32", "REV32", "11011010 11000000 000010nn nnnddddd", "Xd Xn"),
        new(CLZ, "clz", "CLZ", "f1011010 11000000 000100nn nnnddddd", "Rd Rn"),
        new(CLS, "cls", "CLS", "f1011010 11000000 000101nn nnnddddd", "Rd Rn"),
        new(CTZ, "ctz", "CTZ", "f1011010 11000000 000110nn nnnddddd", "Rd Rn", feature: Feature.FEAT_CSSC),
        new(CNT, "cnt", "CNT", "f1011010 11000000 000111nn nnnddddd", "Rd Rn", feature: Feature.FEAT_CSSC),
        new(ABS, "abs", "ABS", "f1011010 11000000 001000nn nnnddddd", "Rd Rn", feature: Feature.FEAT_CSSC),

        // Data-processing (1 source), pointer authentication
        new(PACIA, "pacia", "PACIA, PACIA1716, PACIASP, PACIAZ, PACIZA", "11011010 11000001 000000nn nnnddddd", "Xd RnSP", feature: Feature.FEAT_PAuth),
        new(PACIB, "pacib", "PACIB, PACIB1716, PACIBSP, PACIBZ, PACIZB", "11011010 11000001 000001nn nnnddddd", "Xd RnSP", feature: Feature.FEAT_PAuth),
        new(PACDA, "pacda", "PACDA, PACDZA", "11011010 11000001 000010nn nnnddddd", "Xd RnSP", feature: Feature.FEAT_PAuth),
        new(PACDB, "pacdb", "PACDB, PACDZB", "11011010 11000001 000011nn nnnddddd", "Xd RnSP", feature: Feature.FEAT_PAuth),
        new(AUTIA, "autia", "AUTIA, AUTIA1716, AUTIASP, AUTIAZ, AUTIZA", "11011010 11000001 000100nn nnnddddd", "Xd RnSP", feature: Feature.FEAT_PAuth),
        new(AUTIB, "autib", "AUTIB, AUTIB1716, AUTIBSP, AUTIBZ, AUTIZB", "11011010 11000001 000101nn nnnddddd", "Xd RnSP", feature: Feature.FEAT_PAuth),
        new(AUTDA, "autda", "AUTDA, AUTDZA", "11011010 11000001 000110nn nnnddddd", "Xd RnSP", feature: Feature.FEAT_PAuth),
        new(AUTDB, "autdb", "AUTDB, AUTDZB", "11011010 11000001 000111nn nnnddddd", "Xd RnSP", feature: Feature.FEAT_PAuth),
        new(PACIZA, "paciza", "PACIA, PACIA1716, PACIASP, PACIAZ, PACIZA", "11011010 11000001 00100011 111ddddd", "Xd", feature: Feature.FEAT_PAuth),
        new(PACIZB, "pacizb", "PACIB, PACIB1716, PACIBSP, PACIBZ, PACIZB", "11011010 11000001 00100111 111ddddd", "Xd", feature: Feature.FEAT_PAuth),
        new(PACDZA, "pacdza", "PACDA, PACDZA", "11011010 11000001 00101011 111ddddd", "Xd", feature: Feature.FEAT_PAuth),
        new(PACDZB, "pacdzb", "PACDB, PACDZB", "11011010 11000001 00101111 111ddddd", "Xd", feature: Feature.FEAT_PAuth),
        new(AUTIZA, "autiza", "AUTIA, AUTIA1716, AUTIASP, AUTIAZ, AUTIZA", "11011010 11000001 00110011 111ddddd", "Xd", feature: Feature.FEAT_PAuth),
        new(AUTIZB, "autizb", "AUTIB, AUTIB1716, AUTIBSP, AUTIBZ, AUTIZB", "11011010 11000001 00110111 111ddddd", "Xd", feature: Feature.FEAT_PAuth),
        new(AUTDZA, "autdza", "AUTDA, AUTDZA", "11011010 11000001 00111011 111ddddd", "Xd", feature: Feature.FEAT_PAuth),
        new(AUTDZB, "autdzb", "AUTDB, AUTDZB", "11011010 11000001 00111111 111ddddd", "Xd", feature: Feature.FEAT_PAuth),
        new(XPACI, "xpaci", "XPACD, XPACI, XPACLRI", "11011010 11000001 01000011 111ddddd", "Xd", feature: Feature.FEAT_PAuth),
        new(XPACD, "xpacd", "XPACD, XPACI, XPACLRI", "11011010 11000001 01000111 111ddddd", "Xd", feature: Feature.FEAT_PAuth),

        // Logical (shifted register)
        new(AND_shift, "and", "AND (shifted register)", "f0001010 vv0mmmmm jjjjjjnn nnnddddd", "Rd Rn RmShift", constraint: A64Constraint.LogicalShift),
        new(BIC_shift, "bic", "BIC (shifted register)", "f0001010 vv1mmmmm jjjjjjnn nnnddddd", "Rd Rn RmShift", constraint: A64Constraint.LogicalShift),
        new(ORR_shift, "orr", "ORR (shifted register)", "f0101010 vv0mmmmm jjjjjjnn nnnddddd", "Rd Rn RmShift", constraint: A64Constraint.LogicalShift),
        new(ORN_shift, "orn", "ORN (shifted register)", "f0101010 vv1mmmmm jjjjjjnn nnnddddd", "Rd Rn RmShift", constraint: A64Constraint.LogicalShift),
        new(EOR_shift, "eor", "EOR (shifted register)", "f1001010 vv0mmmmm jjjjjjnn nnnddddd", "Rd Rn RmShift", constraint: A64Constraint.LogicalShift),
        new(EON_shift, "eon", "EON (shifted register)", "f1001010 vv1mmmmm jjjjjjnn nnnddddd", "Rd Rn RmShift", constraint: A64Constraint.LogicalShift),
        new(ANDS_shift, "ands", "ANDS (shifted register)", "f1101010 vv0mmmmm jjjjjjnn nnnddddd", "Rd Rn RmShift", constraint: A64Constraint.LogicalShift),
        new(BICS_shift, "bics", "BICS (shifted register)", "f1101010 vv1mmmmm jjjjjjnn nnnddddd", "Rd Rn RmShift", constraint: A64Constraint.LogicalShift),

        // Add/subtract (shifted register)
        new(ADD_shift, "add", "ADD (shifted register)", "f0001011 vv0mmmmm jjjjjjnn nnnddddd", "Rd Rn RmShift", constraint: A64Constraint.AddSubtractShift),
        new(ADDS_shift, "adds", "ADDS (shifted register)", "f0101011 vv0mmmmm jjjjjjnn nnnddddd", "Rd Rn RmShift", constraint: A64Constraint.AddSubtractShift),
        new(SUB_shift, "sub", "SUB (shifted register)", "f1001011 vv0mmmmm jjjjjjnn nnnddddd", "Rd Rn RmShift", constraint: A64Constraint.AddSubtractShift),
        new(SUBS_shift, "subs", "SUBS (shifted register)", "f1101011 vv0mmmmm jjjjjjnn nnnddddd", "Rd Rn RmShift", constraint: A64Constraint.AddSubtractShift),

        // Add/subtract (extended register)
        new(ADD_ext, "add", "ADD (extended register)", "f0001011 001mmmmm ooojjjnn nnnddddd", "RdSP RnSP RmExtend", constraint: A64Constraint.ExtendShift),
        new(ADDS_ext, "adds", "ADDS (extended register)", "f0101011 001mmmmm ooojjjnn nnnddddd", "Rd RnSP RmExtend", constraint: A64Constraint.ExtendShift),
        new(SUB_ext, "sub", "SUB (extended register)", "f1001011 001mmmmm ooojjjnn nnnddddd", "RdSP RnSP RmExtend", constraint: A64Constraint.ExtendShift),
        new(SUBS_ext, "subs", "SUBS (extended register)", "f1101011 001mmmmm ooojjjnn nnnddddd", "Rd RnSP RmExtend", constraint: A64Constraint.ExtendShift),

        // Add/subtract (with carry)
        new(ADC, "adc", "ADC", "f0011010 000mmmmm 000000nn nnnddddd", "Rd Rn Rm"),
        new(ADCS, "adcs", "ADCS", "f0111010 000mmmmm 000000nn nnnddddd", "Rd Rn Rm"),
        new(SBC, "sbc", "SBC", "f1011010 000mmmmm 000000nn nnnddddd", "Rd Rn Rm"),
        new(SBCS, "sbcs", "SBCS", "f1111010 000mmmmm 000000nn nnnddddd", "Rd Rn Rm"),

        // Rotate right into flags
        new(RMIF, "rmif", "RMIF", "10111010 000jjjjj j00001nn nnn0zzzz", "Xn RotateImm6 Nzcv", feature: Feature.FEAT_FlagM),

        // Evaluate into flags
        new(SETF8, "setf8", "SETF8, SETF16", "00111010 00000000 000010nn nnn01101", "Wn", feature: Feature.FEAT_FlagM),
        new(SETF16, "setf16", "SETF8, SETF16", "00111010 00000000 010010nn nnn01101", "Wn", feature: Feature.FEAT_FlagM),

        // Conditional compare (register)
        new(CCMN_reg, "ccmn", "CCMN (register)", "f0111010 010mmmmm cccc00nn nnn0zzzz", "Rn Rm Nzcv Cond"),
        new(CCMP_reg, "ccmp", "CCMP (register)", "f1111010 010mmmmm cccc00nn nnn0zzzz", "Rn Rm Nzcv Cond"),

        // Conditional compare (immediate)
        new(CCMN_imm, "ccmn", "CCMN (immediate)", "f0111010 010iiiii cccc10nn nnn0zzzz", "Rn CompareImm5 Nzcv Cond"),
        new(CCMP_imm, "ccmp", "CCMP (immediate)", "f1111010 010iiiii cccc10nn nnn0zzzz", "Rn CompareImm5 Nzcv Cond"),

        // Conditional select
        new(CSEL, "csel", "CSEL", "f0011010 100mmmmm cccc00nn nnnddddd", "Rd Rn Rm Cond"),
        new(CSINC, "csinc", "CSINC", "f0011010 100mmmmm cccc01nn nnnddddd", "Rd Rn Rm Cond"),
        new(CSINV, "csinv", "CSINV", "f1011010 100mmmmm cccc00nn nnnddddd", "Rd Rn Rm Cond"),
        new(CSNEG, "csneg", "CSNEG", "f1011010 100mmmmm cccc01nn nnnddddd", "Rd Rn Rm Cond"),

        // Data-processing (3 source)
        new(MADD, "madd", "MADD", "f0011011 000mmmmm 0aaaaann nnnddddd", "Rd Rn Rm Ra"),
        new(MSUB, "msub", "MSUB", "f0011011 000mmmmm 1aaaaann nnnddddd", "Rd Rn Rm Ra"),
        new(SMADDL, "smaddl", "SMADDL", "10011011 001mmmmm 0aaaaann nnnddddd", "Xd Wn Wm Xa"),
        new(SMSUBL, "smsubl", "SMSUBL", "10011011 001mmmmm 1aaaaann nnnddddd", "Xd Wn Wm Xa"),
        new(UMADDL, "umaddl", "UMADDL", "10011011 101mmmmm 0aaaaann nnnddddd", "Xd Wn Wm Xa"),
        new(UMSUBL, "umsubl", "UMSUBL", "10011011 101mmmmm 1aaaaann nnnddddd", "Xd Wn Wm Xa"),
        new(SMULH, "smulh", "SMULH", "10011011 010mmmmm 0xxxxxnn nnnddddd", "Xd Xn Xm"),
        new(UMULH, "umulh", "UMULH", "10011011 110mmmmm 0xxxxxnn nnnddddd", "Xd Xn Xm"),
    ];
}
