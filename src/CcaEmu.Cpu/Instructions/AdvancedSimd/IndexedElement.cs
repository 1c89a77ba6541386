using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Advanced SIMD vector by indexed element and scalar by indexed element: one element of m for all.</summary>
/// <remarks>Arm ARM, C7.2, by mnemonic.</remarks>
internal static unsafe class IndexedElement
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        Operand element = i.GetOperand(2);
        op->Rm = element.Simd.Number;
        op->Ra = (byte)element.ElementIndex;
        return i.Op switch
        {
            A64Op.MUL_element => Kernel.Unsigned<Vectors<Product, ElementM>>(i, Kernel.SizeOf(i)),
            A64Op.MLA_element => Kernel.Unsigned<Vectors<ProductAdded, ElementM>>(i, Kernel.SizeOf(i)),
            A64Op.MLS_element => Kernel.Unsigned<Vectors<ProductSubtracted, ElementM>>(i, Kernel.SizeOf(i)),
            A64Op.SQDMULH_element or A64Op.SQDMULH_element_scalar => Kernel.Signed<Elements<DoublingMultiplyHigh, ElementM>>(i, Kernel.SizeOf(i)),
            A64Op.SQRDMULH_element or A64Op.SQRDMULH_element_scalar => Kernel.Signed<Elements<RoundingDoublingMultiplyHigh, ElementM>>(i, Kernel.SizeOf(i)),
            A64Op.SQRDMLAH_element or A64Op.SQRDMLAH_element_scalar => Kernel.Signed<Elements<RoundingDoublingMultiplyAddHigh, ElementM>>(i, Kernel.SizeOf(i)),
            A64Op.SQRDMLSH_element or A64Op.SQRDMLSH_element_scalar => Kernel.Signed<Elements<RoundingDoublingMultiplySubtractHigh, ElementM>>(i, Kernel.SizeOf(i)),
            A64Op.SMULL_element => Kernel.SignedWide<LongVectors<Product, ElementM>>(i, Kernel.SizeOf(i)),
            A64Op.SMLAL_element => Kernel.SignedWide<LongVectors<ProductAdded, ElementM>>(i, Kernel.SizeOf(i)),
            A64Op.SMLSL_element => Kernel.SignedWide<LongVectors<ProductSubtracted, ElementM>>(i, Kernel.SizeOf(i)),
            A64Op.UMULL_element => Kernel.UnsignedWide<LongVectors<Product, ElementM>>(i, Kernel.SizeOf(i)),
            A64Op.UMLAL_element => Kernel.UnsignedWide<LongVectors<ProductAdded, ElementM>>(i, Kernel.SizeOf(i)),
            A64Op.UMLSL_element => Kernel.UnsignedWide<LongVectors<ProductSubtracted, ElementM>>(i, Kernel.SizeOf(i)),
            A64Op.SQDMULL_element or A64Op.SQDMULL_element_scalar => Kernel.SignedWide<Long<DoublingMultiply, ElementM>>(i, Kernel.SizeOf(i)),
            A64Op.SQDMLAL_element or A64Op.SQDMLAL_element_scalar => Kernel.SignedWide<Long<DoublingMultiplyAdd, ElementM>>(i, Kernel.SizeOf(i)),
            A64Op.SQDMLSL_element or A64Op.SQDMLSL_element_scalar => Kernel.SignedWide<Long<DoublingMultiplySubtract, ElementM>>(i, Kernel.SizeOf(i)),
            _ => throw new InvalidOperationException($"{i.Op} is no instruction by element"),
        };
    }
}
