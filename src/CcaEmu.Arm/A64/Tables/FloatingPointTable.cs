using static CcaEmu.Arm.A64.A64Op;

namespace CcaEmu.Arm.A64;

/// <summary>The encodings of the group Data Processing - Scalar Floating-Point.</summary>
/// <remarks>
/// Arm ARM, A64 instruction set encoding, Data Processing - Scalar Floating-Point. A line with ftype stands for single, double and half
/// precision; the words of half precision need FEAT_FP16 (<see cref="Instruction.Feature"/>), but for FCVT.
/// The letters of a pattern are listed at <see cref="A64Encoding.Pattern"/>.
/// </remarks>
internal static class FloatingPointTable
{
    /// <summary>One line per encoding, in the manual's order of groups.</summary>
    internal static A64Encoding[] Lines() =>
    [
        // Conversion between floating-point and fixed-point
        new(SCVTF_fix, "scvtf", "SCVTF (scalar, fixed-point)", "f0011110 EE000010 iiiiiinn nnnddddd", "Fd Rn Fbits", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatFixed),
        new(UCVTF_fix, "ucvtf", "UCVTF (scalar, fixed-point)", "f0011110 EE000011 iiiiiinn nnnddddd", "Fd Rn Fbits", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatFixed),
        new(FCVTZS_fix, "fcvtzs", "FCVTZS (scalar, fixed-point)", "f0011110 EE011000 iiiiiinn nnnddddd", "Rd Fn Fbits", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatFixed),
        new(FCVTZU_fix, "fcvtzu", "FCVTZU (scalar, fixed-point)", "f0011110 EE011001 iiiiiinn nnnddddd", "Rd Fn Fbits", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatFixed),

        // Conversion between floating-point and integer
        new(FCVTNS_int, "fcvtns", "FCVTNS (scalar)", "f0011110 EE100000 000000nn nnnddddd", "Rd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FCVTNU_int, "fcvtnu", "FCVTNU (scalar)", "f0011110 EE100001 000000nn nnnddddd", "Rd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(SCVTF_int, "scvtf", "SCVTF (scalar, integer)", "f0011110 EE100010 000000nn nnnddddd", "Fd Rn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(UCVTF_int, "ucvtf", "UCVTF (scalar, integer)", "f0011110 EE100011 000000nn nnnddddd", "Fd Rn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FCVTAS_int, "fcvtas", "FCVTAS (scalar)", "f0011110 EE100100 000000nn nnnddddd", "Rd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FCVTAU_int, "fcvtau", "FCVTAU (scalar)", "f0011110 EE100101 000000nn nnnddddd", "Rd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FCVTPS_int, "fcvtps", "FCVTPS (scalar)", "f0011110 EE101000 000000nn nnnddddd", "Rd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FCVTPU_int, "fcvtpu", "FCVTPU (scalar)", "f0011110 EE101001 000000nn nnnddddd", "Rd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FCVTMS_int, "fcvtms", "FCVTMS (scalar)", "f0011110 EE110000 000000nn nnnddddd", "Rd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FCVTMU_int, "fcvtmu", "FCVTMU (scalar)", "f0011110 EE110001 000000nn nnnddddd", "Rd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FCVTZS_int, "fcvtzs", "FCVTZS (scalar, integer)", "f0011110 EE111000 000000nn nnnddddd", "Rd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FCVTZU_int, "fcvtzu", "FCVTZU (scalar, integer)", "f0011110 EE111001 000000nn nnnddddd", "Rd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FMOV_to_gen, "fmov", "FMOV (general)", "f0011110 EE100110 000000nn nnnddddd", "Rd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatMove),
        new(FMOV_from_gen, "fmov", "FMOV (general)", "f0011110 EE100111 000000nn nnnddddd", "Fd Rn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatMove),
        new(FMOV_from_top, "fmov", "FMOV (general)", "10011110 10101110 000000nn nnnddddd", "Xd Vn.D[1]", feature: Feature.FEAT_FP),
        new(FMOV_to_top, "fmov", "FMOV (general)", "10011110 10101111 000000nn nnnddddd", "Vd.D[1] Xn", feature: Feature.FEAT_FP),
        new(FJCVTZS, "fjcvtzs", "FJCVTZS", "00011110 01111110 000000nn nnnddddd", "Wd Dn", feature: Feature.FEAT_JSCVT),

        // Floating-point data-processing (1 source)
        new(FMOV_reg, "fmov", "FMOV (register)", "00011110 EE100000 010000nn nnnddddd", "Fd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FABS_scalar, "fabs", "FABS (scalar)", "00011110 EE100000 110000nn nnnddddd", "Fd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FNEG_scalar, "fneg", "FNEG (scalar)", "00011110 EE100001 010000nn nnnddddd", "Fd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FSQRT_scalar, "fsqrt", "FSQRT (scalar)", "00011110 EE100001 110000nn nnnddddd", "Fd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FCVT, "fcvt", "FCVT", "00011110 EE10001E E10000nn nnnddddd", "Cd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatConvert),
        new(BFCVT, "bfcvt", "BFCVT", "00011110 01100011 010000nn nnnddddd", "Hd Sn", feature: Feature.FEAT_BF16),
        new(FRINTN_scalar, "frintn", "FRINTN (scalar)", "00011110 EE100100 010000nn nnnddddd", "Fd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FRINTP_scalar, "frintp", "FRINTP (scalar)", "00011110 EE100100 110000nn nnnddddd", "Fd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FRINTM_scalar, "frintm", "FRINTM (scalar)", "00011110 EE100101 010000nn nnnddddd", "Fd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FRINTZ_scalar, "frintz", "FRINTZ (scalar)", "00011110 EE100101 110000nn nnnddddd", "Fd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FRINTA_scalar, "frinta", "FRINTA (scalar)", "00011110 EE100110 010000nn nnnddddd", "Fd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FRINTX_scalar, "frintx", "FRINTX (scalar)", "00011110 EE100111 010000nn nnnddddd", "Fd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FRINTI_scalar, "frinti", "FRINTI (scalar)", "00011110 EE100111 110000nn nnnddddd", "Fd Fn", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FRINT32Z_scalar, "frint32z", "FRINT32Z (scalar)", "00011110 0E101000 010000nn nnnddddd", "Zd Zn", feature: Feature.FEAT_FRINTTS),
        new(FRINT32X_scalar, "frint32x", "FRINT32X (scalar)", "00011110 0E101000 110000nn nnnddddd", "Zd Zn", feature: Feature.FEAT_FRINTTS),
        new(FRINT64Z_scalar, "frint64z", "FRINT64Z (scalar)", "00011110 0E101001 010000nn nnnddddd", "Zd Zn", feature: Feature.FEAT_FRINTTS),
        new(FRINT64X_scalar, "frint64x", "FRINT64X (scalar)", "00011110 0E101001 110000nn nnnddddd", "Zd Zn", feature: Feature.FEAT_FRINTTS),

        // Floating-point compare
        new(FCMP, "fcmp", "FCMP", "00011110 EE1mmmmm 001000nn nnn00000", "Fn Fm", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FCMP_zero, "fcmp", "FCMP", "00011110 EE1yyyyy 001000nn nnn01000", "Fn FpZero", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FCMPE, "fcmpe", "FCMPE", "00011110 EE1mmmmm 001000nn nnn10000", "Fn Fm", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FCMPE_zero, "fcmpe", "FCMPE", "00011110 EE1yyyyy 001000nn nnn11000", "Fn FpZero", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),

        // Floating-point immediate
        new(FMOV_imm, "fmov", "FMOV (scalar, immediate)", "00011110 EE1iiiii iii10000 000ddddd", "Fd FpImm", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),

        // Floating-point conditional compare
        new(FCCMP, "fccmp", "FCCMP", "00011110 EE1mmmmm cccc01nn nnn0zzzz", "Fn Fm Nzcv Cond", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FCCMPE, "fccmpe", "FCCMPE", "00011110 EE1mmmmm cccc01nn nnn1zzzz", "Fn Fm Nzcv Cond", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),

        // Floating-point data-processing (2 source)
        new(FMUL_scalar, "fmul", "FMUL (scalar)", "00011110 EE1mmmmm 000010nn nnnddddd", "Fd Fn Fm", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FDIV_scalar, "fdiv", "FDIV (scalar)", "00011110 EE1mmmmm 000110nn nnnddddd", "Fd Fn Fm", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FADD_scalar, "fadd", "FADD (scalar)", "00011110 EE1mmmmm 001010nn nnnddddd", "Fd Fn Fm", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FSUB_scalar, "fsub", "FSUB (scalar)", "00011110 EE1mmmmm 001110nn nnnddddd", "Fd Fn Fm", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FMAX_scalar, "fmax", "FMAX (scalar)", "00011110 EE1mmmmm 010010nn nnnddddd", "Fd Fn Fm", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FMIN_scalar, "fmin", "FMIN (scalar)", "00011110 EE1mmmmm 010110nn nnnddddd", "Fd Fn Fm", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FMAXNM_scalar, "fmaxnm", "FMAXNM (scalar)", "00011110 EE1mmmmm 011010nn nnnddddd", "Fd Fn Fm", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FMINNM_scalar, "fminnm", "FMINNM (scalar)", "00011110 EE1mmmmm 011110nn nnnddddd", "Fd Fn Fm", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FNMUL_scalar, "fnmul", "FNMUL (scalar)", "00011110 EE1mmmmm 100010nn nnnddddd", "Fd Fn Fm", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),

        // Floating-point conditional select
        new(FCSEL, "fcsel", "FCSEL", "00011110 EE1mmmmm cccc11nn nnnddddd", "Fd Fn Fm Cond", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),

        // Floating-point data-processing (3 source)
        new(FMADD, "fmadd", "FMADD", "00011111 EE0mmmmm 0aaaaann nnnddddd", "Fd Fn Fm Fa", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FMSUB, "fmsub", "FMSUB", "00011111 EE0mmmmm 1aaaaann nnnddddd", "Fd Fn Fm Fa", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FNMADD, "fnmadd", "FNMADD", "00011111 EE1mmmmm 0aaaaann nnnddddd", "Fd Fn Fm Fa", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
        new(FNMSUB, "fnmsub", "FNMSUB", "00011111 EE1mmmmm 1aaaaann nnnddddd", "Fd Fn Fm Fa", feature: Feature.FEAT_FP, constraint: A64Constraint.FloatType),
    ];
}
