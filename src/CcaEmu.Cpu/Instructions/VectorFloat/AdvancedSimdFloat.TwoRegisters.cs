using CcaEmu.Arm.A64;
using CcaEmu.Cpu.FloatingPoint;
using static CcaEmu.Cpu.Instructions.FpLanewise;
using static CcaEmu.Cpu.Instructions.FpRoundings;

namespace CcaEmu.Cpu.Instructions;

/// <content>Instructions with one source register.</content>
internal static unsafe partial class AdvancedSimdFloat
{
    private static Handler One<TOperation>(int size) where TOperation : struct, IFpUnary => Make<Unary<TOperation>>(size);

    private static Handler TwoRegisters(in Instruction i, int size, DecodedOp* op) => i.Op switch
    {
        _ when IsReduction(i.Op) => Reduction(i, size),
        A64Op.FCVTN or A64Op.FCVTL or A64Op.BFCVTN or A64Op.FCVTXN_vector or A64Op.FCVTXN_scalar => Resize(i, op),
        _ when i.OperandCount > 2 && i.GetOperand(2).Kind == OperandKind.Immediate => FixedPoint(i, size, op),
        A64Op.FABS_vector or A64Op.FABS_vector_H => One<FpUnaries.FABS>(size),
        A64Op.FNEG_vector or A64Op.FNEG_vector_H => One<FpUnaries.FNEG>(size),
        A64Op.FSQRT_vector or A64Op.FSQRT_vector_H => One<FpUnaries.FSQRT>(size),
        A64Op.FRECPX_scalar or A64Op.FRECPX_scalar_H => One<FpUnaries.FRECPX>(size),
        A64Op.FRECPE_vector or A64Op.FRECPE_vector_H or A64Op.FRECPE_scalar or A64Op.FRECPE_scalar_H => One<FpUnaries.FRECPE>(size),
        A64Op.FRSQRTE_vector or A64Op.FRSQRTE_vector_H or A64Op.FRSQRTE_scalar or A64Op.FRSQRTE_scalar_H => One<FpUnaries.FRSQRTE>(size),
        A64Op.FCMEQ_zero_vector or A64Op.FCMEQ_zero_vector_H or A64Op.FCMEQ_zero_scalar or A64Op.FCMEQ_zero_scalar_H => One<FpUnaries.FCMEQ>(size),
        A64Op.FCMGE_zero_vector or A64Op.FCMGE_zero_vector_H or A64Op.FCMGE_zero_scalar or A64Op.FCMGE_zero_scalar_H => One<FpUnaries.FCMGE>(size),
        A64Op.FCMGT_zero_vector or A64Op.FCMGT_zero_vector_H or A64Op.FCMGT_zero_scalar or A64Op.FCMGT_zero_scalar_H => One<FpUnaries.FCMGT>(size),
        A64Op.FCMLE_zero_vector or A64Op.FCMLE_zero_vector_H or A64Op.FCMLE_zero_scalar or A64Op.FCMLE_zero_scalar_H => One<FpUnaries.FCMLE>(size),
        A64Op.FCMLT_zero_vector or A64Op.FCMLT_zero_vector_H or A64Op.FCMLT_zero_scalar or A64Op.FCMLT_zero_scalar_H => One<FpUnaries.FCMLT>(size),
        A64Op.SCVTF_vector or A64Op.SCVTF_vector_H or A64Op.SCVTF_scalar or A64Op.SCVTF_scalar_H => One<FpUnaries.SCVTF>(size),
        A64Op.UCVTF_vector or A64Op.UCVTF_vector_H or A64Op.UCVTF_scalar or A64Op.UCVTF_scalar_H => One<FpUnaries.UCVTF>(size),
        _ => ToInteger(i, size),
    };

    private static Handler ToInteger(in Instruction i, int size) => i.Op switch
    {
        A64Op.FRINTN_vector or A64Op.FRINTN_vector_H => One<FRINT<N>>(size),
        A64Op.FRINTP_vector or A64Op.FRINTP_vector_H => One<FRINT<P>>(size),
        A64Op.FRINTM_vector or A64Op.FRINTM_vector_H => One<FRINT<M>>(size),
        A64Op.FRINTZ_vector or A64Op.FRINTZ_vector_H => One<FRINT<Z>>(size),
        A64Op.FRINTA_vector or A64Op.FRINTA_vector_H => One<FRINT<A>>(size),
        A64Op.FRINTI_vector or A64Op.FRINTI_vector_H => One<FRINT<I>>(size),
        A64Op.FRINTX_vector or A64Op.FRINTX_vector_H => One<FRINTX>(size),
        A64Op.FRINT32X_vector => One<FRINT32<I>>(size),
        A64Op.FRINT32Z_vector => One<FRINT32<Z>>(size),
        A64Op.FRINT64X_vector => One<FRINT64<I>>(size),
        A64Op.FRINT64Z_vector => One<FRINT64<Z>>(size),
        A64Op.FCVTNS_vector or A64Op.FCVTNS_vector_H or A64Op.FCVTNS_scalar or A64Op.FCVTNS_scalar_H => One<FCVTS<N>>(size),
        A64Op.FCVTPS_vector or A64Op.FCVTPS_vector_H or A64Op.FCVTPS_scalar or A64Op.FCVTPS_scalar_H => One<FCVTS<P>>(size),
        A64Op.FCVTMS_vector or A64Op.FCVTMS_vector_H or A64Op.FCVTMS_scalar or A64Op.FCVTMS_scalar_H => One<FCVTS<M>>(size),
        A64Op.FCVTZS_vector or A64Op.FCVTZS_vector_H or A64Op.FCVTZS_scalar or A64Op.FCVTZS_scalar_H => One<FCVTS<Z>>(size),
        A64Op.FCVTAS_vector or A64Op.FCVTAS_vector_H or A64Op.FCVTAS_scalar or A64Op.FCVTAS_scalar_H => One<FCVTS<A>>(size),
        A64Op.FCVTNU_vector or A64Op.FCVTNU_vector_H or A64Op.FCVTNU_scalar or A64Op.FCVTNU_scalar_H => One<FCVTU<N>>(size),
        A64Op.FCVTPU_vector or A64Op.FCVTPU_vector_H or A64Op.FCVTPU_scalar or A64Op.FCVTPU_scalar_H => One<FCVTU<P>>(size),
        A64Op.FCVTMU_vector or A64Op.FCVTMU_vector_H or A64Op.FCVTMU_scalar or A64Op.FCVTMU_scalar_H => One<FCVTU<M>>(size),
        A64Op.FCVTZU_vector or A64Op.FCVTZU_vector_H or A64Op.FCVTZU_scalar or A64Op.FCVTZU_scalar_H => One<FCVTU<Z>>(size),
        A64Op.FCVTAU_vector or A64Op.FCVTAU_vector_H or A64Op.FCVTAU_scalar or A64Op.FCVTAU_scalar_H => One<FCVTU<A>>(size),
        _ => throw NoMeaning(i),
    };

    // opcode<4:3,1> and U tell the four apart, whatever the size and form.
    private static Handler FixedPoint(in Instruction i, int size, DecodedOp* op)
    {
        op->Imm = (ulong)i.GetOperand(2).Immediate;
        return ((i.Word >> 11 & 3) == 3, (i.Word >> 29 & 1) != 0) switch
        {
            (false, false) => One<FpUnaries.SCVTF>(size),
            (false, true) => One<FpUnaries.UCVTF>(size),
            (true, false) => One<FCVTS<Z>>(size),
            _ => One<FCVTU<Z>>(size),
        };
    }

    private static Handler Reduction(in Instruction i, int size) => i.Op switch
    {
        A64Op.FADDP_scalar or A64Op.FADDP_scalar_H => Make<FpAcross.Reduce<FpBinaries.FADD>>(size),
        A64Op.FMAXP_scalar or A64Op.FMAXP_scalar_H or A64Op.FMAXV or A64Op.FMAXV_H => Make<FpAcross.Reduce<FpBinaries.FMAX>>(size),
        A64Op.FMINP_scalar or A64Op.FMINP_scalar_H or A64Op.FMINV or A64Op.FMINV_H => Make<FpAcross.Reduce<FpBinaries.FMIN>>(size),
        A64Op.FMAXNMP_scalar or A64Op.FMAXNMP_scalar_H or A64Op.FMAXNMV or A64Op.FMAXNMV_H => Make<FpAcross.Reduce<FpBinaries.FMAXNM>>(size),
        _ => Make<FpAcross.Reduce<FpBinaries.FMINNM>>(size),
    };

    private static Handler Resize(in Instruction i, DecodedOp* op)
    {
        bool scalar = i.Op == A64Op.FCVTXN_scalar, isDouble = (i.Word >> 22 & 1) != 0;
        op->Ra = (byte)(!scalar && (i.Word >> 30 & 1) != 0 ? 8 : 0);
        op->Size = (byte)(scalar ? 8 : 16);
        return (i.Op, isDouble) switch
        {
            (A64Op.FCVTL, false) => &FpResize.Lengthen<HalfPrecision, SinglePrecision>,
            (A64Op.FCVTL, true) => &FpResize.Lengthen<SinglePrecision, DoublePrecision>,
            (A64Op.FCVTN, false) => &FpResize.Narrow<FpResize.SingleToHalf>,
            (A64Op.FCVTN, true) => &FpResize.Narrow<FpResize.DoubleToSingle>,
            (A64Op.BFCVTN, _) => &FpResize.Narrow<FpResize.SingleToBrain>,
            _ => &FpResize.Narrow<FpResize.DoubleToSingleOdd>,
        };
    }
}
