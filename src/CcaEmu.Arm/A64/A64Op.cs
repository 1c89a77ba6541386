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

    // Min/max (immediate)
    SMAX_imm,
    UMAX_imm,
    SMIN_imm,
    UMIN_imm,

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
    BC_cond,

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
    DGH,
    XPACLRI,
    PACIA1716,
    PACIB1716,
    AUTIA1716,
    AUTIB1716,
    ESB,
    PSB_CSYNC,
    TSB_CSYNC,
    CSDB,
    PACIAZ,
    PACIASP,
    PACIBZ,
    PACIBSP,
    AUTIAZ,
    AUTIASP,
    AUTIBZ,
    AUTIBSP,
    BTI,

    // System instructions with register argument
    WFET,
    WFIT,

    // Barriers
    CLREX,
    DSB,
    DSB_nXS,
    DMB,
    ISB,
    SB,

    // PSTATE
    MSR_imm,
    CFINV,
    XAFLAG,
    AXFLAG,

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
    BRAA,
    BRAB,
    BLRAA,
    BLRAB,
    BRAAZ,
    BRABZ,
    BLRAAZ,
    BLRABZ,
    RETAA,
    RETAB,
    ERETAA,
    ERETAB,

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

    // Load/store ordered (unscaled immediate)
    STLURB,
    LDAPURB,
    LDAPURSB,
    STLURH,
    LDAPURH,
    LDAPURSH,
    STLUR,
    LDAPUR,
    LDAPURSW,

    // Load/store ordered (writeback)
    STLR_pre,
    LDAPR_post,

    // Load/store ordered register pair
    STILP_pre,
    STILP,
    LDIAPP_post,
    LDIAPP,

    // Memory Copy and Memory Set
    CPYFP,
    CPYFM,
    CPYFE,
    SETP,
    SETM,
    SETE,
    CPYP,
    CPYM,
    CPYE,

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

    // Load/store register (pac)
    LDRAA_off,
    LDRAA_pre,
    LDRAB_off,
    LDRAB_pre,

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
    PACGA,
    CRC32B,
    CRC32H,
    CRC32W,
    CRC32X,
    CRC32CB,
    CRC32CH,
    CRC32CW,
    CRC32CX,
    SMAX_reg,
    UMAX_reg,
    SMIN_reg,
    UMIN_reg,

    // Data-processing (1 source)
    RBIT,
    REV16,
    REV,
    REV32,
    CLZ,
    CLS,
    CTZ,
    CNT,
    ABS,

    // Data-processing (1 source), pointer authentication
    PACIA,
    PACIB,
    PACDA,
    PACDB,
    AUTIA,
    AUTIB,
    AUTDA,
    AUTDB,
    PACIZA,
    PACIZB,
    PACDZA,
    PACDZB,
    AUTIZA,
    AUTIZB,
    AUTDZA,
    AUTDZB,
    XPACI,
    XPACD,

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

    // Conversion between floating-point and fixed-point
    SCVTF_fix,
    UCVTF_fix,
    FCVTZS_fix,
    FCVTZU_fix,

    // Conversion between floating-point and integer
    FCVTNS_int,
    FCVTNU_int,
    SCVTF_int,
    UCVTF_int,
    FCVTAS_int,
    FCVTAU_int,
    FCVTPS_int,
    FCVTPU_int,
    FCVTMS_int,
    FCVTMU_int,
    FCVTZS_int,
    FCVTZU_int,
    FMOV_to_gen,
    FMOV_from_gen,
    FMOV_from_top,
    FMOV_to_top,
    FJCVTZS,

    // Floating-point data-processing (1 source)
    FMOV_reg,
    FABS_scalar,
    FNEG_scalar,
    FSQRT_scalar,
    FCVT,
    BFCVT,
    FRINTN_scalar,
    FRINTP_scalar,
    FRINTM_scalar,
    FRINTZ_scalar,
    FRINTA_scalar,
    FRINTX_scalar,
    FRINTI_scalar,
    FRINT32Z_scalar,
    FRINT32X_scalar,
    FRINT64Z_scalar,
    FRINT64X_scalar,

    // Floating-point compare
    FCMP,
    FCMP_zero,
    FCMPE,
    FCMPE_zero,

    // Floating-point immediate
    FMOV_imm,

    // Floating-point conditional compare
    FCCMP,
    FCCMPE,

    // Floating-point data-processing (2 source)
    FMUL_scalar,
    FDIV_scalar,
    FADD_scalar,
    FSUB_scalar,
    FMAX_scalar,
    FMIN_scalar,
    FMAXNM_scalar,
    FMINNM_scalar,
    FNMUL_scalar,

    // Floating-point conditional select
    FCSEL,

    // Floating-point data-processing (3 source)
    FMADD,
    FMSUB,
    FNMADD,
    FNMSUB,

    // ---------------------------------------------------------------------------------------------------
    // AdvancedSimdTable: vectors of integers, bits and whole elements
    // ---------------------------------------------------------------------------------------------------

    // Advanced SIMD scalar copy
    DUP_scalar,

    // Advanced SIMD scalar three same extra
    SQRDMLAH_scalar,
    SQRDMLSH_scalar,

    // Advanced SIMD scalar two-register miscellaneous
    SUQADD_scalar,
    SQABS_scalar,
    CMGT_zero_scalar,
    CMEQ_zero_scalar,
    CMLT_zero_scalar,
    ABS_scalar,
    SQXTN_scalar,
    USQADD_scalar,
    SQNEG_scalar,
    CMGE_zero_scalar,
    CMLE_zero_scalar,
    NEG_scalar,
    SQXTUN_scalar,
    UQXTN_scalar,

    // Advanced SIMD scalar pairwise
    ADDP_scalar,

    // Advanced SIMD scalar three different
    SQDMLAL_scalar,
    SQDMLSL_scalar,
    SQDMULL_scalar,

    // Advanced SIMD scalar three same
    SQADD_scalar,
    SQSUB_scalar,
    CMGT_scalar,
    CMGE_scalar,
    SSHL_scalar,
    SQSHL_scalar,
    SRSHL_scalar,
    SQRSHL_scalar,
    ADD_scalar,
    CMTST_scalar,
    SQDMULH_scalar,
    UQADD_scalar,
    UQSUB_scalar,
    CMHI_scalar,
    CMHS_scalar,
    USHL_scalar,
    UQSHL_scalar,
    URSHL_scalar,
    UQRSHL_scalar,
    SUB_scalar,
    CMEQ_scalar,
    SQRDMULH_scalar,

    // Advanced SIMD scalar shift by immediate
    SSHR_scalar,
    SSRA_scalar,
    SRSHR_scalar,
    SRSRA_scalar,
    SHL_scalar,
    SQSHL_imm_scalar,
    SQSHRN_scalar,
    SQRSHRN_scalar,
    USHR_scalar,
    USRA_scalar,
    URSHR_scalar,
    URSRA_scalar,
    SRI_scalar,
    SLI_scalar,
    SQSHLU_scalar,
    UQSHL_imm_scalar,
    SQSHRUN_scalar,
    SQRSHRUN_scalar,
    UQSHRN_scalar,
    UQRSHRN_scalar,

    // Advanced SIMD scalar x indexed element
    SQDMLAL_element_scalar,
    SQDMLSL_element_scalar,
    SQDMULL_element_scalar,
    SQDMULH_element_scalar,
    SQRDMULH_element_scalar,
    SQRDMLAH_element_scalar,
    SQRDMLSH_element_scalar,

    // Advanced SIMD table lookup
    TBL_1,
    TBL_2,
    TBL_3,
    TBL_4,
    TBX_1,
    TBX_2,
    TBX_3,
    TBX_4,

    // Advanced SIMD permute
    UZP1,
    TRN1,
    ZIP1,
    UZP2,
    TRN2,
    ZIP2,

    // Advanced SIMD extract
    EXT,

    // Advanced SIMD copy
    DUP_element,
    DUP_general,
    SMOV,
    UMOV,
    INS_general,
    INS_element,

    // Advanced SIMD three-register extension
    SQRDMLAH_vector,
    SQRDMLSH_vector,
    SDOT_vector,
    UDOT_vector,
    USDOT_vector,
    SMMLA,
    UMMLA,
    USMMLA,

    // Advanced SIMD two-register miscellaneous
    REV64,
    REV16_vector,
    SADDLP,
    SUQADD_vector,
    CLS_vector,
    CNT_vector,
    SADALP,
    SQABS_vector,
    CMGT_zero,
    CMEQ_zero,
    CMLT_zero,
    ABS_vector,
    XTN,
    SQXTN_vector,
    URECPE,
    REV32_vector,
    UADDLP,
    USQADD_vector,
    CLZ_vector,
    NOT,
    RBIT_vector,
    UADALP,
    SQNEG_vector,
    CMGE_zero,
    CMLE_zero,
    NEG_vector,
    SQXTUN_vector,
    SHLL,
    UQXTN_vector,
    URSQRTE,

    // Advanced SIMD across lanes
    SADDLV,
    SMAXV,
    SMINV,
    ADDV,
    UADDLV,
    UMAXV,
    UMINV,

    // Advanced SIMD three different
    SADDL,
    SADDW,
    SSUBL,
    SSUBW,
    ADDHN,
    SABAL,
    SUBHN,
    SABDL,
    SMLAL_vector,
    SQDMLAL_vector,
    SMLSL_vector,
    SQDMLSL_vector,
    SMULL_vector,
    SQDMULL_vector,
    PMULL_8,
    PMULL_64,
    UADDL,
    UADDW,
    USUBL,
    USUBW,
    RADDHN,
    UABAL,
    RSUBHN,
    UABDL,
    UMLAL_vector,
    UMLSL_vector,
    UMULL_vector,

    // Advanced SIMD three same
    SHADD,
    SQADD_vector,
    SRHADD,
    AND_vector,
    BIC_vector,
    ORR_vector,
    ORN_vector,
    SHSUB,
    SQSUB_vector,
    CMGT_vector,
    CMGE_vector,
    SSHL_vector,
    SQSHL_vector,
    SRSHL_vector,
    SQRSHL_vector,
    SMAX_vector,
    SMIN_vector,
    SABD,
    SABA,
    ADD_vector,
    CMTST_vector,
    MLA_vector,
    MUL_vector,
    SMAXP,
    SMINP,
    SQDMULH_vector,
    ADDP_vector,
    UHADD,
    UQADD_vector,
    URHADD,
    EOR_vector,
    BSL,
    BIT,
    BIF,
    UHSUB,
    UQSUB_vector,
    CMHI_vector,
    CMHS_vector,
    USHL_vector,
    UQSHL_vector,
    URSHL_vector,
    UQRSHL_vector,
    UMAX_vector,
    UMIN_vector,
    UABD,
    UABA,
    SUB_vector,
    CMEQ_vector,
    MLS_vector,
    PMUL,
    UMAXP,
    UMINP,
    SQRDMULH_vector,

    // Advanced SIMD modified immediate
    MOVI_word,
    MOVI_half,
    MOVI_ones,
    MVNI_word,
    MVNI_half,
    MVNI_ones,
    ORR_vector_imm_word,
    ORR_vector_imm_half,
    BIC_vector_imm_word,
    BIC_vector_imm_half,
    MOVI_byte,
    MOVI_scalar,
    MOVI_doubleword,
    FMOV_vector_single,
    FMOV_vector_half,
    FMOV_vector_double,

    // Advanced SIMD shift by immediate
    SSHR_vector,
    SSRA_vector,
    SRSHR_vector,
    SRSRA_vector,
    SHL_vector,
    SQSHL_imm_vector,
    SHRN,
    RSHRN,
    SQSHRN_vector,
    SQRSHRN_vector,
    SSHLL,
    USHR_vector,
    USRA_vector,
    URSHR_vector,
    URSRA_vector,
    SRI_vector,
    SLI_vector,
    SQSHLU_vector,
    UQSHL_imm_vector,
    SQSHRUN_vector,
    SQRSHRUN_vector,
    UQSHRN_vector,
    UQRSHRN_vector,
    USHLL,

    // Advanced SIMD vector x indexed element
    SMLAL_element,
    SQDMLAL_element,
    SMLSL_element,
    SQDMLSL_element,
    MUL_element,
    SMULL_element,
    SQDMULL_element,
    SQDMULH_element,
    SQRDMULH_element,
    MLA_element,
    UMLAL_element,
    MLS_element,
    UMLSL_element,
    UMULL_element,
    SQRDMLAH_element,
    SQRDMLSH_element,
    SDOT_element,
    UDOT_element,
    SUDOT_element,
    USDOT_element,

    // ---------------------------------------------------------------------------------------------------
    // AdvancedSimdFloatTable: vectors of floating-point numbers
    // ---------------------------------------------------------------------------------------------------

    // Advanced SIMD scalar three same FP16
    FMULX_scalar_H,
    FCMEQ_scalar_H,
    FRECPS_scalar_H,
    FRSQRTS_scalar_H,
    FCMGE_scalar_H,
    FACGE_scalar_H,
    FABD_scalar_H,
    FCMGT_scalar_H,
    FACGT_scalar_H,

    // Advanced SIMD scalar two-register miscellaneous FP16
    FCVTNS_scalar_H,
    FCVTMS_scalar_H,
    FCVTAS_scalar_H,
    SCVTF_scalar_H,
    FCMGT_zero_scalar_H,
    FCMEQ_zero_scalar_H,
    FCMLT_zero_scalar_H,
    FCVTPS_scalar_H,
    FCVTZS_scalar_H,
    FRECPE_scalar_H,
    FRECPX_scalar_H,
    FCVTNU_scalar_H,
    FCVTMU_scalar_H,
    FCVTAU_scalar_H,
    UCVTF_scalar_H,
    FCMGE_zero_scalar_H,
    FCMLE_zero_scalar_H,
    FCVTPU_scalar_H,
    FCVTZU_scalar_H,
    FRSQRTE_scalar_H,

    // Advanced SIMD scalar two-register miscellaneous
    FCVTNS_scalar,
    FCVTMS_scalar,
    FCVTAS_scalar,
    SCVTF_scalar,
    FCMGT_zero_scalar,
    FCMEQ_zero_scalar,
    FCMLT_zero_scalar,
    FCVTPS_scalar,
    FCVTZS_scalar,
    FRECPE_scalar,
    FRECPX_scalar,
    FCVTXN_scalar,
    FCVTNU_scalar,
    FCVTMU_scalar,
    FCVTAU_scalar,
    UCVTF_scalar,
    FCMGE_zero_scalar,
    FCMLE_zero_scalar,
    FCVTPU_scalar,
    FCVTZU_scalar,
    FRSQRTE_scalar,

    // Advanced SIMD scalar pairwise
    FMAXNMP_scalar_H,
    FADDP_scalar_H,
    FMAXP_scalar_H,
    FMINNMP_scalar_H,
    FMINP_scalar_H,
    FMAXNMP_scalar,
    FADDP_scalar,
    FMAXP_scalar,
    FMINNMP_scalar,
    FMINP_scalar,

    // Advanced SIMD scalar three same
    FMULX_scalar,
    FCMEQ_scalar,
    FRECPS_scalar,
    FRSQRTS_scalar,
    FCMGE_scalar,
    FACGE_scalar,
    FABD_scalar,
    FCMGT_scalar,
    FACGT_scalar,

    // Advanced SIMD scalar shift by immediate
    SCVTF_scalar_fixed_H,
    SCVTF_scalar_fixed_S,
    SCVTF_scalar_fixed_D,
    FCVTZS_scalar_fixed_H,
    FCVTZS_scalar_fixed_S,
    FCVTZS_scalar_fixed_D,
    UCVTF_scalar_fixed_H,
    UCVTF_scalar_fixed_S,
    UCVTF_scalar_fixed_D,
    FCVTZU_scalar_fixed_H,
    FCVTZU_scalar_fixed_S,
    FCVTZU_scalar_fixed_D,

    // Advanced SIMD scalar x indexed element
    FMLA_scalar_element_H,
    FMLA_scalar_element,
    FMLS_scalar_element_H,
    FMLS_scalar_element,
    FMUL_scalar_element_H,
    FMUL_scalar_element,
    FMULX_scalar_element_H,
    FMULX_scalar_element,

    // Advanced SIMD three same (FP16)
    FMAXNM_vector_H,
    FMLA_vector_H,
    FADD_vector_H,
    FMULX_vector_H,
    FCMEQ_vector_H,
    FMAX_vector_H,
    FRECPS_vector_H,
    FMINNM_vector_H,
    FMLS_vector_H,
    FSUB_vector_H,
    FMIN_vector_H,
    FRSQRTS_vector_H,
    FMAXNMP_vector_H,
    FADDP_vector_H,
    FMUL_vector_H,
    FCMGE_vector_H,
    FACGE_vector_H,
    FMAXP_vector_H,
    FDIV_vector_H,
    FMINNMP_vector_H,
    FABD_vector_H,
    FCMGT_vector_H,
    FACGT_vector_H,
    FMINP_vector_H,

    // Advanced SIMD two-register miscellaneous (FP16)
    FRINTN_vector_H,
    FRINTM_vector_H,
    FCVTNS_vector_H,
    FCVTMS_vector_H,
    FCVTAS_vector_H,
    SCVTF_vector_H,
    FCMGT_zero_vector_H,
    FCMEQ_zero_vector_H,
    FCMLT_zero_vector_H,
    FABS_vector_H,
    FRINTP_vector_H,
    FRINTZ_vector_H,
    FCVTPS_vector_H,
    FCVTZS_vector_H,
    FRECPE_vector_H,
    FRINTA_vector_H,
    FRINTX_vector_H,
    FCVTNU_vector_H,
    FCVTMU_vector_H,
    FCVTAU_vector_H,
    UCVTF_vector_H,
    FCMGE_zero_vector_H,
    FCMLE_zero_vector_H,
    FNEG_vector_H,
    FRINTI_vector_H,
    FCVTPU_vector_H,
    FCVTZU_vector_H,
    FRSQRTE_vector_H,
    FSQRT_vector_H,

    // Advanced SIMD three-register extension
    FCMLA_vector,
    FCADD,
    BFDOT_vector,
    BFMLALB_vector,
    BFMLALT_vector,
    BFMMLA,

    // Advanced SIMD two-register miscellaneous
    FCVTN,
    FCVTL,
    BFCVTN,
    FCVTXN_vector,
    FRINTN_vector,
    FRINTM_vector,
    FCVTNS_vector,
    FCVTMS_vector,
    FCVTAS_vector,
    SCVTF_vector,
    FRINT32Z_vector,
    FRINT64Z_vector,
    FCMGT_zero_vector,
    FCMEQ_zero_vector,
    FCMLT_zero_vector,
    FABS_vector,
    FRINTP_vector,
    FRINTZ_vector,
    FCVTPS_vector,
    FCVTZS_vector,
    FRECPE_vector,
    FRINTA_vector,
    FRINTX_vector,
    FCVTNU_vector,
    FCVTMU_vector,
    FCVTAU_vector,
    UCVTF_vector,
    FRINT32X_vector,
    FRINT64X_vector,
    FCMGE_zero_vector,
    FCMLE_zero_vector,
    FNEG_vector,
    FRINTI_vector,
    FCVTPU_vector,
    FCVTZU_vector,
    FRSQRTE_vector,
    FSQRT_vector,

    // Advanced SIMD across lanes
    FMAXNMV_H,
    FMAXV_H,
    FMINNMV_H,
    FMINV_H,
    FMAXNMV,
    FMAXV,
    FMINNMV,
    FMINV,

    // Advanced SIMD three same
    FMAXNM_vector,
    FMLA_vector,
    FADD_vector,
    FMULX_vector,
    FCMEQ_vector,
    FMAX_vector,
    FRECPS_vector,
    FMINNM_vector,
    FMLS_vector,
    FSUB_vector,
    FMIN_vector,
    FRSQRTS_vector,
    FMAXNMP_vector,
    FADDP_vector,
    FMUL_vector,
    FCMGE_vector,
    FACGE_vector,
    FMAXP_vector,
    FDIV_vector,
    FMINNMP_vector,
    FABD_vector,
    FCMGT_vector,
    FACGT_vector,
    FMINP_vector,
    FMLAL_vector,
    FMLSL_vector,
    FMLAL2_vector,
    FMLSL2_vector,

    // Advanced SIMD shift by immediate
    SCVTF_vector_fixed_H,
    SCVTF_vector_fixed_S,
    SCVTF_vector_fixed_D,
    FCVTZS_vector_fixed_H,
    FCVTZS_vector_fixed_S,
    FCVTZS_vector_fixed_D,
    UCVTF_vector_fixed_H,
    UCVTF_vector_fixed_S,
    UCVTF_vector_fixed_D,
    FCVTZU_vector_fixed_H,
    FCVTZU_vector_fixed_S,
    FCVTZU_vector_fixed_D,

    // Advanced SIMD vector x indexed element
    FMLA_element_H,
    FMLA_element,
    FMLS_element_H,
    FMLS_element,
    FMUL_element_H,
    FMUL_element,
    FMULX_element_H,
    FMULX_element,
    FMLAL_element,
    FMLSL_element,
    FMLAL2_element,
    FMLSL2_element,
    FCMLA_element_H,
    FCMLA_element_S,
    BFDOT_element,
    BFMLALB_element,
    BFMLALT_element,

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
