using CcaEmu.Arm.A64;
using static CcaEmu.Cpu.Instructions.FpWidening;

namespace CcaEmu.Cpu.Instructions;

/// <content>Complex numbers, and products of 16-bit elements added to single-precision ones.</content>
internal static unsafe partial class AdvancedSimdFloat
{
    private static Handler Complex(in Instruction i, int size, DecodedOp* op)
    {
        op->Kind = (byte)(i.GetOperand(3).Immediate / 90);
        if (i.Op == A64Op.FCADD)
            return Make<FpComplex.Add>(size);
        if (i.Op == A64Op.FCMLA_vector)
            return Make<FpComplex.MulAdd<FpLanewise.EachLane>>(size);
        // The index is that of a pair.
        op->Ra *= 2;
        return Make<FpComplex.MulAdd<FpLanewise.OneLane>>(size);
    }

    // The second forms use the upper half of Vn (and of Vm), which has half as many bytes as the destination.
    private static Handler HalfToSingle(in Instruction i, DecodedOp* op)
    {
        bool upper = i.Op is A64Op.FMLAL2_vector or A64Op.FMLSL2_vector or A64Op.FMLAL2_element or A64Op.FMLSL2_element;
        op->Kind = (byte)(upper ? op->Size / 2 : 0);
        return i.Op switch
        {
            A64Op.FMLAL_vector or A64Op.FMLAL2_vector => &EachLane<FMLAL>,
            A64Op.FMLSL_vector or A64Op.FMLSL2_vector => &EachLane<FMLSL>,
            A64Op.FMLAL_element or A64Op.FMLAL2_element => &OneLane<FMLAL>,
            _ => &OneLane<FMLSL>,
        };
    }

    private static Handler BrainFloat(in Instruction i, DecodedOp* op)
    {
        op->Kind = (byte)(i.Op is A64Op.BFMLALT_vector or A64Op.BFMLALT_element ? 2 : 0);
        // The index is that of a pair.
        if (i.Op == A64Op.BFDOT_element)
            op->Ra *= 2;
        return i.Op switch
        {
            A64Op.BFDOT_vector => &EachLane<BFDOT>,
            A64Op.BFDOT_element => &OneLane<BFDOT>,
            A64Op.BFMMLA => &Matrix,
            A64Op.BFMLALB_vector or A64Op.BFMLALT_vector => &EachLane<BFMLAL>,
            A64Op.BFMLALB_element or A64Op.BFMLALT_element => &OneLane<BFMLAL>,
            _ => throw NoMeaning(i),
        };
    }
}
