using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Advanced SIMD shift by immediate and its scalar forms; immh:immb gives the element size and the amount.</summary>
/// <remarks>Arm ARM, C7.2, by mnemonic.</remarks>
internal static unsafe class ShiftByImmediate
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        int size = Kernel.ShiftSizeOf(i);
        op->Shift = (byte)i.Imm;
        return i.Op switch
        {
            A64Op.SSHR_vector or A64Op.SSHR_scalar => Kernel.Signed<VectorShifts<ShiftRight>>(i, size),
            A64Op.USHR_vector or A64Op.USHR_scalar => Kernel.Unsigned<VectorShifts<ShiftRight>>(i, size),
            A64Op.SSRA_vector or A64Op.SSRA_scalar => Kernel.Signed<VectorShifts<ShiftRightAdded>>(i, size),
            A64Op.USRA_vector or A64Op.USRA_scalar => Kernel.Unsigned<VectorShifts<ShiftRightAdded>>(i, size),
            A64Op.SRSHR_vector or A64Op.SRSHR_scalar => Kernel.Signed<VectorShifts<RoundingShiftRight>>(i, size),
            A64Op.URSHR_vector or A64Op.URSHR_scalar => Kernel.Unsigned<VectorShifts<RoundingShiftRight>>(i, size),
            A64Op.SRSRA_vector or A64Op.SRSRA_scalar => Kernel.Signed<VectorShifts<RoundingShiftRightAdded>>(i, size),
            A64Op.URSRA_vector or A64Op.URSRA_scalar => Kernel.Unsigned<VectorShifts<RoundingShiftRightAdded>>(i, size),
            A64Op.SHL_vector or A64Op.SHL_scalar => Kernel.Unsigned<VectorShifts<ShiftLeft>>(i, size),
            A64Op.SLI_vector or A64Op.SLI_scalar => Kernel.Unsigned<VectorShifts<ShiftLeftInserted>>(i, size),
            A64Op.SRI_vector or A64Op.SRI_scalar => Kernel.Unsigned<VectorShifts<ShiftRightInserted>>(i, size),
            _ => Left(i, op, size),
        };
    }

    private static Handler Left(in Instruction i, DecodedOp* op, int size)
    {
        op->Imm = (ulong)i.Imm;
        return i.Op switch
        {
            A64Op.SQSHL_imm_vector or A64Op.SQSHL_imm_scalar => Kernel.Signed<Elements<SaturatingShifted, ConstantM>>(i, size),
            A64Op.UQSHL_imm_vector or A64Op.UQSHL_imm_scalar => Kernel.Unsigned<Elements<SaturatingShifted, ConstantM>>(i, size),
            A64Op.SQSHLU_vector or A64Op.SQSHLU_scalar => Kernel.Unsigned<Elements<SaturatingShiftedUnsigned, ConstantM>>(i, size),
            A64Op.SSHLL => Kernel.SignedWide<LongVectorShift>(i, size),
            A64Op.USHLL => Kernel.UnsignedWide<LongVectorShift>(i, size),
            _ => RightNarrow(i, op, size),
        };
    }

    private static Handler RightNarrow(in Instruction i, DecodedOp* op, int size)
    {
        op->Imm = (ulong)-i.Imm;
        return i.Op switch
        {
            A64Op.SHRN => Kernel.UnsignedWide<NarrowVectorShifts<ShiftRight>>(i, size),
            A64Op.RSHRN => Kernel.UnsignedWide<NarrowVectorShifts<RoundingShiftRight>>(i, size),
            A64Op.SQSHRN_vector or A64Op.SQSHRN_scalar => Kernel.SignedWide<Narrow<Shifted, ConstantM, Saturate>>(i, size),
            A64Op.SQRSHRN_vector or A64Op.SQRSHRN_scalar => Kernel.SignedWide<Narrow<RoundingShifted, ConstantM, Saturate>>(i, size),
            A64Op.UQSHRN_vector or A64Op.UQSHRN_scalar => Kernel.UnsignedWide<Narrow<Shifted, ConstantM, Saturate>>(i, size),
            A64Op.UQRSHRN_vector or A64Op.UQRSHRN_scalar => Kernel.UnsignedWide<Narrow<RoundingShifted, ConstantM, Saturate>>(i, size),
            A64Op.SQSHRUN_vector or A64Op.SQSHRUN_scalar => Kernel.SignedToUnsigned<Narrow<Shifted, ConstantM, Saturate>>(i, size),
            A64Op.SQRSHRUN_vector or A64Op.SQRSHRUN_scalar => Kernel.SignedToUnsigned<Narrow<RoundingShifted, ConstantM, Saturate>>(i, size),
            _ => throw new InvalidOperationException($"{i.Op} is no shift by an immediate"),
        };
    }
}
