namespace CcaEmu.Arm.A64;

/// <summary>
/// The A64 encodings this machine knows: one member per line of <see cref="A64Table"/>, 32-bit and 64-bit variants merged where the
/// manual tells them apart by a size field only. A suffix names the form: <c>_imm</c>, <c>_shift</c>, <c>_ext</c>, <c>_reg</c>,
/// <c>_lit</c>, and for loads and stores <c>_post</c>, <c>_pre</c>, <c>_off</c>.
/// </summary>
/// <remarks>The Arm ARM title of each member is <see cref="A64Encoding.Title"/> of its line.</remarks>
public enum A64Op : ushort
{
    /// <summary>The word is UNALLOCATED, or allocated to an instruction that is not in the table.</summary>
    Undefined = 0,

    // PC-rel. addressing
    ADR,
    ADRP,

    // Add/subtract (immediate)
    ADD_imm,
    ADDS_imm,
    SUB_imm,
    SUBS_imm,

    // Logical (immediate)
    AND_imm,
    ORR_imm,
    EOR_imm,
    ANDS_imm,

    // Move wide (immediate)
    MOVN,
    MOVZ,
    MOVK,

    // Bitfield
    SBFM,
    BFM,
    UBFM,

    // Extract
    EXTR,

    // Reserved
    UDF,

    // Conditional branch (immediate)
    B_cond,

    // Exception generation
    SVC,
    HVC,
    SMC,
    BRK,
    HLT,
    DCPS1,
    DCPS2,
    DCPS3,

    // Hints
    HINT,
    NOP,
    YIELD,
    WFE,
    WFI,
    SEV,
    SEVL,

    // Barriers
    CLREX,
    DSB,
    DMB,
    ISB,
    SB,

    // PSTATE
    MSR_imm,
    CFINV,

    // System instructions
    SYS,
    SYSL,

    // System register move
    MSR_reg,
    MRS,

    // Unconditional branch (register)
    BR,
    BLR,
    RET,
    ERET,
    DRPS,

    // Unconditional branch (immediate)
    B,
    BL,

    // Compare and branch (immediate)
    CBZ,
    CBNZ,

    // Test and branch (immediate)
    TBZ,
    TBNZ,

    // Load/store exclusive register
    STXRB,
    STLXRB,
    LDXRB,
    LDAXRB,
    STXRH,
    STLXRH,
    LDXRH,
    LDAXRH,
    STXR,
    STLXR,
    LDXR,
    LDAXR,

    // Load/store exclusive pair
    STXP,
    STLXP,
    LDXP,
    LDAXP,

    // Load/store ordered
    STLLRB,
    STLRB,
    LDLARB,
    LDARB,
    STLLRH,
    STLRH,
    LDLARH,
    LDARH,
    STLLR,
    STLR,
    LDLAR,
    LDAR,

    // Compare and swap
    CASB,
    CASH,
    CAS,

    // Compare and swap pair
    CASP,

    // Atomic memory operations
    LDADDB,
    LDADDH,
    LDADD,
    LDCLRB,
    LDCLRH,
    LDCLR,
    LDEORB,
    LDEORH,
    LDEOR,
    LDSETB,
    LDSETH,
    LDSET,
    LDSMAXB,
    LDSMAXH,
    LDSMAX,
    LDSMINB,
    LDSMINH,
    LDSMIN,
    LDUMAXB,
    LDUMAXH,
    LDUMAX,
    LDUMINB,
    LDUMINH,
    LDUMIN,
    SWPB,
    SWPH,
    SWP,
    LDAPRB,
    LDAPRH,
    LDAPR,

    // Load register (literal)
    LDR_lit,
    LDRSW_lit,
    PRFM_lit,

    // Load/store no-allocate pair (offset)
    STNP,
    LDNP,

    // Load/store register pair (post-indexed)
    STP_post,
    LDP_post,
    LDPSW_post,

    // Load/store register pair (offset)
    STP_off,
    LDP_off,
    LDPSW_off,

    // Load/store register pair (pre-indexed)
    STP_pre,
    LDP_pre,
    LDPSW_pre,

    // Load/store register (unscaled immediate)
    STURB,
    LDURB,
    LDURSB,
    STURH,
    LDURH,
    LDURSH,
    STUR,
    LDUR,
    LDURSW,
    PRFUM,

    // Load/store register (immediate post-indexed)
    STRB_imm_post,
    LDRB_imm_post,
    LDRSB_imm_post,
    STRH_imm_post,
    LDRH_imm_post,
    LDRSH_imm_post,
    STR_imm_post,
    LDR_imm_post,
    LDRSW_imm_post,

    // Load/store register (immediate pre-indexed)
    STRB_imm_pre,
    LDRB_imm_pre,
    LDRSB_imm_pre,
    STRH_imm_pre,
    LDRH_imm_pre,
    LDRSH_imm_pre,
    STR_imm_pre,
    LDR_imm_pre,
    LDRSW_imm_pre,

    // Load/store register (unprivileged)
    STTRB,
    LDTRB,
    LDTRSB,
    STTRH,
    LDTRH,
    LDTRSH,
    STTR,
    LDTR,
    LDTRSW,

    // Load/store register (register offset)
    STRB_reg,
    LDRB_reg,
    LDRSB_reg,
    STRH_reg,
    LDRH_reg,
    LDRSH_reg,
    STR_reg,
    LDR_reg,
    LDRSW_reg,
    PRFM_reg,

    // Load/store register (unsigned immediate)
    STRB_imm_off,
    LDRB_imm_off,
    LDRSB_imm_off,
    STRH_imm_off,
    LDRH_imm_off,
    LDRSH_imm_off,
    STR_imm_off,
    LDR_imm_off,
    LDRSW_imm_off,
    PRFM_imm_off,

    // Data-processing (2 source)
    UDIV,
    SDIV,
    LSLV,
    LSRV,
    ASRV,
    RORV,
    CRC32B,
    CRC32H,
    CRC32W,
    CRC32X,
    CRC32CB,
    CRC32CH,
    CRC32CW,
    CRC32CX,

    // Data-processing (1 source)
    RBIT,
    REV16,
    REV,
    REV32,
    CLZ,
    CLS,

    // Logical (shifted register)
    AND_shift,
    BIC_shift,
    ORR_shift,
    ORN_shift,
    EOR_shift,
    EON_shift,
    ANDS_shift,
    BICS_shift,

    // Add/subtract (shifted register)
    ADD_shift,
    ADDS_shift,
    SUB_shift,
    SUBS_shift,

    // Add/subtract (extended register)
    ADD_ext,
    ADDS_ext,
    SUB_ext,
    SUBS_ext,

    // Add/subtract (with carry)
    ADC,
    ADCS,
    SBC,
    SBCS,

    // Rotate right into flags
    RMIF,

    // Evaluate into flags
    SETF8,
    SETF16,

    // Conditional compare (register)
    CCMN_reg,
    CCMP_reg,

    // Conditional compare (immediate)
    CCMN_imm,
    CCMP_imm,

    // Conditional select
    CSEL,
    CSINC,
    CSINV,
    CSNEG,

    // Data-processing (3 source)
    MADD,
    MSUB,
    SMADDL,
    SMSUBL,
    UMADDL,
    UMSUBL,
    SMULH,
    UMULH,

    // ---------------------------------------------------------------------------------------------------
    // SimdLoadStoreTable: loads and stores of SIMD&FP registers
    // ---------------------------------------------------------------------------------------------------

    // Advanced SIMD load/store multiple structures
    ST4_mult,
    ST1_x4,
    ST3_mult,
    ST1_x3,
    ST1_x1,
    ST2_mult,
    ST1_x2,
    LD4_mult,
    LD1_x4,
    LD3_mult,
    LD1_x3,
    LD1_x1,
    LD2_mult,
    LD1_x2,

    // Advanced SIMD load/store multiple structures (post-indexed)
    ST4_mult_post,
    ST1_x4_post,
    ST3_mult_post,
    ST1_x3_post,
    ST1_x1_post,
    ST2_mult_post,
    ST1_x2_post,
    LD4_mult_post,
    LD1_x4_post,
    LD3_mult_post,
    LD1_x3_post,
    LD1_x1_post,
    LD2_mult_post,
    LD1_x2_post,

    // Advanced SIMD load/store single structure
    ST1_B,
    ST1_H,
    ST1_S,
    ST1_D,
    ST2_B,
    ST2_H,
    ST2_S,
    ST2_D,
    ST3_B,
    ST3_H,
    ST3_S,
    ST3_D,
    ST4_B,
    ST4_H,
    ST4_S,
    ST4_D,
    LD1_B,
    LD1_H,
    LD1_S,
    LD1_D,
    LD1R,
    LD2_B,
    LD2_H,
    LD2_S,
    LD2_D,
    LD2R,
    LD3_B,
    LD3_H,
    LD3_S,
    LD3_D,
    LD3R,
    LD4_B,
    LD4_H,
    LD4_S,
    LD4_D,
    LD4R,
    STL1,
    LDAP1,

    // Advanced SIMD load/store single structure (post-indexed)
    ST1_B_post,
    ST1_H_post,
    ST1_S_post,
    ST1_D_post,
    ST2_B_post,
    ST2_H_post,
    ST2_S_post,
    ST2_D_post,
    ST3_B_post,
    ST3_H_post,
    ST3_S_post,
    ST3_D_post,
    ST4_B_post,
    ST4_H_post,
    ST4_S_post,
    ST4_D_post,
    LD1_B_post,
    LD1_H_post,
    LD1_S_post,
    LD1_D_post,
    LD1R_post,
    LD2_B_post,
    LD2_H_post,
    LD2_S_post,
    LD2_D_post,
    LD2R_post,
    LD3_B_post,
    LD3_H_post,
    LD3_S_post,
    LD3_D_post,
    LD3R_post,
    LD4_B_post,
    LD4_H_post,
    LD4_S_post,
    LD4_D_post,
    LD4R_post,

    // Load/store ordered (SIMD&FP)
    STLUR_SIMD,
    LDAPUR_SIMD,

    // Load register (literal)
    LDR_lit_SIMD,

    // Load/store no-allocate pair (offset)
    STNP_SIMD,
    LDNP_SIMD,

    // Load/store register pair (post-indexed)
    STP_SIMD_post,
    LDP_SIMD_post,

    // Load/store register pair (offset)
    STP_SIMD_off,
    LDP_SIMD_off,

    // Load/store register pair (pre-indexed)
    STP_SIMD_pre,
    LDP_SIMD_pre,

    // Load/store register (unscaled immediate)
    STUR_SIMD,
    LDUR_SIMD,

    // Load/store register (immediate post-indexed)
    STR_imm_SIMD_post,
    LDR_imm_SIMD_post,

    // Load/store register (immediate pre-indexed)
    STR_imm_SIMD_pre,
    LDR_imm_SIMD_pre,

    // Load/store register (register offset)
    STR_reg_SIMD,
    LDR_reg_SIMD,

    // Load/store register (unsigned immediate)
    STR_imm_SIMD_off,
    LDR_imm_SIMD_off,

    // ---------------------------------------------------------------------------------------------------
    // FloatingPointTable: scalar floating-point
    // ---------------------------------------------------------------------------------------------------

    // ---------------------------------------------------------------------------------------------------
    // AdvancedSimdTable: vectors of integers, bits and whole elements
    // ---------------------------------------------------------------------------------------------------

    // ---------------------------------------------------------------------------------------------------
    // AdvancedSimdFloatTable: vectors of floating-point numbers
    // ---------------------------------------------------------------------------------------------------

    // ---------------------------------------------------------------------------------------------------
    // CryptographyTable
    // ---------------------------------------------------------------------------------------------------

    // Cryptographic AES
    AESE,
    AESD,
    AESMC,
    AESIMC,

    // Cryptographic three-register SHA
    SHA1C,
    SHA1P,
    SHA1M,
    SHA1SU0,
    SHA256H,
    SHA256H2,
    SHA256SU1,

    // Cryptographic two-register SHA
    SHA1H,
    SHA1SU1,
    SHA256SU0,

    // Cryptographic three-register, imm2
    SM3TT1A,
    SM3TT1B,
    SM3TT2A,
    SM3TT2B,

    // Cryptographic three-register SHA 512
    SHA512H,
    SHA512H2,
    SHA512SU1,
    RAX1,
    SM3PARTW1,
    SM3PARTW2,
    SM4EKEY,

    // Cryptographic four-register
    EOR3,
    BCAX,
    SM3SS1,

    // XAR
    XAR,

    // Cryptographic two-register SHA 512
    SHA512SU0,
    SM4E,
}
