using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Advanced SIMD three same, three same extra and their scalar forms: elements of one size everywhere.</summary>
/// <remarks>Arm ARM, C7.2, by mnemonic.</remarks>
internal static unsafe class ThreeSame
{
    public static Handler Predecode(in Instruction i) => i.Op switch
    {
        A64Op.ADD_vector or A64Op.ADD_scalar => Kernel.Unsigned<Vectors<Sum, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SUB_vector or A64Op.SUB_scalar => Kernel.Unsigned<Vectors<Difference, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.MUL_vector => Kernel.Unsigned<Vectors<Product, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.MLA_vector => Kernel.Unsigned<Vectors<ProductAdded, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.MLS_vector => Kernel.Unsigned<Vectors<ProductSubtracted, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.PMUL => Kernel.Unsigned<Vectors<PolynomialProduct, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SHADD => Kernel.Signed<Vectors<HalvingAdd, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.UHADD => Kernel.Unsigned<Vectors<HalvingAdd, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SRHADD => Kernel.Signed<Vectors<RoundingHalvingAdd, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.URHADD => Kernel.Unsigned<Vectors<RoundingHalvingAdd, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SHSUB => Kernel.Signed<Vectors<HalvingSubtract, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.UHSUB => Kernel.Unsigned<Vectors<HalvingSubtract, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SABD => Kernel.Signed<Vectors<AbsoluteDifference, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.UABD => Kernel.Unsigned<Vectors<AbsoluteDifference, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SABA => Kernel.Signed<Vectors<AbsoluteDifferenceAdded, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.UABA => Kernel.Unsigned<Vectors<AbsoluteDifferenceAdded, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SMAX_vector => Kernel.Signed<Vectors<Maximum, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.UMAX_vector => Kernel.Unsigned<Vectors<Maximum, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SMIN_vector => Kernel.Signed<Vectors<Minimum, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.UMIN_vector => Kernel.Unsigned<Vectors<Minimum, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.ADDP_vector => Kernel.Unsigned<Pairwise<Sum>>(i, Kernel.SizeOf(i)),
        A64Op.SMAXP => Kernel.Signed<Pairwise<Maximum>>(i, Kernel.SizeOf(i)),
        A64Op.UMAXP => Kernel.Unsigned<Pairwise<Maximum>>(i, Kernel.SizeOf(i)),
        A64Op.SMINP => Kernel.Signed<Pairwise<Minimum>>(i, Kernel.SizeOf(i)),
        A64Op.UMINP => Kernel.Unsigned<Pairwise<Minimum>>(i, Kernel.SizeOf(i)),
        _ => SaturatingArithmetic(i),
    };

    private static Handler SaturatingArithmetic(in Instruction i) => i.Op switch
    {
        A64Op.SQADD_vector or A64Op.SQADD_scalar => Kernel.Signed<SaturatingVectors<SaturatingAdd>>(i, Kernel.SizeOf(i)),
        A64Op.UQADD_vector or A64Op.UQADD_scalar => Kernel.Unsigned<SaturatingVectors<SaturatingAdd>>(i, Kernel.SizeOf(i)),
        A64Op.SQSUB_vector or A64Op.SQSUB_scalar => Kernel.Signed<SaturatingVectors<SaturatingSubtract>>(i, Kernel.SizeOf(i)),
        A64Op.UQSUB_vector or A64Op.UQSUB_scalar => Kernel.Unsigned<SaturatingVectors<SaturatingSubtract>>(i, Kernel.SizeOf(i)),
        A64Op.SQDMULH_vector or A64Op.SQDMULH_scalar => Kernel.Signed<Elements<DoublingMultiplyHigh, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SQRDMULH_vector or A64Op.SQRDMULH_scalar => Kernel.Signed<Elements<RoundingDoublingMultiplyHigh, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SQRDMLAH_vector or A64Op.SQRDMLAH_scalar => Kernel.Signed<Elements<RoundingDoublingMultiplyAddHigh, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SQRDMLSH_vector or A64Op.SQRDMLSH_scalar => Kernel.Signed<Elements<RoundingDoublingMultiplySubtractHigh, VectorM>>(i, Kernel.SizeOf(i)),
        _ => Shift(i),
    };

    private static Handler Shift(in Instruction i) => i.Op switch
    {
        A64Op.SSHL_vector or A64Op.SSHL_scalar => Kernel.Signed<Elements<Shifted, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.USHL_vector or A64Op.USHL_scalar => Kernel.Unsigned<Elements<Shifted, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SRSHL_vector or A64Op.SRSHL_scalar => Kernel.Signed<Elements<RoundingShifted, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.URSHL_vector or A64Op.URSHL_scalar => Kernel.Unsigned<Elements<RoundingShifted, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SQSHL_vector or A64Op.SQSHL_scalar => Kernel.Signed<Elements<SaturatingShifted, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.UQSHL_vector or A64Op.UQSHL_scalar => Kernel.Unsigned<Elements<SaturatingShifted, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SQRSHL_vector or A64Op.SQRSHL_scalar => Kernel.Signed<Elements<SaturatingRoundingShifted, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.UQRSHL_vector or A64Op.UQRSHL_scalar => Kernel.Unsigned<Elements<SaturatingRoundingShifted, VectorM>>(i, Kernel.SizeOf(i)),
        _ => Compare(i),
    };

    private static Handler Compare(in Instruction i) => i.Op switch
    {
        A64Op.CMGT_vector or A64Op.CMGT_scalar => Kernel.Signed<Vectors<Greater, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.CMGE_vector or A64Op.CMGE_scalar => Kernel.Signed<Vectors<GreaterOrEqual, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.CMHI_vector or A64Op.CMHI_scalar => Kernel.Unsigned<Vectors<Greater, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.CMHS_vector or A64Op.CMHS_scalar => Kernel.Unsigned<Vectors<GreaterOrEqual, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.CMEQ_vector or A64Op.CMEQ_scalar => Kernel.Unsigned<Vectors<Equal, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.CMTST_vector or A64Op.CMTST_scalar => Kernel.Unsigned<Vectors<AnyBitCommon, VectorM>>(i, Kernel.SizeOf(i)),
        _ => Logical(i),
    };

    private static Handler Logical(in Instruction i) => i.Op switch
    {
        A64Op.AND_vector => Kernel.Unsigned<Vectors<BitAnd, VectorM>>(i, 3),
        A64Op.BIC_vector => Kernel.Unsigned<Vectors<BitClear, VectorM>>(i, 3),
        A64Op.ORR_vector => Kernel.Unsigned<Vectors<BitOr, VectorM>>(i, 3),
        A64Op.ORN_vector => Kernel.Unsigned<Vectors<BitOrNot, VectorM>>(i, 3),
        A64Op.EOR_vector => Kernel.Unsigned<Vectors<BitExclusiveOr, VectorM>>(i, 3),
        A64Op.BSL => Kernel.Unsigned<Vectors<BitSelect, VectorM>>(i, 3),
        A64Op.BIT => Kernel.Unsigned<Vectors<BitInsertIfTrue, VectorM>>(i, 3),
        A64Op.BIF => Kernel.Unsigned<Vectors<BitInsertIfFalse, VectorM>>(i, 3),
        _ => throw new InvalidOperationException($"{i.Op} is no instruction of three operands of one size"),
    };
}
