using static CcaEmu.Arm.A64.A64Op;

namespace CcaEmu.Arm.A64;

/// <summary>The integer load, store and prefetch encodings of the group Loads and Stores.</summary>
/// <remarks>
/// Arm ARM, A64 instruction set encoding, Loads and Stores: register, pair and literal forms.
/// The letters of a pattern are listed at <see cref="A64Encoding.Pattern"/>.
/// </remarks>
internal static class LoadStoreTable
{
    /// <summary>One line per encoding, in the manual's order of groups.</summary>
    internal static A64Encoding[] Lines() =>
    [
        // Load register (literal)
        new(LDR_lit, "ldr", "LDR (literal)", "0f011000 iiiiiiii iiiiiiii iiittttt", "Rt MemLiteral"),
        new(LDRSW_lit, "ldrsw", "LDRSW (literal)", "10011000 iiiiiiii iiiiiiii iiittttt", "Xt MemLiteral"),
        new(PRFM_lit, "prfm", "PRFM (literal)", "11011000 iiiiiiii iiiiiiii iiittttt", "Prfop MemLiteral"),

        // Load/store no-allocate pair (offset)
        new(STNP, "stnp", "STNP", "f0101000 00iiiiii iuuuuunn nnnttttt", "Rt Rt2 MemPair"),
        new(LDNP, "ldnp", "LDNP", "f0101000 01iiiiii iuuuuunn nnnttttt", "Rt Rt2 MemPair"),

        // Load/store register pair (post-indexed)
        new(STP_post, "stp", "STP", "f0101000 10iiiiii iuuuuunn nnnttttt", "Rt Rt2 MemPairPost"),
        new(LDP_post, "ldp", "LDP", "f0101000 11iiiiii iuuuuunn nnnttttt", "Rt Rt2 MemPairPost"),
        new(LDPSW_post, "ldpsw", "LDPSW", "01101000 11iiiiii iuuuuunn nnnttttt", "Xt Xt2 MemPairPost"),

        // Load/store register pair (offset)
        new(STP_off, "stp", "STP", "f0101001 00iiiiii iuuuuunn nnnttttt", "Rt Rt2 MemPair"),
        new(LDP_off, "ldp", "LDP", "f0101001 01iiiiii iuuuuunn nnnttttt", "Rt Rt2 MemPair"),
        new(LDPSW_off, "ldpsw", "LDPSW", "01101001 01iiiiii iuuuuunn nnnttttt", "Xt Xt2 MemPair"),

        // Load/store register pair (pre-indexed)
        new(STP_pre, "stp", "STP", "f0101001 10iiiiii iuuuuunn nnnttttt", "Rt Rt2 MemPairPre"),
        new(LDP_pre, "ldp", "LDP", "f0101001 11iiiiii iuuuuunn nnnttttt", "Rt Rt2 MemPairPre"),
        new(LDPSW_pre, "ldpsw", "LDPSW", "01101001 11iiiiii iuuuuunn nnnttttt", "Xt Xt2 MemPairPre"),

        // Load/store register (unscaled immediate)
        new(STURB, "sturb", "STURB", "00111000 000iiiii iiii00nn nnnttttt", "Wt MemUnscaled"),
        new(LDURB, "ldurb", "LDURB", "00111000 010iiiii iiii00nn nnnttttt", "Wt MemUnscaled"),
        new(LDURSB, "ldursb", "LDURSB", "00111000 1F0iiiii iiii00nn nnnttttt", "Rt MemUnscaled"),
        new(STURH, "sturh", "STURH", "01111000 000iiiii iiii00nn nnnttttt", "Wt MemUnscaled"),
        new(LDURH, "ldurh", "LDURH", "01111000 010iiiii iiii00nn nnnttttt", "Wt MemUnscaled"),
        new(LDURSH, "ldursh", "LDURSH", "01111000 1F0iiiii iiii00nn nnnttttt", "Rt MemUnscaled"),
        new(STUR, "stur", "STUR", "1f111000 000iiiii iiii00nn nnnttttt", "Rt MemUnscaled"),
        new(LDUR, "ldur", "LDUR", "1f111000 010iiiii iiii00nn nnnttttt", "Rt MemUnscaled"),
        new(LDURSW, "ldursw", "LDURSW", "10111000 100iiiii iiii00nn nnnttttt", "Xt MemUnscaled"),
        new(PRFUM, "prfum", "PRFUM", "11111000 100iiiii iiii00nn nnnttttt", "Prfop MemUnscaled"),

        // Load/store register (immediate post-indexed)
        new(STRB_imm_post, "strb", "STRB (immediate)", "00111000 000iiiii iiii01nn nnnttttt", "Wt MemPost"),
        new(LDRB_imm_post, "ldrb", "LDRB (immediate)", "00111000 010iiiii iiii01nn nnnttttt", "Wt MemPost"),
        new(LDRSB_imm_post, "ldrsb", "LDRSB (immediate)", "00111000 1F0iiiii iiii01nn nnnttttt", "Rt MemPost"),
        new(STRH_imm_post, "strh", "STRH (immediate)", "01111000 000iiiii iiii01nn nnnttttt", "Wt MemPost"),
        new(LDRH_imm_post, "ldrh", "LDRH (immediate)", "01111000 010iiiii iiii01nn nnnttttt", "Wt MemPost"),
        new(LDRSH_imm_post, "ldrsh", "LDRSH (immediate)", "01111000 1F0iiiii iiii01nn nnnttttt", "Rt MemPost"),
        new(STR_imm_post, "str", "STR (immediate)", "1f111000 000iiiii iiii01nn nnnttttt", "Rt MemPost"),
        new(LDR_imm_post, "ldr", "LDR (immediate)", "1f111000 010iiiii iiii01nn nnnttttt", "Rt MemPost"),
        new(LDRSW_imm_post, "ldrsw", "LDRSW (immediate)", "10111000 100iiiii iiii01nn nnnttttt", "Xt MemPost"),

        // Load/store register (immediate pre-indexed)
        new(STRB_imm_pre, "strb", "STRB (immediate)", "00111000 000iiiii iiii11nn nnnttttt", "Wt MemPre"),
        new(LDRB_imm_pre, "ldrb", "LDRB (immediate)", "00111000 010iiiii iiii11nn nnnttttt", "Wt MemPre"),
        new(LDRSB_imm_pre, "ldrsb", "LDRSB (immediate)", "00111000 1F0iiiii iiii11nn nnnttttt", "Rt MemPre"),
        new(STRH_imm_pre, "strh", "STRH (immediate)", "01111000 000iiiii iiii11nn nnnttttt", "Wt MemPre"),
        new(LDRH_imm_pre, "ldrh", "LDRH (immediate)", "01111000 010iiiii iiii11nn nnnttttt", "Wt MemPre"),
        new(LDRSH_imm_pre, "ldrsh", "LDRSH (immediate)", "01111000 1F0iiiii iiii11nn nnnttttt", "Rt MemPre"),
        new(STR_imm_pre, "str", "STR (immediate)", "1f111000 000iiiii iiii11nn nnnttttt", "Rt MemPre"),
        new(LDR_imm_pre, "ldr", "LDR (immediate)", "1f111000 010iiiii iiii11nn nnnttttt", "Rt MemPre"),
        new(LDRSW_imm_pre, "ldrsw", "LDRSW (immediate)", "10111000 100iiiii iiii11nn nnnttttt", "Xt MemPre"),

        // Load/store register (unprivileged)
        new(STTRB, "sttrb", "STTRB", "00111000 000iiiii iiii10nn nnnttttt", "Wt MemUnscaled"),
        new(LDTRB, "ldtrb", "LDTRB", "00111000 010iiiii iiii10nn nnnttttt", "Wt MemUnscaled"),
        new(LDTRSB, "ldtrsb", "LDTRSB", "00111000 1F0iiiii iiii10nn nnnttttt", "Rt MemUnscaled"),
        new(STTRH, "sttrh", "STTRH", "01111000 000iiiii iiii10nn nnnttttt", "Wt MemUnscaled"),
        new(LDTRH, "ldtrh", "LDTRH", "01111000 010iiiii iiii10nn nnnttttt", "Wt MemUnscaled"),
        new(LDTRSH, "ldtrsh", "LDTRSH", "01111000 1F0iiiii iiii10nn nnnttttt", "Rt MemUnscaled"),
        new(STTR, "sttr", "STTR", "1f111000 000iiiii iiii10nn nnnttttt", "Rt MemUnscaled"),
        new(LDTR, "ldtr", "LDTR", "1f111000 010iiiii iiii10nn nnnttttt", "Rt MemUnscaled"),
        new(LDTRSW, "ldtrsw", "LDTRSW", "10111000 100iiiii iiii10nn nnnttttt", "Xt MemUnscaled"),

        // Load/store register (register offset)
        new(STRB_reg, "strb", "STRB (register)", "00111000 001mmmmm oooS10nn nnnttttt", "Wt MemRegister", constraint: A64Constraint.RegisterOffset),
        new(LDRB_reg, "ldrb", "LDRB (register)", "00111000 011mmmmm oooS10nn nnnttttt", "Wt MemRegister", constraint: A64Constraint.RegisterOffset),
        new(LDRSB_reg, "ldrsb", "LDRSB (register)", "00111000 1F1mmmmm oooS10nn nnnttttt", "Rt MemRegister", constraint: A64Constraint.RegisterOffset),
        new(STRH_reg, "strh", "STRH (register)", "01111000 001mmmmm oooS10nn nnnttttt", "Wt MemRegister", constraint: A64Constraint.RegisterOffset),
        new(LDRH_reg, "ldrh", "LDRH (register)", "01111000 011mmmmm oooS10nn nnnttttt", "Wt MemRegister", constraint: A64Constraint.RegisterOffset),
        new(LDRSH_reg, "ldrsh", "LDRSH (register)", "01111000 1F1mmmmm oooS10nn nnnttttt", "Rt MemRegister", constraint: A64Constraint.RegisterOffset),
        new(STR_reg, "str", "STR (register)", "1f111000 001mmmmm oooS10nn nnnttttt", "Rt MemRegister", constraint: A64Constraint.RegisterOffset),
        new(LDR_reg, "ldr", "LDR (register)", "1f111000 011mmmmm oooS10nn nnnttttt", "Rt MemRegister", constraint: A64Constraint.RegisterOffset),
        new(LDRSW_reg, "ldrsw", "LDRSW (register)", "10111000 101mmmmm oooS10nn nnnttttt", "Xt MemRegister", constraint: A64Constraint.RegisterOffset),
        new(PRFM_reg, "prfm", "PRFM (register)", "11111000 101mmmmm oooS10nn nnnttttt", "Prfop MemRegister", constraint: A64Constraint.RegisterOffset),

        // Load/store register (pac)
        new(LDRAA_off, "ldraa", "LDRAA, LDRAB", "11111000 0i1iiiii iiii01nn nnnttttt", "Xt MemAuth", feature: Feature.FEAT_PAuth),
        new(LDRAA_pre, "ldraa", "LDRAA, LDRAB", "11111000 0i1iiiii iiii11nn nnnttttt", "Xt MemAuthPre", feature: Feature.FEAT_PAuth),
        new(LDRAB_off, "ldrab", "LDRAA, LDRAB", "11111000 1i1iiiii iiii01nn nnnttttt", "Xt MemAuth", feature: Feature.FEAT_PAuth),
        new(LDRAB_pre, "ldrab", "LDRAA, LDRAB", "11111000 1i1iiiii iiii11nn nnnttttt", "Xt MemAuthPre", feature: Feature.FEAT_PAuth),

        // Load/store register (unsigned immediate)
        new(STRB_imm_off, "strb", "STRB (immediate)", "00111001 00iiiiii iiiiiinn nnnttttt", "Wt MemUnsigned"),
        new(LDRB_imm_off, "ldrb", "LDRB (immediate)", "00111001 01iiiiii iiiiiinn nnnttttt", "Wt MemUnsigned"),
        new(LDRSB_imm_off, "ldrsb", "LDRSB (immediate)", "00111001 1Fiiiiii iiiiiinn nnnttttt", "Rt MemUnsigned"),
        new(STRH_imm_off, "strh", "STRH (immediate)", "01111001 00iiiiii iiiiiinn nnnttttt", "Wt MemUnsigned"),
        new(LDRH_imm_off, "ldrh", "LDRH (immediate)", "01111001 01iiiiii iiiiiinn nnnttttt", "Wt MemUnsigned"),
        new(LDRSH_imm_off, "ldrsh", "LDRSH (immediate)", "01111001 1Fiiiiii iiiiiinn nnnttttt", "Rt MemUnsigned"),
        new(STR_imm_off, "str", "STR (immediate)", "1f111001 00iiiiii iiiiiinn nnnttttt", "Rt MemUnsigned"),
        new(LDR_imm_off, "ldr", "LDR (immediate)", "1f111001 01iiiiii iiiiiinn nnnttttt", "Rt MemUnsigned"),
        new(LDRSW_imm_off, "ldrsw", "LDRSW (immediate)", "10111001 10iiiiii iiiiiinn nnnttttt", "Xt MemUnsigned"),
        new(PRFM_imm_off, "prfm", "PRFM (immediate)", "11111001 10iiiiii iiiiiinn nnnttttt", "Prfop MemUnsigned"),
    ];
}
