using CcaEmu.Arm.A64;
using CcaEmu.Cpu.FloatingPoint;
using static CcaEmu.Cpu.Instructions.FpBinaries;
using static CcaEmu.Cpu.Instructions.FpLanewise;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Lays out Advanced SIMD on floating-point numbers: here the instructions with two source registers.</summary>
/// <remarks>Arm ARM, C7.2. Scalar forms are vectors of one lane.</remarks>
internal static unsafe partial class AdvancedSimdFloat
{
    public static Handler Predecode(in Instruction i, PeFeatures features, DecodedOp* op)
    {
        op->Rd = (byte)i.Rd;
        op->Rn = (byte)i.Rn;
        op->Rm = (byte)i.Rm;
        op->Imm = 0;
        SimdRegister vector = i.GetOperand(IsReduction(i.Op) ? 1 : 0).Simd;
        op->Size = (byte)(Math.Max(vector.Lanes, (byte)1) << vector.ElementSizeLog2);
        // FCMLA and FCADD have lines for all sizes: the feature of the line is not the only one.
        if (vector.ElementSizeLog2 == 1 && i.Feature == Feature.FEAT_FCMA && !features.Has(Feature.FEAT_FP16))
            return &Exceptions.Undefined;
        return (i.OperandCount > 2 ? i.GetOperand(2).Kind : OperandKind.None) switch
        {
            OperandKind.SimdElement => ByElement(i, vector.ElementSizeLog2, op),
            OperandKind.SimdRegister => ThreeRegisters(i, vector.ElementSizeLog2, op),
            _ => TwoRegisters(i, vector.ElementSizeLog2, op),
        };
    }

    private static bool IsReduction(A64Op op) =>
        op is >= A64Op.FMAXNMP_scalar_H and <= A64Op.FMINP_scalar or >= A64Op.FMAXNMV_H and <= A64Op.FMINV;

    private static Handler Make<TFamily>(int sizeLog2) where TFamily : struct, IFpFamily => sizeLog2 switch
    {
        1 => TFamily.For<HalfPrecision>(),
        2 => TFamily.For<SinglePrecision>(),
        _ => TFamily.For<DoublePrecision>(),
    };

    private static Handler Same<TOperation>(int sizeLog2) where TOperation : struct, IFpBinary => Make<Binary<TOperation, FpLanewise.EachLane>>(sizeLog2);

    private static Handler Pairs<TOperation>(int sizeLog2) where TOperation : struct, IFpBinary => Make<FpAcross.Pairwise<TOperation>>(sizeLog2);

    private static Handler ThreeRegisters(in Instruction i, int size, DecodedOp* op) => i.Op switch
    {
        A64Op.FADD_vector or A64Op.FADD_vector_H => Same<FADD>(size),
        A64Op.FSUB_vector or A64Op.FSUB_vector_H => Same<FSUB>(size),
        A64Op.FMUL_vector or A64Op.FMUL_vector_H => Same<FMUL>(size),
        A64Op.FDIV_vector or A64Op.FDIV_vector_H => Same<FDIV>(size),
        A64Op.FMAX_vector or A64Op.FMAX_vector_H => Same<FMAX>(size),
        A64Op.FMIN_vector or A64Op.FMIN_vector_H => Same<FMIN>(size),
        A64Op.FMAXNM_vector or A64Op.FMAXNM_vector_H => Same<FMAXNM>(size),
        A64Op.FMINNM_vector or A64Op.FMINNM_vector_H => Same<FMINNM>(size),
        A64Op.FMLA_vector or A64Op.FMLA_vector_H => Make<Ternary<FMLA, FpLanewise.EachLane>>(size),
        A64Op.FMLS_vector or A64Op.FMLS_vector_H => Make<Ternary<FMLS, FpLanewise.EachLane>>(size),
        A64Op.FADDP_vector or A64Op.FADDP_vector_H => Pairs<FADD>(size),
        A64Op.FMAXP_vector or A64Op.FMAXP_vector_H => Pairs<FMAX>(size),
        A64Op.FMINP_vector or A64Op.FMINP_vector_H => Pairs<FMIN>(size),
        A64Op.FMAXNMP_vector or A64Op.FMAXNMP_vector_H => Pairs<FMAXNM>(size),
        A64Op.FMINNMP_vector or A64Op.FMINNMP_vector_H => Pairs<FMINNM>(size),
        A64Op.FCMLA_vector or A64Op.FCADD => Complex(i, size, op),
        >= A64Op.BFDOT_vector and <= A64Op.BFMMLA => BrainFloat(i, op),
        >= A64Op.FMLAL_vector and <= A64Op.FMLSL2_vector => HalfToSingle(i, op),
        _ => VectorOrScalar(i, size),
    };

    private static Handler VectorOrScalar(in Instruction i, int size) => i.Op switch
    {
        A64Op.FMULX_vector or A64Op.FMULX_vector_H or A64Op.FMULX_scalar or A64Op.FMULX_scalar_H => Same<FMULX>(size),
        A64Op.FRECPS_vector or A64Op.FRECPS_vector_H or A64Op.FRECPS_scalar or A64Op.FRECPS_scalar_H => Same<FRECPS>(size),
        A64Op.FRSQRTS_vector or A64Op.FRSQRTS_vector_H or A64Op.FRSQRTS_scalar or A64Op.FRSQRTS_scalar_H => Same<FRSQRTS>(size),
        A64Op.FABD_vector or A64Op.FABD_vector_H or A64Op.FABD_scalar or A64Op.FABD_scalar_H => Same<FABD>(size),
        A64Op.FCMEQ_vector or A64Op.FCMEQ_vector_H or A64Op.FCMEQ_scalar or A64Op.FCMEQ_scalar_H => Same<FCMEQ>(size),
        A64Op.FCMGE_vector or A64Op.FCMGE_vector_H or A64Op.FCMGE_scalar or A64Op.FCMGE_scalar_H => Same<FCMGE>(size),
        A64Op.FCMGT_vector or A64Op.FCMGT_vector_H or A64Op.FCMGT_scalar or A64Op.FCMGT_scalar_H => Same<FCMGT>(size),
        A64Op.FACGE_vector or A64Op.FACGE_vector_H or A64Op.FACGE_scalar or A64Op.FACGE_scalar_H => Same<FACGE>(size),
        A64Op.FACGT_vector or A64Op.FACGT_vector_H or A64Op.FACGT_scalar or A64Op.FACGT_scalar_H => Same<FACGT>(size),
        _ => throw NoMeaning(i),
    };

    private static Handler ByElement(in Instruction i, int size, DecodedOp* op)
    {
        Operand element = i.GetOperand(2);
        op->Rm = element.Simd.Number;
        op->Ra = (byte)(element.ElementIndex << element.Simd.ElementSizeLog2);
        return i.Op switch
        {
            A64Op.FMUL_element or A64Op.FMUL_element_H or A64Op.FMUL_scalar_element or A64Op.FMUL_scalar_element_H => Make<Binary<FMUL, FpLanewise.OneLane>>(size),
            A64Op.FMULX_element or A64Op.FMULX_element_H or A64Op.FMULX_scalar_element or A64Op.FMULX_scalar_element_H =>
                Make<Binary<FMULX, FpLanewise.OneLane>>(size),
            A64Op.FMLA_element or A64Op.FMLA_element_H or A64Op.FMLA_scalar_element or A64Op.FMLA_scalar_element_H => Make<Ternary<FMLA, FpLanewise.OneLane>>(size),
            A64Op.FMLS_element or A64Op.FMLS_element_H or A64Op.FMLS_scalar_element or A64Op.FMLS_scalar_element_H => Make<Ternary<FMLS, FpLanewise.OneLane>>(size),
            A64Op.FCMLA_element_H or A64Op.FCMLA_element_S => Complex(i, size, op),
            >= A64Op.FMLAL_element and <= A64Op.FMLSL2_element => HalfToSingle(i, op),
            _ => BrainFloat(i, op),
        };
    }

    private static InvalidOperationException NoMeaning(in Instruction i) => new($"{i.Op} has a line in the encoding table but no meaning");
}
