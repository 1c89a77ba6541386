using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Advanced SIMD three different and its scalar forms: long, wide and narrow.</summary>
/// <remarks>Arm ARM, C7.2, by mnemonic.</remarks>
internal static unsafe class ThreeDifferent
{
    public static Handler Predecode(in Instruction i) => i.Op switch
    {
        A64Op.SADDL => Kernel.SignedWide<LongVectors<Sum, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SSUBL => Kernel.SignedWide<LongVectors<Difference, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SADDW => Kernel.SignedWide<WideVectors<Sum>>(i, Kernel.SizeOf(i)),
        A64Op.SSUBW => Kernel.SignedWide<WideVectors<Difference>>(i, Kernel.SizeOf(i)),
        A64Op.SABDL => Kernel.SignedWide<LongVectors<AbsoluteDifference, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SABAL => Kernel.SignedWide<LongVectors<AbsoluteDifferenceAdded, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SMULL_vector => Kernel.SignedWide<LongVectors<Product, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SMLAL_vector => Kernel.SignedWide<LongVectors<ProductAdded, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SMLSL_vector => Kernel.SignedWide<LongVectors<ProductSubtracted, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.UADDL => Kernel.UnsignedWide<LongVectors<Sum, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.USUBL => Kernel.UnsignedWide<LongVectors<Difference, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.UADDW => Kernel.UnsignedWide<WideVectors<Sum>>(i, Kernel.SizeOf(i)),
        A64Op.USUBW => Kernel.UnsignedWide<WideVectors<Difference>>(i, Kernel.SizeOf(i)),
        A64Op.UABDL => Kernel.UnsignedWide<LongVectors<AbsoluteDifference, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.UABAL => Kernel.UnsignedWide<LongVectors<AbsoluteDifferenceAdded, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.UMULL_vector => Kernel.UnsignedWide<LongVectors<Product, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.UMLAL_vector => Kernel.UnsignedWide<LongVectors<ProductAdded, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.UMLSL_vector => Kernel.UnsignedWide<LongVectors<ProductSubtracted, VectorM>>(i, Kernel.SizeOf(i)),
        _ => Other(i),
    };

    private static Handler Other(in Instruction i) => i.Op switch
    {
        A64Op.SQDMULL_vector or A64Op.SQDMULL_scalar => Kernel.SignedWide<Long<DoublingMultiply, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SQDMLAL_vector or A64Op.SQDMLAL_scalar => Kernel.SignedWide<Long<DoublingMultiplyAdd, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.SQDMLSL_vector or A64Op.SQDMLSL_scalar => Kernel.SignedWide<Long<DoublingMultiplySubtract, VectorM>>(i, Kernel.SizeOf(i)),
        A64Op.ADDHN => Kernel.UnsignedWide<NarrowVectors<AddHigh>>(i, Kernel.SizeOf(i)),
        A64Op.RADDHN => Kernel.UnsignedWide<NarrowVectors<RoundingAddHigh>>(i, Kernel.SizeOf(i)),
        A64Op.SUBHN => Kernel.UnsignedWide<NarrowVectors<SubtractHigh>>(i, Kernel.SizeOf(i)),
        A64Op.RSUBHN => Kernel.UnsignedWide<NarrowVectors<RoundingSubtractHigh>>(i, Kernel.SizeOf(i)),
        A64Op.PMULL_8 => Kernel.UnsignedWide<LongVectors<PolynomialProduct, VectorM>>(i, 0),
        A64Op.PMULL_64 => Kernel.IsQ(i) ? &PolynomialMultiplication.Upper : &PolynomialMultiplication.Lower,
        _ => throw new InvalidOperationException($"{i.Op} is no instruction of operands of different sizes"),
    };
}
