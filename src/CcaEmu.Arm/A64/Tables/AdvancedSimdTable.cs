using static CcaEmu.Arm.A64.A64Op;
using static CcaEmu.Arm.A64.Feature;

namespace CcaEmu.Arm.A64;

/// <summary>The encodings of Advanced SIMD on integers, bits and whole elements, scalar and vector.</summary>
/// <remarks>
/// Arm ARM, A64 instruction set encoding, Data Processing - Scalar Floating-Point and Advanced SIMD.
/// The letters of a pattern are listed at <see cref="A64Encoding.Pattern"/>, the operands at <see cref="VectorField"/>.
/// </remarks>
internal static class AdvancedSimdTable
{
    /// <summary>One line per encoding, in the manual's order of groups.</summary>
    internal static A64Encoding[] Lines() =>
    [
        .. ScalarCopy(), .. ScalarThreeSameExtra(), .. ScalarTwoRegisterMiscellaneous(),
        .. ScalarPairwise(), .. ScalarThreeDifferent(), .. ScalarThreeSame(),
        .. ScalarShiftByImmediate(), .. ScalarByIndexedElement(), .. TableLookup(),
        .. Permute(), .. Extract(), .. Copy(),
        .. ThreeRegisterExtension(), .. TwoRegisterMiscellaneous(), .. AcrossLanes(),
        .. ThreeDifferent(), .. ThreeSame(), .. ModifiedImmediate(),
        .. ShiftByImmediate(), .. VectorByIndexedElement(),
    ];

    private static A64Encoding[] ScalarCopy() =>
    [
        new(DUP_scalar, "dup", "DUP (element)", "01011110 000iiiii 000001nn nnnddddd", "Ed Vn.E[imm5]", FEAT_AdvSIMD, constraint: A64Constraint.ElementIndex),
    ];

    private static A64Encoding[] ScalarThreeSameExtra() =>
    [
        new(SQRDMLAH_scalar, "sqrdmlah", "SQRDMLAH (vector)", "01111110 EE0mmmmm 100001nn nnnddddd", "Vd Vn Vm", FEAT_RDM, constraint: A64Constraint.SizeHalfOrWord),
        new(SQRDMLSH_scalar, "sqrdmlsh", "SQRDMLSH (vector)", "01111110 EE0mmmmm 100011nn nnnddddd", "Vd Vn Vm", FEAT_RDM, constraint: A64Constraint.SizeHalfOrWord),
    ];

    private static A64Encoding[] ScalarTwoRegisterMiscellaneous() =>
    [
        new(SUQADD_scalar, "suqadd", "SUQADD", "01011110 EE100000 001110nn nnnddddd", "Vd Vn", FEAT_AdvSIMD),
        new(SQABS_scalar, "sqabs", "SQABS", "01011110 EE100000 011110nn nnnddddd", "Vd Vn", FEAT_AdvSIMD),
        new(CMGT_zero_scalar, "cmgt", "CMGT (zero)", "01011110 11100000 100010nn nnnddddd", "Dd Dn Zero", FEAT_AdvSIMD),
        new(CMEQ_zero_scalar, "cmeq", "CMEQ (zero)", "01011110 11100000 100110nn nnnddddd", "Dd Dn Zero", FEAT_AdvSIMD),
        new(CMLT_zero_scalar, "cmlt", "CMLT (zero)", "01011110 11100000 101010nn nnnddddd", "Dd Dn Zero", FEAT_AdvSIMD),
        new(ABS_scalar, "abs", "ABS", "01011110 11100000 101110nn nnnddddd", "Dd Dn", FEAT_AdvSIMD),
        new(SQXTN_scalar, "sqxtn", "SQXTN, SQXTN2", "01011110 EE100001 010010nn nnnddddd", "Vd Ln", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(USQADD_scalar, "usqadd", "USQADD", "01111110 EE100000 001110nn nnnddddd", "Vd Vn", FEAT_AdvSIMD),
        new(SQNEG_scalar, "sqneg", "SQNEG", "01111110 EE100000 011110nn nnnddddd", "Vd Vn", FEAT_AdvSIMD),
        new(CMGE_zero_scalar, "cmge", "CMGE (zero)", "01111110 11100000 100010nn nnnddddd", "Dd Dn Zero", FEAT_AdvSIMD),
        new(CMLE_zero_scalar, "cmle", "CMLE (zero)", "01111110 11100000 100110nn nnnddddd", "Dd Dn Zero", FEAT_AdvSIMD),
        new(NEG_scalar, "neg", "NEG (vector)", "01111110 11100000 101110nn nnnddddd", "Dd Dn", FEAT_AdvSIMD),
        new(SQXTUN_scalar, "sqxtun", "SQXTUN, SQXTUN2", "01111110 EE100001 001010nn nnnddddd", "Vd Ln", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(UQXTN_scalar, "uqxtn", "UQXTN, UQXTN2", "01111110 EE100001 010010nn nnnddddd", "Vd Ln", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
    ];

    private static A64Encoding[] ScalarPairwise() =>
    [
        new(ADDP_scalar, "addp", "ADDP (scalar)", "01011110 11110001 101110nn nnnddddd", "Dd Vn.2D", FEAT_AdvSIMD),
    ];

    private static A64Encoding[] ScalarThreeDifferent() =>
    [
        new(SQDMLAL_scalar, "sqdmlal", "SQDMLAL, SQDMLAL2 (vector)", "01011110 EE1mmmmm 100100nn nnnddddd", "Ld Vn Vm", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SQDMLSL_scalar, "sqdmlsl", "SQDMLSL, SQDMLSL2 (vector)", "01011110 EE1mmmmm 101100nn nnnddddd", "Ld Vn Vm", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SQDMULL_scalar, "sqdmull", "SQDMULL, SQDMULL2 (vector)", "01011110 EE1mmmmm 110100nn nnnddddd", "Ld Vn Vm", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
    ];

    private static A64Encoding[] ScalarThreeSame() =>
    [
        new(SQADD_scalar, "sqadd", "SQADD", "01011110 EE1mmmmm 000011nn nnnddddd", "Vd Vn Vm", FEAT_AdvSIMD),
        new(SQSUB_scalar, "sqsub", "SQSUB", "01011110 EE1mmmmm 001011nn nnnddddd", "Vd Vn Vm", FEAT_AdvSIMD),
        new(CMGT_scalar, "cmgt", "CMGT (register)", "01011110 111mmmmm 001101nn nnnddddd", "Dd Dn Dm", FEAT_AdvSIMD),
        new(CMGE_scalar, "cmge", "CMGE (register)", "01011110 111mmmmm 001111nn nnnddddd", "Dd Dn Dm", FEAT_AdvSIMD),
        new(SSHL_scalar, "sshl", "SSHL", "01011110 111mmmmm 010001nn nnnddddd", "Dd Dn Dm", FEAT_AdvSIMD),
        new(SQSHL_scalar, "sqshl", "SQSHL (register)", "01011110 EE1mmmmm 010011nn nnnddddd", "Vd Vn Vm", FEAT_AdvSIMD),
        new(SRSHL_scalar, "srshl", "SRSHL", "01011110 111mmmmm 010101nn nnnddddd", "Dd Dn Dm", FEAT_AdvSIMD),
        new(SQRSHL_scalar, "sqrshl", "SQRSHL", "01011110 EE1mmmmm 010111nn nnnddddd", "Vd Vn Vm", FEAT_AdvSIMD),
        new(ADD_scalar, "add", "ADD (vector)", "01011110 111mmmmm 100001nn nnnddddd", "Dd Dn Dm", FEAT_AdvSIMD),
        new(CMTST_scalar, "cmtst", "CMTST", "01011110 111mmmmm 100011nn nnnddddd", "Dd Dn Dm", FEAT_AdvSIMD),
        new(SQDMULH_scalar, "sqdmulh", "SQDMULH (vector)", "01011110 EE1mmmmm 101101nn nnnddddd", "Vd Vn Vm", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(UQADD_scalar, "uqadd", "UQADD", "01111110 EE1mmmmm 000011nn nnnddddd", "Vd Vn Vm", FEAT_AdvSIMD),
        new(UQSUB_scalar, "uqsub", "UQSUB", "01111110 EE1mmmmm 001011nn nnnddddd", "Vd Vn Vm", FEAT_AdvSIMD),
        new(CMHI_scalar, "cmhi", "CMHI (register)", "01111110 111mmmmm 001101nn nnnddddd", "Dd Dn Dm", FEAT_AdvSIMD),
        new(CMHS_scalar, "cmhs", "CMHS (register)", "01111110 111mmmmm 001111nn nnnddddd", "Dd Dn Dm", FEAT_AdvSIMD),
        new(USHL_scalar, "ushl", "USHL", "01111110 111mmmmm 010001nn nnnddddd", "Dd Dn Dm", FEAT_AdvSIMD),
        new(UQSHL_scalar, "uqshl", "UQSHL (register)", "01111110 EE1mmmmm 010011nn nnnddddd", "Vd Vn Vm", FEAT_AdvSIMD),
        new(URSHL_scalar, "urshl", "URSHL", "01111110 111mmmmm 010101nn nnnddddd", "Dd Dn Dm", FEAT_AdvSIMD),
        new(UQRSHL_scalar, "uqrshl", "UQRSHL", "01111110 EE1mmmmm 010111nn nnnddddd", "Vd Vn Vm", FEAT_AdvSIMD),
        new(SUB_scalar, "sub", "SUB (vector)", "01111110 111mmmmm 100001nn nnnddddd", "Dd Dn Dm", FEAT_AdvSIMD),
        new(CMEQ_scalar, "cmeq", "CMEQ (register)", "01111110 111mmmmm 100011nn nnnddddd", "Dd Dn Dm", FEAT_AdvSIMD),
        new(SQRDMULH_scalar, "sqrdmulh", "SQRDMULH (vector)", "01111110 EE1mmmmm 101101nn nnnddddd", "Vd Vn Vm", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
    ];

    private static A64Encoding[] ScalarShiftByImmediate() =>
    [
        new(SSHR_scalar, "sshr", "SSHR", "01011111 01iiiiii 000001nn nnnddddd", "Dd Dn ShiftRight", FEAT_AdvSIMD),
        new(SSRA_scalar, "ssra", "SSRA", "01011111 01iiiiii 000101nn nnnddddd", "Dd Dn ShiftRight", FEAT_AdvSIMD),
        new(SRSHR_scalar, "srshr", "SRSHR", "01011111 01iiiiii 001001nn nnnddddd", "Dd Dn ShiftRight", FEAT_AdvSIMD),
        new(SRSRA_scalar, "srsra", "SRSRA", "01011111 01iiiiii 001101nn nnnddddd", "Dd Dn ShiftRight", FEAT_AdvSIMD),
        new(SHL_scalar, "shl", "SHL", "01011111 01iiiiii 010101nn nnnddddd", "Dd Dn ShiftLeft", FEAT_AdvSIMD),
        new(SQSHL_imm_scalar, "sqshl", "SQSHL (immediate)", "01011111 0iiiiiii 011101nn nnnddddd", "Id In ShiftLeft", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(SQSHRN_scalar, "sqshrn", "SQSHRN, SQSHRN2", "01011111 00iiiiii 100101nn nnnddddd", "Id Jn ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(SQRSHRN_scalar, "sqrshrn", "SQRSHRN, SQRSHRN2", "01011111 00iiiiii 100111nn nnnddddd", "Id Jn ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(USHR_scalar, "ushr", "USHR", "01111111 01iiiiii 000001nn nnnddddd", "Dd Dn ShiftRight", FEAT_AdvSIMD),
        new(USRA_scalar, "usra", "USRA", "01111111 01iiiiii 000101nn nnnddddd", "Dd Dn ShiftRight", FEAT_AdvSIMD),
        new(URSHR_scalar, "urshr", "URSHR", "01111111 01iiiiii 001001nn nnnddddd", "Dd Dn ShiftRight", FEAT_AdvSIMD),
        new(URSRA_scalar, "ursra", "URSRA", "01111111 01iiiiii 001101nn nnnddddd", "Dd Dn ShiftRight", FEAT_AdvSIMD),
        new(SRI_scalar, "sri", "SRI", "01111111 01iiiiii 010001nn nnnddddd", "Dd Dn ShiftRight", FEAT_AdvSIMD),
        new(SLI_scalar, "sli", "SLI", "01111111 01iiiiii 010101nn nnnddddd", "Dd Dn ShiftLeft", FEAT_AdvSIMD),
        new(SQSHLU_scalar, "sqshlu", "SQSHLU", "01111111 0iiiiiii 011001nn nnnddddd", "Id In ShiftLeft", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(UQSHL_imm_scalar, "uqshl", "UQSHL (immediate)", "01111111 0iiiiiii 011101nn nnnddddd", "Id In ShiftLeft", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(SQSHRUN_scalar, "sqshrun", "SQSHRUN, SQSHRUN2", "01111111 00iiiiii 100001nn nnnddddd", "Id Jn ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(SQRSHRUN_scalar, "sqrshrun", "SQRSHRUN, SQRSHRUN2", "01111111 00iiiiii 100011nn nnnddddd", "Id Jn ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(UQSHRN_scalar, "uqshrn", "UQSHRN, UQSHRN2", "01111111 00iiiiii 100101nn nnnddddd", "Id Jn ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(UQRSHRN_scalar, "uqrshrn", "UQRSHRN, UQRSHRN2", "01111111 00iiiiii 100111nn nnnddddd", "Id Jn ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
    ];

    private static A64Encoding[] ScalarByIndexedElement() =>
    [
        new(SQDMLAL_element_scalar, "sqdmlal", "SQDMLAL, SQDMLAL2 (by element)", "01011111 EEimmmmm 0011i0nn nnnddddd", "Ld Vn Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SQDMLSL_element_scalar, "sqdmlsl", "SQDMLSL, SQDMLSL2 (by element)", "01011111 EEimmmmm 0111i0nn nnnddddd", "Ld Vn Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SQDMULL_element_scalar, "sqdmull", "SQDMULL, SQDMULL2 (by element)", "01011111 EEimmmmm 1011i0nn nnnddddd", "Ld Vn Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SQDMULH_element_scalar, "sqdmulh", "SQDMULH (by element)", "01011111 EEimmmmm 1100i0nn nnnddddd", "Vd Vn Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SQRDMULH_element_scalar, "sqrdmulh", "SQRDMULH (by element)", "01011111 EEimmmmm 1101i0nn nnnddddd", "Vd Vn Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SQRDMLAH_element_scalar, "sqrdmlah", "SQRDMLAH (by element)", "01111111 EEimmmmm 1101i0nn nnnddddd", "Vd Vn Vm.T[hlm]", FEAT_RDM, constraint: A64Constraint.SizeHalfOrWord),
        new(SQRDMLSH_element_scalar, "sqrdmlsh", "SQRDMLSH (by element)", "01111111 EEimmmmm 1111i0nn nnnddddd", "Vd Vn Vm.T[hlm]", FEAT_RDM, constraint: A64Constraint.SizeHalfOrWord),
    ];

    private static A64Encoding[] TableLookup() =>
    [
        new(TBL_1, "tbl", "TBL", "0Q001110 000mmmmm 000000nn nnnddddd", "Vd.B {Vn.16B*1} Vm.B", FEAT_AdvSIMD),
        new(TBL_2, "tbl", "TBL", "0Q001110 000mmmmm 001000nn nnnddddd", "Vd.B {Vn.16B*2} Vm.B", FEAT_AdvSIMD),
        new(TBL_3, "tbl", "TBL", "0Q001110 000mmmmm 010000nn nnnddddd", "Vd.B {Vn.16B*3} Vm.B", FEAT_AdvSIMD),
        new(TBL_4, "tbl", "TBL", "0Q001110 000mmmmm 011000nn nnnddddd", "Vd.B {Vn.16B*4} Vm.B", FEAT_AdvSIMD),
        new(TBX_1, "tbx", "TBX", "0Q001110 000mmmmm 000100nn nnnddddd", "Vd.B {Vn.16B*1} Vm.B", FEAT_AdvSIMD),
        new(TBX_2, "tbx", "TBX", "0Q001110 000mmmmm 001100nn nnnddddd", "Vd.B {Vn.16B*2} Vm.B", FEAT_AdvSIMD),
        new(TBX_3, "tbx", "TBX", "0Q001110 000mmmmm 010100nn nnnddddd", "Vd.B {Vn.16B*3} Vm.B", FEAT_AdvSIMD),
        new(TBX_4, "tbx", "TBX", "0Q001110 000mmmmm 011100nn nnnddddd", "Vd.B {Vn.16B*4} Vm.B", FEAT_AdvSIMD),
    ];

    private static A64Encoding[] Permute() =>
    [
        new(UZP1, "uzp1", "UZP1", "0Q001110 EE0mmmmm 000110nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(TRN1, "trn1", "TRN1", "0Q001110 EE0mmmmm 001010nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(ZIP1, "zip1", "ZIP1", "0Q001110 EE0mmmmm 001110nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(UZP2, "uzp2", "UZP2", "0Q001110 EE0mmmmm 010110nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(TRN2, "trn2", "TRN2", "0Q001110 EE0mmmmm 011010nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(ZIP2, "zip2", "ZIP2", "0Q001110 EE0mmmmm 011110nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
    ];

    private static A64Encoding[] Extract() =>
    [
        new(EXT, "ext", "EXT", "0Q101110 000mmmmm 0iiii0nn nnnddddd", "Vd.B Vn.B Vm.B ExtractIndex", FEAT_AdvSIMD, constraint: A64Constraint.ExtractIndex),
    ];

    private static A64Encoding[] Copy() =>
    [
        new(DUP_element, "dup", "DUP (element)", "0Q001110 000iiiii 000001nn nnnddddd", "Vd.E Vn.E[imm5]", FEAT_AdvSIMD, constraint: A64Constraint.ElementCopy),
        new(DUP_general, "dup", "DUP (general)", "0Q001110 000iiiii 000011nn nnnddddd", "Vd.E RnImm5", FEAT_AdvSIMD, constraint: A64Constraint.ElementCopy),
        new(SMOV, "smov", "SMOV", "0f001110 000iiiii 001011nn nnnddddd", "Rd Vn.E[imm5]", FEAT_AdvSIMD, constraint: A64Constraint.SignedMoveToGeneral),
        new(UMOV, "umov", "UMOV", "0f001110 000iiiii 001111nn nnnddddd", "Rd Vn.E[imm5]", FEAT_AdvSIMD, constraint: A64Constraint.MoveToGeneral),
        new(INS_general, "ins", "INS (general)", "01001110 000iiiii 000111nn nnnddddd", "Vd.E[imm5] RnImm5", FEAT_AdvSIMD, constraint: A64Constraint.ElementIndex),
        new(INS_element, "ins", "INS (element)", "01101110 000iiiii 0jjjj1nn nnnddddd", "Vd.E[imm5] Vn.E[imm4]", FEAT_AdvSIMD, constraint: A64Constraint.ElementIndex),
    ];

    private static A64Encoding[] ThreeRegisterExtension() =>
    [
        new(SQRDMLAH_vector, "sqrdmlah", "SQRDMLAH (vector)", "0Q101110 EE0mmmmm 100001nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_RDM, constraint: A64Constraint.SizeHalfOrWord),
        new(SQRDMLSH_vector, "sqrdmlsh", "SQRDMLSH (vector)", "0Q101110 EE0mmmmm 100011nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_RDM, constraint: A64Constraint.SizeHalfOrWord),
        new(SDOT_vector, "sdot", "SDOT (vector)", "0Q001110 100mmmmm 100101nn nnnddddd", "Vd.S Vn.B Vm.B", FEAT_DotProd),
        new(UDOT_vector, "udot", "UDOT (vector)", "0Q101110 100mmmmm 100101nn nnnddddd", "Vd.S Vn.B Vm.B", FEAT_DotProd),
        new(USDOT_vector, "usdot", "USDOT (vector)", "0Q001110 100mmmmm 100111nn nnnddddd", "Vd.S Vn.B Vm.B", FEAT_I8MM),
        new(SMMLA, "smmla", "SMMLA (vector)", "01001110 100mmmmm 101001nn nnnddddd", "Vd.4S Vn.16B Vm.16B", FEAT_I8MM),
        new(UMMLA, "ummla", "UMMLA (vector)", "01101110 100mmmmm 101001nn nnnddddd", "Vd.4S Vn.16B Vm.16B", FEAT_I8MM),
        new(USMMLA, "usmmla", "USMMLA (vector)", "01001110 100mmmmm 101011nn nnnddddd", "Vd.4S Vn.16B Vm.16B", FEAT_I8MM),
    ];

    private static A64Encoding[] TwoRegisterMiscellaneous() =>
    [
        new(REV64, "rev64", "REV64", "0Q001110 EE100000 000010nn nnnddddd", "Vd.T Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(REV16_vector, "rev16", "REV16 (vector)", "0Q001110 00100000 000110nn nnnddddd", "Vd.B Vn.B", FEAT_AdvSIMD),
        new(SADDLP, "saddlp", "SADDLP", "0Q001110 EE100000 001010nn nnnddddd", "Vd.P Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SUQADD_vector, "suqadd", "SUQADD", "0Q001110 EE100000 001110nn nnnddddd", "Vd.T Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(CLS_vector, "cls", "CLS (vector)", "0Q001110 EE100000 010010nn nnnddddd", "Vd.T Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(CNT_vector, "cnt", "CNT", "0Q001110 00100000 010110nn nnnddddd", "Vd.B Vn.B", FEAT_AdvSIMD),
        new(SADALP, "sadalp", "SADALP", "0Q001110 EE100000 011010nn nnnddddd", "Vd.P Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SQABS_vector, "sqabs", "SQABS", "0Q001110 EE100000 011110nn nnnddddd", "Vd.T Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(CMGT_zero, "cmgt", "CMGT (zero)", "0Q001110 EE100000 100010nn nnnddddd", "Vd.T Vn.T Zero", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(CMEQ_zero, "cmeq", "CMEQ (zero)", "0Q001110 EE100000 100110nn nnnddddd", "Vd.T Vn.T Zero", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(CMLT_zero, "cmlt", "CMLT (zero)", "0Q001110 EE100000 101010nn nnnddddd", "Vd.T Vn.T Zero", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(ABS_vector, "abs", "ABS", "0Q001110 EE100000 101110nn nnnddddd", "Vd.T Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(XTN, "xtn*", "XTN, XTN2", "0Q001110 EE100001 001010nn nnnddddd", "Vd.T Vn.W", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SQXTN_vector, "sqxtn*", "SQXTN, SQXTN2", "0Q001110 EE100001 010010nn nnnddddd", "Vd.T Vn.W", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(URECPE, "urecpe", "URECPE", "0Q001110 10100001 110010nn nnnddddd", "Vd.S Vn.S", FEAT_AdvSIMD),
        new(REV32_vector, "rev32", "REV32 (vector)", "0Q101110 EE100000 000010nn nnnddddd", "Vd.T Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeByteOrHalf),
        new(UADDLP, "uaddlp", "UADDLP", "0Q101110 EE100000 001010nn nnnddddd", "Vd.P Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(USQADD_vector, "usqadd", "USQADD", "0Q101110 EE100000 001110nn nnnddddd", "Vd.T Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(CLZ_vector, "clz", "CLZ (vector)", "0Q101110 EE100000 010010nn nnnddddd", "Vd.T Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(NOT, "not", "NOT", "0Q101110 00100000 010110nn nnnddddd", "Vd.B Vn.B", FEAT_AdvSIMD),
        new(RBIT_vector, "rbit", "RBIT (vector)", "0Q101110 01100000 010110nn nnnddddd", "Vd.B Vn.B", FEAT_AdvSIMD),
        new(UADALP, "uadalp", "UADALP", "0Q101110 EE100000 011010nn nnnddddd", "Vd.P Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SQNEG_vector, "sqneg", "SQNEG", "0Q101110 EE100000 011110nn nnnddddd", "Vd.T Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(CMGE_zero, "cmge", "CMGE (zero)", "0Q101110 EE100000 100010nn nnnddddd", "Vd.T Vn.T Zero", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(CMLE_zero, "cmle", "CMLE (zero)", "0Q101110 EE100000 100110nn nnnddddd", "Vd.T Vn.T Zero", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(NEG_vector, "neg", "NEG (vector)", "0Q101110 EE100000 101110nn nnnddddd", "Vd.T Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(SQXTUN_vector, "sqxtun*", "SQXTUN, SQXTUN2", "0Q101110 EE100001 001010nn nnnddddd", "Vd.T Vn.W", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SHLL, "shll*", "SHLL, SHLL2", "0Q101110 EE100001 001110nn nnnddddd", "Vd.W Vn.T ElementBits", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(UQXTN_vector, "uqxtn*", "UQXTN, UQXTN2", "0Q101110 EE100001 010010nn nnnddddd", "Vd.T Vn.W", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(URSQRTE, "ursqrte", "URSQRTE", "0Q101110 10100001 110010nn nnnddddd", "Vd.S Vn.S", FEAT_AdvSIMD),
    ];

    private static A64Encoding[] AcrossLanes() =>
    [
        new(SADDLV, "saddlv", "SADDLV", "0Q001110 EE110000 001110nn nnnddddd", "Ld Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.AcrossLanes),
        new(SMAXV, "smaxv", "SMAXV", "0Q001110 EE110000 101010nn nnnddddd", "Vd Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.AcrossLanes),
        new(SMINV, "sminv", "SMINV", "0Q001110 EE110001 101010nn nnnddddd", "Vd Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.AcrossLanes),
        new(ADDV, "addv", "ADDV", "0Q001110 EE110001 101110nn nnnddddd", "Vd Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.AcrossLanes),
        new(UADDLV, "uaddlv", "UADDLV", "0Q101110 EE110000 001110nn nnnddddd", "Ld Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.AcrossLanes),
        new(UMAXV, "umaxv", "UMAXV", "0Q101110 EE110000 101010nn nnnddddd", "Vd Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.AcrossLanes),
        new(UMINV, "uminv", "UMINV", "0Q101110 EE110001 101010nn nnnddddd", "Vd Vn.T", FEAT_AdvSIMD, constraint: A64Constraint.AcrossLanes),
    ];

    private static A64Encoding[] ThreeDifferent() =>
    [
        new(SADDL, "saddl*", "SADDL, SADDL2", "0Q001110 EE1mmmmm 000000nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SADDW, "saddw*", "SADDW, SADDW2", "0Q001110 EE1mmmmm 000100nn nnnddddd", "Vd.W Vn.W Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SSUBL, "ssubl*", "SSUBL, SSUBL2", "0Q001110 EE1mmmmm 001000nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SSUBW, "ssubw*", "SSUBW, SSUBW2", "0Q001110 EE1mmmmm 001100nn nnnddddd", "Vd.W Vn.W Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(ADDHN, "addhn*", "ADDHN, ADDHN2", "0Q001110 EE1mmmmm 010000nn nnnddddd", "Vd.T Vn.W Vm.W", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SABAL, "sabal*", "SABAL, SABAL2", "0Q001110 EE1mmmmm 010100nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SUBHN, "subhn*", "SUBHN, SUBHN2", "0Q001110 EE1mmmmm 011000nn nnnddddd", "Vd.T Vn.W Vm.W", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SABDL, "sabdl*", "SABDL, SABDL2", "0Q001110 EE1mmmmm 011100nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SMLAL_vector, "smlal*", "SMLAL, SMLAL2 (vector)", "0Q001110 EE1mmmmm 100000nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SQDMLAL_vector, "sqdmlal*", "SQDMLAL, SQDMLAL2 (vector)", "0Q001110 EE1mmmmm 100100nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SMLSL_vector, "smlsl*", "SMLSL, SMLSL2 (vector)", "0Q001110 EE1mmmmm 101000nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SQDMLSL_vector, "sqdmlsl*", "SQDMLSL, SQDMLSL2 (vector)", "0Q001110 EE1mmmmm 101100nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SMULL_vector, "smull*", "SMULL, SMULL2 (vector)", "0Q001110 EE1mmmmm 110000nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SQDMULL_vector, "sqdmull*", "SQDMULL, SQDMULL2 (vector)", "0Q001110 EE1mmmmm 110100nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(PMULL_8, "pmull*", "PMULL, PMULL2", "0Q001110 001mmmmm 111000nn nnnddddd", "Vd.8H Vn.B Vm.B", FEAT_AdvSIMD),
        new(PMULL_64, "pmull*", "PMULL, PMULL2", "0Q001110 111mmmmm 111000nn nnnddddd", "Vd.1Q Vn.D Vm.D", FEAT_PMULL),
        new(UADDL, "uaddl*", "UADDL, UADDL2", "0Q101110 EE1mmmmm 000000nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(UADDW, "uaddw*", "UADDW, UADDW2", "0Q101110 EE1mmmmm 000100nn nnnddddd", "Vd.W Vn.W Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(USUBL, "usubl*", "USUBL, USUBL2", "0Q101110 EE1mmmmm 001000nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(USUBW, "usubw*", "USUBW, USUBW2", "0Q101110 EE1mmmmm 001100nn nnnddddd", "Vd.W Vn.W Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(RADDHN, "raddhn*", "RADDHN, RADDHN2", "0Q101110 EE1mmmmm 010000nn nnnddddd", "Vd.T Vn.W Vm.W", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(UABAL, "uabal*", "UABAL, UABAL2", "0Q101110 EE1mmmmm 010100nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(RSUBHN, "rsubhn*", "RSUBHN, RSUBHN2", "0Q101110 EE1mmmmm 011000nn nnnddddd", "Vd.T Vn.W Vm.W", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(UABDL, "uabdl*", "UABDL, UABDL2", "0Q101110 EE1mmmmm 011100nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(UMLAL_vector, "umlal*", "UMLAL, UMLAL2 (vector)", "0Q101110 EE1mmmmm 100000nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(UMLSL_vector, "umlsl*", "UMLSL, UMLSL2 (vector)", "0Q101110 EE1mmmmm 101000nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(UMULL_vector, "umull*", "UMULL, UMULL2 (vector)", "0Q101110 EE1mmmmm 110000nn nnnddddd", "Vd.W Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
    ];

    private static A64Encoding[] ThreeSame() =>
    [
        new(SHADD, "shadd", "SHADD", "0Q001110 EE1mmmmm 000001nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SQADD_vector, "sqadd", "SQADD", "0Q001110 EE1mmmmm 000011nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(SRHADD, "srhadd", "SRHADD", "0Q001110 EE1mmmmm 000101nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(AND_vector, "and", "AND (vector)", "0Q001110 001mmmmm 000111nn nnnddddd", "Vd.B Vn.B Vm.B", FEAT_AdvSIMD),
        new(BIC_vector, "bic", "BIC (vector, register)", "0Q001110 011mmmmm 000111nn nnnddddd", "Vd.B Vn.B Vm.B", FEAT_AdvSIMD),
        new(ORR_vector, "orr", "ORR (vector, register)", "0Q001110 101mmmmm 000111nn nnnddddd", "Vd.B Vn.B Vm.B", FEAT_AdvSIMD),
        new(ORN_vector, "orn", "ORN (vector)", "0Q001110 111mmmmm 000111nn nnnddddd", "Vd.B Vn.B Vm.B", FEAT_AdvSIMD),
        new(SHSUB, "shsub", "SHSUB", "0Q001110 EE1mmmmm 001001nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SQSUB_vector, "sqsub", "SQSUB", "0Q001110 EE1mmmmm 001011nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(CMGT_vector, "cmgt", "CMGT (register)", "0Q001110 EE1mmmmm 001101nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(CMGE_vector, "cmge", "CMGE (register)", "0Q001110 EE1mmmmm 001111nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(SSHL_vector, "sshl", "SSHL", "0Q001110 EE1mmmmm 010001nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(SQSHL_vector, "sqshl", "SQSHL (register)", "0Q001110 EE1mmmmm 010011nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(SRSHL_vector, "srshl", "SRSHL", "0Q001110 EE1mmmmm 010101nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(SQRSHL_vector, "sqrshl", "SQRSHL", "0Q001110 EE1mmmmm 010111nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(SMAX_vector, "smax", "SMAX", "0Q001110 EE1mmmmm 011001nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SMIN_vector, "smin", "SMIN", "0Q001110 EE1mmmmm 011011nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SABD, "sabd", "SABD", "0Q001110 EE1mmmmm 011101nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SABA, "saba", "SABA", "0Q001110 EE1mmmmm 011111nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(ADD_vector, "add", "ADD (vector)", "0Q001110 EE1mmmmm 100001nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(CMTST_vector, "cmtst", "CMTST", "0Q001110 EE1mmmmm 100011nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(MLA_vector, "mla", "MLA (vector)", "0Q001110 EE1mmmmm 100101nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(MUL_vector, "mul", "MUL (vector)", "0Q001110 EE1mmmmm 100111nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SMAXP, "smaxp", "SMAXP", "0Q001110 EE1mmmmm 101001nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SMINP, "sminp", "SMINP", "0Q001110 EE1mmmmm 101011nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SQDMULH_vector, "sqdmulh", "SQDMULH (vector)", "0Q001110 EE1mmmmm 101101nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(ADDP_vector, "addp", "ADDP (vector)", "0Q001110 EE1mmmmm 101111nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(UHADD, "uhadd", "UHADD", "0Q101110 EE1mmmmm 000001nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(UQADD_vector, "uqadd", "UQADD", "0Q101110 EE1mmmmm 000011nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(URHADD, "urhadd", "URHADD", "0Q101110 EE1mmmmm 000101nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(EOR_vector, "eor", "EOR (vector)", "0Q101110 001mmmmm 000111nn nnnddddd", "Vd.B Vn.B Vm.B", FEAT_AdvSIMD),
        new(BSL, "bsl", "BSL", "0Q101110 011mmmmm 000111nn nnnddddd", "Vd.B Vn.B Vm.B", FEAT_AdvSIMD),
        new(BIT, "bit", "BIT", "0Q101110 101mmmmm 000111nn nnnddddd", "Vd.B Vn.B Vm.B", FEAT_AdvSIMD),
        new(BIF, "bif", "BIF", "0Q101110 111mmmmm 000111nn nnnddddd", "Vd.B Vn.B Vm.B", FEAT_AdvSIMD),
        new(UHSUB, "uhsub", "UHSUB", "0Q101110 EE1mmmmm 001001nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(UQSUB_vector, "uqsub", "UQSUB", "0Q101110 EE1mmmmm 001011nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(CMHI_vector, "cmhi", "CMHI (register)", "0Q101110 EE1mmmmm 001101nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(CMHS_vector, "cmhs", "CMHS (register)", "0Q101110 EE1mmmmm 001111nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(USHL_vector, "ushl", "USHL", "0Q101110 EE1mmmmm 010001nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(UQSHL_vector, "uqshl", "UQSHL (register)", "0Q101110 EE1mmmmm 010011nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(URSHL_vector, "urshl", "URSHL", "0Q101110 EE1mmmmm 010101nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(UQRSHL_vector, "uqrshl", "UQRSHL", "0Q101110 EE1mmmmm 010111nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(UMAX_vector, "umax", "UMAX", "0Q101110 EE1mmmmm 011001nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(UMIN_vector, "umin", "UMIN", "0Q101110 EE1mmmmm 011011nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(UABD, "uabd", "UABD", "0Q101110 EE1mmmmm 011101nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(UABA, "uaba", "UABA", "0Q101110 EE1mmmmm 011111nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SUB_vector, "sub", "SUB (vector)", "0Q101110 EE1mmmmm 100001nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(CMEQ_vector, "cmeq", "CMEQ (register)", "0Q101110 EE1mmmmm 100011nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.NotOneDoubleword),
        new(MLS_vector, "mls", "MLS (vector)", "0Q101110 EE1mmmmm 100101nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(PMUL, "pmul", "PMUL", "0Q101110 001mmmmm 100111nn nnnddddd", "Vd.B Vn.B Vm.B", FEAT_AdvSIMD),
        new(UMAXP, "umaxp", "UMAXP", "0Q101110 EE1mmmmm 101001nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(UMINP, "uminp", "UMINP", "0Q101110 EE1mmmmm 101011nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeNot3),
        new(SQRDMULH_vector, "sqrdmulh", "SQRDMULH (vector)", "0Q101110 EE1mmmmm 101101nn nnnddddd", "Vd.T Vn.T Vm.T", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
    ];

    private static A64Encoding[] ModifiedImmediate() =>
    [
        new(MOVI_word, "movi", "MOVI", "0Q001111 00000iii 0jj001ii iiiddddd", "Vd.S ModifiedImm", FEAT_AdvSIMD),
        new(MOVI_half, "movi", "MOVI", "0Q001111 00000iii 10j001ii iiiddddd", "Vd.H ModifiedImm", FEAT_AdvSIMD),
        new(MOVI_ones, "movi", "MOVI", "0Q001111 00000iii 110j01ii iiiddddd", "Vd.S ModifiedImm", FEAT_AdvSIMD),
        new(MVNI_word, "mvni", "MVNI", "0Q101111 00000iii 0jj001ii iiiddddd", "Vd.S ModifiedImm", FEAT_AdvSIMD),
        new(MVNI_half, "mvni", "MVNI", "0Q101111 00000iii 10j001ii iiiddddd", "Vd.H ModifiedImm", FEAT_AdvSIMD),
        new(MVNI_ones, "mvni", "MVNI", "0Q101111 00000iii 110j01ii iiiddddd", "Vd.S ModifiedImm", FEAT_AdvSIMD),
        new(ORR_vector_imm_word, "orr", "ORR (vector, immediate)", "0Q001111 00000iii 0jj101ii iiiddddd", "Vd.S ModifiedImm", FEAT_AdvSIMD),
        new(ORR_vector_imm_half, "orr", "ORR (vector, immediate)", "0Q001111 00000iii 10j101ii iiiddddd", "Vd.H ModifiedImm", FEAT_AdvSIMD),
        new(BIC_vector_imm_word, "bic", "BIC (vector, immediate)", "0Q101111 00000iii 0jj101ii iiiddddd", "Vd.S ModifiedImm", FEAT_AdvSIMD),
        new(BIC_vector_imm_half, "bic", "BIC (vector, immediate)", "0Q101111 00000iii 10j101ii iiiddddd", "Vd.H ModifiedImm", FEAT_AdvSIMD),
        new(MOVI_byte, "movi", "MOVI", "0Q001111 00000iii 111001ii iiiddddd", "Vd.B ModifiedImm", FEAT_AdvSIMD),
        new(MOVI_scalar, "movi", "MOVI", "00101111 00000iii 111001ii iiiddddd", "Dd ModifiedImm", FEAT_AdvSIMD),
        new(MOVI_doubleword, "movi", "MOVI", "01101111 00000iii 111001ii iiiddddd", "Vd.2D ModifiedImm", FEAT_AdvSIMD),
        new(FMOV_vector_single, "fmov", "FMOV (vector, immediate)", "0Q001111 00000iii 111101ii iiiddddd", "Vd.S VectorFpImm", FEAT_AdvSIMD),
        new(FMOV_vector_half, "fmov", "FMOV (vector, immediate)", "0Q001111 00000iii 111111ii iiiddddd", "Vd.H VectorFpImm", FEAT_FP16),
        new(FMOV_vector_double, "fmov", "FMOV (vector, immediate)", "01101111 00000iii 111101ii iiiddddd", "Vd.2D VectorFpImm", FEAT_AdvSIMD),
    ];

    private static A64Encoding[] ShiftByImmediate() =>
    [
        new(SSHR_vector, "sshr", "SSHR", "0Q001111 0iiiiiii 000001nn nnnddddd", "Vd.I Vn.I ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.VectorShift),
        new(SSRA_vector, "ssra", "SSRA", "0Q001111 0iiiiiii 000101nn nnnddddd", "Vd.I Vn.I ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.VectorShift),
        new(SRSHR_vector, "srshr", "SRSHR", "0Q001111 0iiiiiii 001001nn nnnddddd", "Vd.I Vn.I ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.VectorShift),
        new(SRSRA_vector, "srsra", "SRSRA", "0Q001111 0iiiiiii 001101nn nnnddddd", "Vd.I Vn.I ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.VectorShift),
        new(SHL_vector, "shl", "SHL", "0Q001111 0iiiiiii 010101nn nnnddddd", "Vd.I Vn.I ShiftLeft", FEAT_AdvSIMD, constraint: A64Constraint.VectorShift),
        new(SQSHL_imm_vector, "sqshl", "SQSHL (immediate)", "0Q001111 0iiiiiii 011101nn nnnddddd", "Vd.I Vn.I ShiftLeft", FEAT_AdvSIMD, constraint: A64Constraint.VectorShift),
        new(SHRN, "shrn*", "SHRN, SHRN2", "0Q001111 00iiiiii 100001nn nnnddddd", "Vd.I Vn.IW ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(RSHRN, "rshrn*", "RSHRN, RSHRN2", "0Q001111 00iiiiii 100011nn nnnddddd", "Vd.I Vn.IW ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(SQSHRN_vector, "sqshrn*", "SQSHRN, SQSHRN2", "0Q001111 00iiiiii 100101nn nnnddddd", "Vd.I Vn.IW ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(SQRSHRN_vector, "sqrshrn*", "SQRSHRN, SQRSHRN2", "0Q001111 00iiiiii 100111nn nnnddddd", "Vd.I Vn.IW ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(SSHLL, "sshll*", "SSHLL, SSHLL2", "0Q001111 00iiiiii 101001nn nnnddddd", "Vd.IW Vn.I ShiftLeft", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(USHR_vector, "ushr", "USHR", "0Q101111 0iiiiiii 000001nn nnnddddd", "Vd.I Vn.I ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.VectorShift),
        new(USRA_vector, "usra", "USRA", "0Q101111 0iiiiiii 000101nn nnnddddd", "Vd.I Vn.I ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.VectorShift),
        new(URSHR_vector, "urshr", "URSHR", "0Q101111 0iiiiiii 001001nn nnnddddd", "Vd.I Vn.I ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.VectorShift),
        new(URSRA_vector, "ursra", "URSRA", "0Q101111 0iiiiiii 001101nn nnnddddd", "Vd.I Vn.I ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.VectorShift),
        new(SRI_vector, "sri", "SRI", "0Q101111 0iiiiiii 010001nn nnnddddd", "Vd.I Vn.I ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.VectorShift),
        new(SLI_vector, "sli", "SLI", "0Q101111 0iiiiiii 010101nn nnnddddd", "Vd.I Vn.I ShiftLeft", FEAT_AdvSIMD, constraint: A64Constraint.VectorShift),
        new(SQSHLU_vector, "sqshlu", "SQSHLU", "0Q101111 0iiiiiii 011001nn nnnddddd", "Vd.I Vn.I ShiftLeft", FEAT_AdvSIMD, constraint: A64Constraint.VectorShift),
        new(UQSHL_imm_vector, "uqshl", "UQSHL (immediate)", "0Q101111 0iiiiiii 011101nn nnnddddd", "Vd.I Vn.I ShiftLeft", FEAT_AdvSIMD, constraint: A64Constraint.VectorShift),
        new(SQSHRUN_vector, "sqshrun*", "SQSHRUN, SQSHRUN2", "0Q101111 00iiiiii 100001nn nnnddddd", "Vd.I Vn.IW ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(SQRSHRUN_vector, "sqrshrun*", "SQRSHRUN, SQRSHRUN2", "0Q101111 00iiiiii 100011nn nnnddddd", "Vd.I Vn.IW ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(UQSHRN_vector, "uqshrn*", "UQSHRN, UQSHRN2", "0Q101111 00iiiiii 100101nn nnnddddd", "Vd.I Vn.IW ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(UQRSHRN_vector, "uqrshrn*", "UQRSHRN, UQRSHRN2", "0Q101111 00iiiiii 100111nn nnnddddd", "Vd.I Vn.IW ShiftRight", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
        new(USHLL, "ushll*", "USHLL, USHLL2", "0Q101111 00iiiiii 101001nn nnnddddd", "Vd.IW Vn.I ShiftLeft", FEAT_AdvSIMD, constraint: A64Constraint.ShiftNotZero),
    ];

    private static A64Encoding[] VectorByIndexedElement() =>
    [
        new(SMLAL_element, "smlal*", "SMLAL, SMLAL2 (by element)", "0Q001111 EEimmmmm 0010i0nn nnnddddd", "Vd.W Vn.T Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SQDMLAL_element, "sqdmlal*", "SQDMLAL, SQDMLAL2 (by element)", "0Q001111 EEimmmmm 0011i0nn nnnddddd", "Vd.W Vn.T Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SMLSL_element, "smlsl*", "SMLSL, SMLSL2 (by element)", "0Q001111 EEimmmmm 0110i0nn nnnddddd", "Vd.W Vn.T Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SQDMLSL_element, "sqdmlsl*", "SQDMLSL, SQDMLSL2 (by element)", "0Q001111 EEimmmmm 0111i0nn nnnddddd", "Vd.W Vn.T Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(MUL_element, "mul", "MUL (by element)", "0Q001111 EEimmmmm 1000i0nn nnnddddd", "Vd.T Vn.T Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SMULL_element, "smull*", "SMULL, SMULL2 (by element)", "0Q001111 EEimmmmm 1010i0nn nnnddddd", "Vd.W Vn.T Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SQDMULL_element, "sqdmull*", "SQDMULL, SQDMULL2 (by element)", "0Q001111 EEimmmmm 1011i0nn nnnddddd", "Vd.W Vn.T Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SQDMULH_element, "sqdmulh", "SQDMULH (by element)", "0Q001111 EEimmmmm 1100i0nn nnnddddd", "Vd.T Vn.T Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SQRDMULH_element, "sqrdmulh", "SQRDMULH (by element)", "0Q001111 EEimmmmm 1101i0nn nnnddddd", "Vd.T Vn.T Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(MLA_element, "mla", "MLA (by element)", "0Q101111 EEimmmmm 0000i0nn nnnddddd", "Vd.T Vn.T Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(UMLAL_element, "umlal*", "UMLAL, UMLAL2 (by element)", "0Q101111 EEimmmmm 0010i0nn nnnddddd", "Vd.W Vn.T Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(MLS_element, "mls", "MLS (by element)", "0Q101111 EEimmmmm 0100i0nn nnnddddd", "Vd.T Vn.T Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(UMLSL_element, "umlsl*", "UMLSL, UMLSL2 (by element)", "0Q101111 EEimmmmm 0110i0nn nnnddddd", "Vd.W Vn.T Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(UMULL_element, "umull*", "UMULL, UMULL2 (by element)", "0Q101111 EEimmmmm 1010i0nn nnnddddd", "Vd.W Vn.T Vm.T[hlm]", FEAT_AdvSIMD, constraint: A64Constraint.SizeHalfOrWord),
        new(SQRDMLAH_element, "sqrdmlah", "SQRDMLAH (by element)", "0Q101111 EEimmmmm 1101i0nn nnnddddd", "Vd.T Vn.T Vm.T[hlm]", FEAT_RDM, constraint: A64Constraint.SizeHalfOrWord),
        new(SQRDMLSH_element, "sqrdmlsh", "SQRDMLSH (by element)", "0Q101111 EEimmmmm 1111i0nn nnnddddd", "Vd.T Vn.T Vm.T[hlm]", FEAT_RDM, constraint: A64Constraint.SizeHalfOrWord),
        new(SDOT_element, "sdot", "SDOT (by element)", "0Q001111 10immmmm 1110i0nn nnnddddd", "Vd.S Vn.B Vm.4B[hl]", FEAT_DotProd),
        new(UDOT_element, "udot", "UDOT (by element)", "0Q101111 10immmmm 1110i0nn nnnddddd", "Vd.S Vn.B Vm.4B[hl]", FEAT_DotProd),
        new(SUDOT_element, "sudot", "SUDOT (by element)", "0Q001111 00immmmm 1111i0nn nnnddddd", "Vd.S Vn.B Vm.4B[hl]", FEAT_I8MM),
        new(USDOT_element, "usdot", "USDOT (by element)", "0Q001111 10immmmm 1111i0nn nnnddddd", "Vd.S Vn.B Vm.4B[hl]", FEAT_I8MM),
    ];
}
