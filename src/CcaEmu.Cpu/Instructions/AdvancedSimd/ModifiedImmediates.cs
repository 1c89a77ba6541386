using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>A constant expanded to 64 bits: moved, or combined with the destination.</summary>
/// <remarks>Arm ARM, C7.2 MOVI, MVNI, ORR (vector, immediate), BIC (vector, immediate), FMOV (vector, immediate).</remarks>
internal static unsafe class ModifiedImmediates
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Imm = i.Op is >= A64Op.MVNI_word and <= A64Op.MVNI_ones ? ~i.ExpandedImmediate : i.ExpandedImmediate;
        op->Rn = op->Rd; // What ORR and BIC combine with.
        return i.Op switch
        {
            A64Op.ORR_vector_imm_word or A64Op.ORR_vector_imm_half => Kernel.Unsigned<Vectors<BitOr, ConstantM>>(i, 3),
            A64Op.BIC_vector_imm_word or A64Op.BIC_vector_imm_half => Kernel.Unsigned<Vectors<BitClear, ConstantM>>(i, 3),
            _ => Kernel.Unsigned<Vectors<Second, ConstantM>>(i, 3),
        };
    }
}
