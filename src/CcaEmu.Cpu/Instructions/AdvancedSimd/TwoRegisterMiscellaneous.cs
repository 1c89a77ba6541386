using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Advanced SIMD two-register miscellaneous and its scalar forms, but for the reversals of elements.</summary>
/// <remarks>Arm ARM, C7.2, by mnemonic.</remarks>
internal static unsafe class TwoRegisterMiscellaneous
{
    public static Handler Predecode(in Instruction i, DecodedOp* op) => i.Op switch
    {
        A64Op.ABS_vector or A64Op.ABS_scalar => Kernel.Signed<Vectors<Magnitude, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.NEG_vector or A64Op.NEG_scalar => Kernel.Signed<Vectors<Negation, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SQABS_vector or A64Op.SQABS_scalar => Kernel.Signed<SaturatingVectors<SaturatingMagnitude>>(i, Kernel.SizeOf(i)),
        A64Op.SQNEG_vector or A64Op.SQNEG_scalar => Kernel.Signed<SaturatingVectors<SaturatingNegate>>(i, Kernel.SizeOf(i)),
        A64Op.SUQADD_vector or A64Op.SUQADD_scalar => Kernel.Signed<Elements<UnsignedAdded, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.USQADD_vector or A64Op.USQADD_scalar => Kernel.Unsigned<Elements<SignedAdded, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.CLS_vector => Kernel.Signed<Elements<LeadingSigns, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.CLZ_vector => Kernel.Unsigned<Elements<LeadingZeros, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.CNT_vector => Kernel.Unsigned<Vectors<PopulationCount, VectorM>>(i, 0),
        A64Op.NOT => Kernel.Unsigned<Vectors<BitNot, VectorM>>(i, 0),
        A64Op.RBIT_vector => Kernel.Unsigned<Vectors<ReversedBits, VectorM>>(i, 0),
        A64Op.URECPE => Kernel.Unsigned<Elements<ReciprocalEstimate, VectorM>>(i, 2),
        A64Op.URSQRTE => Kernel.Unsigned<Elements<ReciprocalSquareRootEstimate, VectorM>>(i, 2),
        A64Op.SADDLP => Kernel.Signed<Vectors<HalvesAdded, VectorM>>(i, Kernel.SizeOf(i) + 1),
        A64Op.UADDLP => Kernel.Unsigned<Vectors<HalvesAdded, VectorM>>(i, Kernel.SizeOf(i) + 1),
        A64Op.SADALP => Kernel.Signed<Vectors<HalvesAccumulated, VectorM>>(i, Kernel.SizeOf(i) + 1),
        A64Op.UADALP => Kernel.Unsigned<Vectors<HalvesAccumulated, VectorM>>(i, Kernel.SizeOf(i) + 1),
        _ => Narrowing(i, op),
    };

    private static Handler Narrowing(in Instruction i, DecodedOp* op) => i.Op switch
    {
        A64Op.XTN => Kernel.UnsignedWide<NarrowVectors<First>>(i, Kernel.SizeOf(i)),
        A64Op.SQXTN_vector or A64Op.SQXTN_scalar => Kernel.SignedWide<Narrow<First, VectorM, Saturate>>(i, Kernel.SizeOf(i)),
        A64Op.UQXTN_vector or A64Op.UQXTN_scalar => Kernel.UnsignedWide<Narrow<First, VectorM, Saturate>>(i, Kernel.SizeOf(i)),
        A64Op.SQXTUN_vector or A64Op.SQXTUN_scalar => Kernel.SignedToUnsigned<Narrow<First, VectorM, Saturate>>(i, Kernel.SizeOf(i)),
        A64Op.SHLL => ShiftLeftLong(i, op),
        _ => CompareWithZero(i, op),
    };

    private static Handler ShiftLeftLong(in Instruction i, DecodedOp* op)
    {
        op->Shift = (byte)i.Imm;
        return Kernel.UnsignedWide<LongVectorShift>(i, Kernel.SizeOf(i));
    }

    private static Handler CompareWithZero(in Instruction i, DecodedOp* op)
    {
        op->Imm = 0;
        return i.Op switch
        {
            A64Op.CMGT_zero or A64Op.CMGT_zero_scalar => Kernel.Signed<Vectors<Greater, ConstantM>>(i, Kernel.SizeOf(i)),
            A64Op.CMGE_zero or A64Op.CMGE_zero_scalar => Kernel.Signed<Vectors<GreaterOrEqual, ConstantM>>(i, Kernel.SizeOf(i)),
            A64Op.CMEQ_zero or A64Op.CMEQ_zero_scalar => Kernel.Signed<Vectors<Equal, ConstantM>>(i, Kernel.SizeOf(i)),
            A64Op.CMLE_zero or A64Op.CMLE_zero_scalar => Kernel.Signed<Vectors<LessOrEqual, ConstantM>>(i, Kernel.SizeOf(i)),
            A64Op.CMLT_zero or A64Op.CMLT_zero_scalar => Kernel.Signed<Vectors<Less, ConstantM>>(i, Kernel.SizeOf(i)),
            _ => throw new InvalidOperationException($"{i.Op} is no instruction of two registers"),
        };
    }
}
