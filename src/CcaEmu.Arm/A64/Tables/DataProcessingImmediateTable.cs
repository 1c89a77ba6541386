using static CcaEmu.Arm.A64.A64Op;

namespace CcaEmu.Arm.A64;

/// <summary>The encodings of the group Data Processing - Immediate.</summary>
/// <remarks>
/// Arm ARM, A64 instruction set encoding, Data Processing - Immediate.
/// The letters of a pattern are listed at <see cref="A64Encoding.Pattern"/>.
/// </remarks>
internal static class DataProcessingImmediateTable
{
    /// <summary>One line per encoding, in the manual's order of groups.</summary>
    internal static A64Encoding[] Lines() =>
    [
        // PC-rel. addressing
        new(ADR, "adr", "ADR", "0ll10000 iiiiiiii iiiiiiii iiiddddd", "Xd AdrLabel"),
        new(ADRP, "adrp", "ADRP", "1ll10000 iiiiiiii iiiiiiii iiiddddd", "Xd AdrpLabel"),

        // Add/subtract (immediate)
        new(ADD_imm, "add", "ADD (immediate)", "f0010001 0hiiiiii iiiiiinn nnnddddd", "RdSP RnSP AddImm"),
        new(ADDS_imm, "adds", "ADDS (immediate)", "f0110001 0hiiiiii iiiiiinn nnnddddd", "Rd RnSP AddImm"),
        new(SUB_imm, "sub", "SUB (immediate)", "f1010001 0hiiiiii iiiiiinn nnnddddd", "RdSP RnSP AddImm"),
        new(SUBS_imm, "subs", "SUBS (immediate)", "f1110001 0hiiiiii iiiiiinn nnnddddd", "Rd RnSP AddImm"),

        // Logical (immediate)
        new(AND_imm, "and", "AND (immediate)", "f0010010 0Nrrrrrr ppppppnn nnnddddd", "RdSP Rn LogicalImm", constraint: A64Constraint.LogicalImmediate),
        new(ORR_imm, "orr", "ORR (immediate)", "f0110010 0Nrrrrrr ppppppnn nnnddddd", "RdSP Rn LogicalImm", constraint: A64Constraint.LogicalImmediate),
        new(EOR_imm, "eor", "EOR (immediate)", "f1010010 0Nrrrrrr ppppppnn nnnddddd", "RdSP Rn LogicalImm", constraint: A64Constraint.LogicalImmediate),
        new(ANDS_imm, "ands", "ANDS (immediate)", "f1110010 0Nrrrrrr ppppppnn nnnddddd", "Rd Rn LogicalImm", constraint: A64Constraint.LogicalImmediate),

        // Min/max (immediate)
        new(SMAX_imm, "smax", "SMAX (immediate)", "f0010001 110000ii iiiiiinn nnnddddd", "Rd Rn SignedImm8", feature: Feature.FEAT_CSSC),
        new(UMAX_imm, "umax", "UMAX (immediate)", "f0010001 110001ii iiiiiinn nnnddddd", "Rd Rn UnsignedImm8", feature: Feature.FEAT_CSSC),
        new(SMIN_imm, "smin", "SMIN (immediate)", "f0010001 110010ii iiiiiinn nnnddddd", "Rd Rn SignedImm8", feature: Feature.FEAT_CSSC),
        new(UMIN_imm, "umin", "UMIN (immediate)", "f0010001 110011ii iiiiiinn nnnddddd", "Rd Rn UnsignedImm8", feature: Feature.FEAT_CSSC),

        // Move wide (immediate)
        new(MOVN, "movn", "MOVN", "f0010010 1hhiiiii iiiiiiii iiiddddd", "Rd MoveWideImm", constraint: A64Constraint.MoveWide),
        new(MOVZ, "movz", "MOVZ", "f1010010 1hhiiiii iiiiiiii iiiddddd", "Rd MoveWideImm", constraint: A64Constraint.MoveWide),
        new(MOVK, "movk", "MOVK", "f1110010 1hhiiiii iiiiiiii iiiddddd", "Rd MoveWideImm", constraint: A64Constraint.MoveWide),

        // Bitfield
        new(SBFM, "sbfm", "SBFM", "f0010011 0Nrrrrrr ppppppnn nnnddddd", "Rd Rn Immr Imms", constraint: A64Constraint.Bitfield),
        new(BFM, "bfm", "BFM", "f0110011 0Nrrrrrr ppppppnn nnnddddd", "Rd Rn Immr Imms", constraint: A64Constraint.Bitfield),
        new(UBFM, "ubfm", "UBFM", "f1010011 0Nrrrrrr ppppppnn nnnddddd", "Rd Rn Immr Imms", constraint: A64Constraint.Bitfield),

        // Extract
        new(EXTR, "extr", "EXTR", "f0010011 1N0mmmmm ppppppnn nnnddddd", "Rd Rn Rm Lsb", constraint: A64Constraint.Extract),
    ];
}
