using static CcaEmu.Arm.A64.A64Op;

namespace CcaEmu.Arm.A64;

/// <summary>The encodings of the group Loads and Stores that move SIMD&amp;FP registers.</summary>
/// <remarks>
/// Arm ARM, A64 instruction set encoding, Loads and Stores.
/// The letters of a pattern are listed at <see cref="A64Encoding.Pattern"/>.
/// </remarks>
internal static class SimdLoadStoreTable
{
    /// <summary>One line per encoding, in the manual's order of groups.</summary>
    internal static A64Encoding[] Lines() =>
    [
        // Advanced SIMD load/store multiple structures
        new(ST4_mult, "st4", "ST4 (multiple structures)", "0Q001100 00000000 0000EEnn nnnttttt", "{Vt.M*4} MemBase",
            Feature.FEAT_AdvSIMD, constraint: A64Constraint.StructureArrangement),
        new(ST1_x4, "st1", "ST1 (multiple structures)", "0Q001100 00000000 0010EEnn nnnttttt", "{Vt.M*4} MemBase", Feature.FEAT_AdvSIMD),
        new(ST3_mult, "st3", "ST3 (multiple structures)", "0Q001100 00000000 0100EEnn nnnttttt", "{Vt.M*3} MemBase",
            Feature.FEAT_AdvSIMD, constraint: A64Constraint.StructureArrangement),
        new(ST1_x3, "st1", "ST1 (multiple structures)", "0Q001100 00000000 0110EEnn nnnttttt", "{Vt.M*3} MemBase", Feature.FEAT_AdvSIMD),
        new(ST1_x1, "st1", "ST1 (multiple structures)", "0Q001100 00000000 0111EEnn nnnttttt", "{Vt.M} MemBase", Feature.FEAT_AdvSIMD),
        new(ST2_mult, "st2", "ST2 (multiple structures)", "0Q001100 00000000 1000EEnn nnnttttt", "{Vt.M*2} MemBase",
            Feature.FEAT_AdvSIMD, constraint: A64Constraint.StructureArrangement),
        new(ST1_x2, "st1", "ST1 (multiple structures)", "0Q001100 00000000 1010EEnn nnnttttt", "{Vt.M*2} MemBase", Feature.FEAT_AdvSIMD),
        new(LD4_mult, "ld4", "LD4 (multiple structures)", "0Q001100 01000000 0000EEnn nnnttttt", "{Vt.M*4} MemBase",
            Feature.FEAT_AdvSIMD, constraint: A64Constraint.StructureArrangement),
        new(LD1_x4, "ld1", "LD1 (multiple structures)", "0Q001100 01000000 0010EEnn nnnttttt", "{Vt.M*4} MemBase", Feature.FEAT_AdvSIMD),
        new(LD3_mult, "ld3", "LD3 (multiple structures)", "0Q001100 01000000 0100EEnn nnnttttt", "{Vt.M*3} MemBase",
            Feature.FEAT_AdvSIMD, constraint: A64Constraint.StructureArrangement),
        new(LD1_x3, "ld1", "LD1 (multiple structures)", "0Q001100 01000000 0110EEnn nnnttttt", "{Vt.M*3} MemBase", Feature.FEAT_AdvSIMD),
        new(LD1_x1, "ld1", "LD1 (multiple structures)", "0Q001100 01000000 0111EEnn nnnttttt", "{Vt.M} MemBase", Feature.FEAT_AdvSIMD),
        new(LD2_mult, "ld2", "LD2 (multiple structures)", "0Q001100 01000000 1000EEnn nnnttttt", "{Vt.M*2} MemBase",
            Feature.FEAT_AdvSIMD, constraint: A64Constraint.StructureArrangement),
        new(LD1_x2, "ld1", "LD1 (multiple structures)", "0Q001100 01000000 1010EEnn nnnttttt", "{Vt.M*2} MemBase", Feature.FEAT_AdvSIMD),

        // Advanced SIMD load/store multiple structures (post-indexed)
        new(ST4_mult_post, "st4", "ST4 (multiple structures)", "0Q001100 100mmmmm 0000EEnn nnnttttt", "{Vt.M*4} MemStructPost",
            Feature.FEAT_AdvSIMD, constraint: A64Constraint.StructureArrangement),
        new(ST1_x4_post, "st1", "ST1 (multiple structures)", "0Q001100 100mmmmm 0010EEnn nnnttttt", "{Vt.M*4} MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST3_mult_post, "st3", "ST3 (multiple structures)", "0Q001100 100mmmmm 0100EEnn nnnttttt", "{Vt.M*3} MemStructPost",
            Feature.FEAT_AdvSIMD, constraint: A64Constraint.StructureArrangement),
        new(ST1_x3_post, "st1", "ST1 (multiple structures)", "0Q001100 100mmmmm 0110EEnn nnnttttt", "{Vt.M*3} MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST1_x1_post, "st1", "ST1 (multiple structures)", "0Q001100 100mmmmm 0111EEnn nnnttttt", "{Vt.M} MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST2_mult_post, "st2", "ST2 (multiple structures)", "0Q001100 100mmmmm 1000EEnn nnnttttt", "{Vt.M*2} MemStructPost",
            Feature.FEAT_AdvSIMD, constraint: A64Constraint.StructureArrangement),
        new(ST1_x2_post, "st1", "ST1 (multiple structures)", "0Q001100 100mmmmm 1010EEnn nnnttttt", "{Vt.M*2} MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD4_mult_post, "ld4", "LD4 (multiple structures)", "0Q001100 110mmmmm 0000EEnn nnnttttt", "{Vt.M*4} MemStructPost",
            Feature.FEAT_AdvSIMD, constraint: A64Constraint.StructureArrangement),
        new(LD1_x4_post, "ld1", "LD1 (multiple structures)", "0Q001100 110mmmmm 0010EEnn nnnttttt", "{Vt.M*4} MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD3_mult_post, "ld3", "LD3 (multiple structures)", "0Q001100 110mmmmm 0100EEnn nnnttttt", "{Vt.M*3} MemStructPost",
            Feature.FEAT_AdvSIMD, constraint: A64Constraint.StructureArrangement),
        new(LD1_x3_post, "ld1", "LD1 (multiple structures)", "0Q001100 110mmmmm 0110EEnn nnnttttt", "{Vt.M*3} MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD1_x1_post, "ld1", "LD1 (multiple structures)", "0Q001100 110mmmmm 0111EEnn nnnttttt", "{Vt.M} MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD2_mult_post, "ld2", "LD2 (multiple structures)", "0Q001100 110mmmmm 1000EEnn nnnttttt", "{Vt.M*2} MemStructPost",
            Feature.FEAT_AdvSIMD, constraint: A64Constraint.StructureArrangement),
        new(LD1_x2_post, "ld1", "LD1 (multiple structures)", "0Q001100 110mmmmm 1010EEnn nnnttttt", "{Vt.M*2} MemStructPost", Feature.FEAT_AdvSIMD),

        // Advanced SIMD load/store single structure
        new(ST1_B, "st1", "ST1 (single structure)", "0Q001101 00000000 000iiinn nnnttttt", "{Vt.B}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(ST1_H, "st1", "ST1 (single structure)", "0Q001101 00000000 010ii0nn nnnttttt", "{Vt.H}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(ST1_S, "st1", "ST1 (single structure)", "0Q001101 00000000 100i00nn nnnttttt", "{Vt.S}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(ST1_D, "st1", "ST1 (single structure)", "0Q001101 00000000 100001nn nnnttttt", "{Vt.D}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(ST2_B, "st2", "ST2 (single structure)", "0Q001101 00100000 000iiinn nnnttttt", "{Vt.B*2}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(ST2_H, "st2", "ST2 (single structure)", "0Q001101 00100000 010ii0nn nnnttttt", "{Vt.H*2}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(ST2_S, "st2", "ST2 (single structure)", "0Q001101 00100000 100i00nn nnnttttt", "{Vt.S*2}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(ST2_D, "st2", "ST2 (single structure)", "0Q001101 00100000 100001nn nnnttttt", "{Vt.D*2}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(ST3_B, "st3", "ST3 (single structure)", "0Q001101 00000000 001iiinn nnnttttt", "{Vt.B*3}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(ST3_H, "st3", "ST3 (single structure)", "0Q001101 00000000 011ii0nn nnnttttt", "{Vt.H*3}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(ST3_S, "st3", "ST3 (single structure)", "0Q001101 00000000 101i00nn nnnttttt", "{Vt.S*3}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(ST3_D, "st3", "ST3 (single structure)", "0Q001101 00000000 101001nn nnnttttt", "{Vt.D*3}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(ST4_B, "st4", "ST4 (single structure)", "0Q001101 00100000 001iiinn nnnttttt", "{Vt.B*4}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(ST4_H, "st4", "ST4 (single structure)", "0Q001101 00100000 011ii0nn nnnttttt", "{Vt.H*4}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(ST4_S, "st4", "ST4 (single structure)", "0Q001101 00100000 101i00nn nnnttttt", "{Vt.S*4}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(ST4_D, "st4", "ST4 (single structure)", "0Q001101 00100000 101001nn nnnttttt", "{Vt.D*4}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD1_B, "ld1", "LD1 (single structure)", "0Q001101 01000000 000iiinn nnnttttt", "{Vt.B}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD1_H, "ld1", "LD1 (single structure)", "0Q001101 01000000 010ii0nn nnnttttt", "{Vt.H}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD1_S, "ld1", "LD1 (single structure)", "0Q001101 01000000 100i00nn nnnttttt", "{Vt.S}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD1_D, "ld1", "LD1 (single structure)", "0Q001101 01000000 100001nn nnnttttt", "{Vt.D}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD1R, "ld1r", "LD1R", "0Q001101 01000000 1100EEnn nnnttttt", "{Vt.M} MemBase", Feature.FEAT_AdvSIMD),
        new(LD2_B, "ld2", "LD2 (single structure)", "0Q001101 01100000 000iiinn nnnttttt", "{Vt.B*2}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD2_H, "ld2", "LD2 (single structure)", "0Q001101 01100000 010ii0nn nnnttttt", "{Vt.H*2}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD2_S, "ld2", "LD2 (single structure)", "0Q001101 01100000 100i00nn nnnttttt", "{Vt.S*2}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD2_D, "ld2", "LD2 (single structure)", "0Q001101 01100000 100001nn nnnttttt", "{Vt.D*2}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD2R, "ld2r", "LD2R", "0Q001101 01100000 1100EEnn nnnttttt", "{Vt.M*2} MemBase", Feature.FEAT_AdvSIMD),
        new(LD3_B, "ld3", "LD3 (single structure)", "0Q001101 01000000 001iiinn nnnttttt", "{Vt.B*3}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD3_H, "ld3", "LD3 (single structure)", "0Q001101 01000000 011ii0nn nnnttttt", "{Vt.H*3}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD3_S, "ld3", "LD3 (single structure)", "0Q001101 01000000 101i00nn nnnttttt", "{Vt.S*3}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD3_D, "ld3", "LD3 (single structure)", "0Q001101 01000000 101001nn nnnttttt", "{Vt.D*3}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD3R, "ld3r", "LD3R", "0Q001101 01000000 1110EEnn nnnttttt", "{Vt.M*3} MemBase", Feature.FEAT_AdvSIMD),
        new(LD4_B, "ld4", "LD4 (single structure)", "0Q001101 01100000 001iiinn nnnttttt", "{Vt.B*4}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD4_H, "ld4", "LD4 (single structure)", "0Q001101 01100000 011ii0nn nnnttttt", "{Vt.H*4}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD4_S, "ld4", "LD4 (single structure)", "0Q001101 01100000 101i00nn nnnttttt", "{Vt.S*4}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD4_D, "ld4", "LD4 (single structure)", "0Q001101 01100000 101001nn nnnttttt", "{Vt.D*4}[lane] MemBase", Feature.FEAT_AdvSIMD),
        new(LD4R, "ld4r", "LD4R", "0Q001101 01100000 1110EEnn nnnttttt", "{Vt.M*4} MemBase", Feature.FEAT_AdvSIMD),
        new(STL1, "stl1", "STL1 (SIMD&FP)", "0Q001101 00000001 100001nn nnnttttt", "{Vt.D}[lane] MemBase", Feature.FEAT_LRCPC3),
        new(LDAP1, "ldap1", "LDAP1 (SIMD&FP)", "0Q001101 01000001 100001nn nnnttttt", "{Vt.D}[lane] MemBase", Feature.FEAT_LRCPC3),

        // Advanced SIMD load/store single structure (post-indexed)
        new(ST1_B_post, "st1", "ST1 (single structure)", "0Q001101 100mmmmm 000iiinn nnnttttt", "{Vt.B}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST1_H_post, "st1", "ST1 (single structure)", "0Q001101 100mmmmm 010ii0nn nnnttttt", "{Vt.H}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST1_S_post, "st1", "ST1 (single structure)", "0Q001101 100mmmmm 100i00nn nnnttttt", "{Vt.S}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST1_D_post, "st1", "ST1 (single structure)", "0Q001101 100mmmmm 100001nn nnnttttt", "{Vt.D}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST2_B_post, "st2", "ST2 (single structure)", "0Q001101 101mmmmm 000iiinn nnnttttt", "{Vt.B*2}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST2_H_post, "st2", "ST2 (single structure)", "0Q001101 101mmmmm 010ii0nn nnnttttt", "{Vt.H*2}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST2_S_post, "st2", "ST2 (single structure)", "0Q001101 101mmmmm 100i00nn nnnttttt", "{Vt.S*2}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST2_D_post, "st2", "ST2 (single structure)", "0Q001101 101mmmmm 100001nn nnnttttt", "{Vt.D*2}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST3_B_post, "st3", "ST3 (single structure)", "0Q001101 100mmmmm 001iiinn nnnttttt", "{Vt.B*3}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST3_H_post, "st3", "ST3 (single structure)", "0Q001101 100mmmmm 011ii0nn nnnttttt", "{Vt.H*3}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST3_S_post, "st3", "ST3 (single structure)", "0Q001101 100mmmmm 101i00nn nnnttttt", "{Vt.S*3}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST3_D_post, "st3", "ST3 (single structure)", "0Q001101 100mmmmm 101001nn nnnttttt", "{Vt.D*3}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST4_B_post, "st4", "ST4 (single structure)", "0Q001101 101mmmmm 001iiinn nnnttttt", "{Vt.B*4}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST4_H_post, "st4", "ST4 (single structure)", "0Q001101 101mmmmm 011ii0nn nnnttttt", "{Vt.H*4}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST4_S_post, "st4", "ST4 (single structure)", "0Q001101 101mmmmm 101i00nn nnnttttt", "{Vt.S*4}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(ST4_D_post, "st4", "ST4 (single structure)", "0Q001101 101mmmmm 101001nn nnnttttt", "{Vt.D*4}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD1_B_post, "ld1", "LD1 (single structure)", "0Q001101 110mmmmm 000iiinn nnnttttt", "{Vt.B}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD1_H_post, "ld1", "LD1 (single structure)", "0Q001101 110mmmmm 010ii0nn nnnttttt", "{Vt.H}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD1_S_post, "ld1", "LD1 (single structure)", "0Q001101 110mmmmm 100i00nn nnnttttt", "{Vt.S}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD1_D_post, "ld1", "LD1 (single structure)", "0Q001101 110mmmmm 100001nn nnnttttt", "{Vt.D}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD1R_post, "ld1r", "LD1R", "0Q001101 110mmmmm 1100EEnn nnnttttt", "{Vt.M} MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD2_B_post, "ld2", "LD2 (single structure)", "0Q001101 111mmmmm 000iiinn nnnttttt", "{Vt.B*2}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD2_H_post, "ld2", "LD2 (single structure)", "0Q001101 111mmmmm 010ii0nn nnnttttt", "{Vt.H*2}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD2_S_post, "ld2", "LD2 (single structure)", "0Q001101 111mmmmm 100i00nn nnnttttt", "{Vt.S*2}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD2_D_post, "ld2", "LD2 (single structure)", "0Q001101 111mmmmm 100001nn nnnttttt", "{Vt.D*2}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD2R_post, "ld2r", "LD2R", "0Q001101 111mmmmm 1100EEnn nnnttttt", "{Vt.M*2} MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD3_B_post, "ld3", "LD3 (single structure)", "0Q001101 110mmmmm 001iiinn nnnttttt", "{Vt.B*3}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD3_H_post, "ld3", "LD3 (single structure)", "0Q001101 110mmmmm 011ii0nn nnnttttt", "{Vt.H*3}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD3_S_post, "ld3", "LD3 (single structure)", "0Q001101 110mmmmm 101i00nn nnnttttt", "{Vt.S*3}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD3_D_post, "ld3", "LD3 (single structure)", "0Q001101 110mmmmm 101001nn nnnttttt", "{Vt.D*3}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD3R_post, "ld3r", "LD3R", "0Q001101 110mmmmm 1110EEnn nnnttttt", "{Vt.M*3} MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD4_B_post, "ld4", "LD4 (single structure)", "0Q001101 111mmmmm 001iiinn nnnttttt", "{Vt.B*4}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD4_H_post, "ld4", "LD4 (single structure)", "0Q001101 111mmmmm 011ii0nn nnnttttt", "{Vt.H*4}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD4_S_post, "ld4", "LD4 (single structure)", "0Q001101 111mmmmm 101i00nn nnnttttt", "{Vt.S*4}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD4_D_post, "ld4", "LD4 (single structure)", "0Q001101 111mmmmm 101001nn nnnttttt", "{Vt.D*4}[lane] MemStructPost", Feature.FEAT_AdvSIMD),
        new(LD4R_post, "ld4r", "LD4R", "0Q001101 111mmmmm 1110EEnn nnnttttt", "{Vt.M*4} MemStructPost", Feature.FEAT_AdvSIMD),

        // Load/store ordered (SIMD&FP)
        new(STLUR_SIMD, "stlur", "STLUR (SIMD&FP)", "EE011101 E00iiiii iiii10nn nnnttttt", "Mt MemUnscaled",
            Feature.FEAT_LRCPC3, constraint: A64Constraint.SimdAccess),
        new(LDAPUR_SIMD, "ldapur", "LDAPUR (SIMD&FP)", "EE011101 E10iiiii iiii10nn nnnttttt", "Mt MemUnscaled",
            Feature.FEAT_LRCPC3, constraint: A64Constraint.SimdAccess),

        // Load register (literal)
        new(LDR_lit_SIMD, "ldr", "LDR (literal, SIMD&FP)", "EE011100 iiiiiiii iiiiiiii iiittttt", "Pt MemLiteral",
            Feature.FEAT_FP, constraint: A64Constraint.SimdPair),

        // Load/store no-allocate pair (offset)
        new(STNP_SIMD, "stnp", "STNP (SIMD&FP)", "EE101100 00iiiiii iuuuuunn nnnttttt", "Pt Pu MemPair",
            Feature.FEAT_FP, constraint: A64Constraint.SimdPair),
        new(LDNP_SIMD, "ldnp", "LDNP (SIMD&FP)", "EE101100 01iiiiii iuuuuunn nnnttttt", "Pt Pu MemPair",
            Feature.FEAT_FP, constraint: A64Constraint.SimdPair),

        // Load/store register pair (post-indexed)
        new(STP_SIMD_post, "stp", "STP (SIMD&FP)", "EE101100 10iiiiii iuuuuunn nnnttttt", "Pt Pu MemPairPost",
            Feature.FEAT_FP, constraint: A64Constraint.SimdPair),
        new(LDP_SIMD_post, "ldp", "LDP (SIMD&FP)", "EE101100 11iiiiii iuuuuunn nnnttttt", "Pt Pu MemPairPost",
            Feature.FEAT_FP, constraint: A64Constraint.SimdPair),

        // Load/store register pair (offset)
        new(STP_SIMD_off, "stp", "STP (SIMD&FP)", "EE101101 00iiiiii iuuuuunn nnnttttt", "Pt Pu MemPair",
            Feature.FEAT_FP, constraint: A64Constraint.SimdPair),
        new(LDP_SIMD_off, "ldp", "LDP (SIMD&FP)", "EE101101 01iiiiii iuuuuunn nnnttttt", "Pt Pu MemPair",
            Feature.FEAT_FP, constraint: A64Constraint.SimdPair),

        // Load/store register pair (pre-indexed)
        new(STP_SIMD_pre, "stp", "STP (SIMD&FP)", "EE101101 10iiiiii iuuuuunn nnnttttt", "Pt Pu MemPairPre",
            Feature.FEAT_FP, constraint: A64Constraint.SimdPair),
        new(LDP_SIMD_pre, "ldp", "LDP (SIMD&FP)", "EE101101 11iiiiii iuuuuunn nnnttttt", "Pt Pu MemPairPre",
            Feature.FEAT_FP, constraint: A64Constraint.SimdPair),

        // Load/store register (unscaled immediate)
        new(STUR_SIMD, "stur", "STUR (SIMD&FP)", "EE111100 E00iiiii iiii00nn nnnttttt", "Mt MemUnscaled",
            Feature.FEAT_FP, constraint: A64Constraint.SimdAccess),
        new(LDUR_SIMD, "ldur", "LDUR (SIMD&FP)", "EE111100 E10iiiii iiii00nn nnnttttt", "Mt MemUnscaled",
            Feature.FEAT_FP, constraint: A64Constraint.SimdAccess),

        // Load/store register (immediate post-indexed)
        new(STR_imm_SIMD_post, "str", "STR (immediate, SIMD&FP)", "EE111100 E00iiiii iiii01nn nnnttttt", "Mt MemPost",
            Feature.FEAT_FP, constraint: A64Constraint.SimdAccess),
        new(LDR_imm_SIMD_post, "ldr", "LDR (immediate, SIMD&FP)", "EE111100 E10iiiii iiii01nn nnnttttt", "Mt MemPost",
            Feature.FEAT_FP, constraint: A64Constraint.SimdAccess),

        // Load/store register (immediate pre-indexed)
        new(STR_imm_SIMD_pre, "str", "STR (immediate, SIMD&FP)", "EE111100 E00iiiii iiii11nn nnnttttt", "Mt MemPre",
            Feature.FEAT_FP, constraint: A64Constraint.SimdAccess),
        new(LDR_imm_SIMD_pre, "ldr", "LDR (immediate, SIMD&FP)", "EE111100 E10iiiii iiii11nn nnnttttt", "Mt MemPre",
            Feature.FEAT_FP, constraint: A64Constraint.SimdAccess),

        // Load/store register (register offset)
        new(STR_reg_SIMD, "str", "STR (register, SIMD&FP)", "EE111100 E01mmmmm oooS10nn nnnttttt", "Mt MemRegister",
            Feature.FEAT_FP, constraint: A64Constraint.SimdRegisterOffset),
        new(LDR_reg_SIMD, "ldr", "LDR (register, SIMD&FP)", "EE111100 E11mmmmm oooS10nn nnnttttt", "Mt MemRegister",
            Feature.FEAT_FP, constraint: A64Constraint.SimdRegisterOffset),

        // Load/store register (unsigned immediate)
        new(STR_imm_SIMD_off, "str", "STR (immediate, SIMD&FP)", "EE111101 E0iiiiii iiiiiinn nnnttttt", "Mt MemUnsigned",
            Feature.FEAT_FP, constraint: A64Constraint.SimdAccess),
        new(LDR_imm_SIMD_off, "ldr", "LDR (immediate, SIMD&FP)", "EE111101 E1iiiiii iiiiiinn nnnttttt", "Mt MemUnsigned",
            Feature.FEAT_FP, constraint: A64Constraint.SimdAccess),
    ];
}
