using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Advanced SIMD on integers, bits and whole elements: by the manual's groups, scalar and vector.</summary>
/// <remarks>
/// Arm ARM, C7.2. Rd, Rn and Rm of an operation are numbers of V registers unless a group says otherwise. Most instructions are a small
/// operation on one element (<see cref="IElementOperation"/>, <see cref="IVectorOperation"/>) inside a kernel that knows how elements are
/// taken from registers; the JIT compiles each combination with an element type and a vector length into a loop of its own.
/// </remarks>
internal static unsafe class AdvancedSimd
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Rd = (byte)i.Rd;
        op->Rn = (byte)i.Rn;
        op->Rm = (byte)i.Rm;
        return i.Op switch
        {
            A64Op.DUP_scalar => Copies.Predecode(i, op),
            <= A64Op.SQRDMLSH_scalar => ThreeSame.Predecode(i),
            <= A64Op.UQXTN_scalar => TwoRegisterMiscellaneous.Predecode(i, op),
            A64Op.ADDP_scalar => Across<Sum>.For<ulong, Lanes128>(),
            <= A64Op.SQDMULL_scalar => ThreeDifferent.Predecode(i),
            <= A64Op.SQRDMULH_scalar => ThreeSame.Predecode(i),
            <= A64Op.UQRSHRN_scalar => ShiftByImmediate.Predecode(i, op),
            <= A64Op.SQRDMLSH_element_scalar => IndexedElement.Predecode(i, op),
            <= A64Op.TBX_4 => TableLookup.Predecode(i, op),
            <= A64Op.EXT => Permutations.Predecode(i, op),
            <= A64Op.INS_element => Copies.Predecode(i, op),
            <= A64Op.SQRDMLSH_vector => ThreeSame.Predecode(i),
            <= A64Op.USMMLA => DotProducts.Predecode(i, op),
            A64Op.REV64 or A64Op.REV32_vector or A64Op.REV16_vector => Permutations.Predecode(i, op),
            <= A64Op.URSQRTE => TwoRegisterMiscellaneous.Predecode(i, op),
            <= A64Op.UMINV => AcrossLanes.Predecode(i),
            <= A64Op.UMULL_vector => ThreeDifferent.Predecode(i),
            <= A64Op.SQRDMULH_vector => ThreeSame.Predecode(i),
            <= A64Op.FMOV_vector_double => ModifiedImmediates.Predecode(i, op),
            <= A64Op.USHLL => ShiftByImmediate.Predecode(i, op),
            <= A64Op.SQRDMLSH_element => IndexedElement.Predecode(i, op),
            _ => DotProducts.Predecode(i, op),
        };
    }
}
