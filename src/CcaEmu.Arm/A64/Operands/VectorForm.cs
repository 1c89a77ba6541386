namespace CcaEmu.Arm.A64;

/// <summary>Where the element size and the number of elements of a SIMD&amp;FP operand come from. <see cref="VectorField"/> gives their names.</summary>
/// <remarks>Arm ARM, A64 SIMD and Floating-point Instruction Descriptions: the tables of arrangement specifiers.</remarks>
internal enum VectorForm : byte
{
    // Scalars: fixed, then by a field.
    ScalarB, ScalarH, ScalarS, ScalarD, ScalarQ,
    ScalarFtype, ScalarOpc, ScalarSz, ScalarSize, ScalarSizeWide, ScalarImmh, ScalarImmhWide, ScalarImm5, ScalarMemory, ScalarPair,

    // Vectors of fixed shape.
    V8B, V16B, V4H, V8H, V2S, V4S, V1D, V2D, V1Q, V4B, V2H,

    // Vectors of fixed element size, 64 or 128 bits by Q.
    ByQB, ByQH, ByQS, ByQD,

    // Vectors by other fields: size:Q; size + 1 in 128 bits; size + 1 by Q; sz:Q; sz + 1 in 128 bits; half of that by Q; pair by sz.
    BySize, WideSize, LongSize, BySz, WideSz, NarrowSz, PairSz,

    // By immh:Q; immh + 1 in 128 bits; imm5:Q; size in bits 11:10 with Q.
    ByImmh, WideImmh, ByImm5, ByMemorySize,

    // The type of one element: fixed, by size, by sz, by imm5.
    ElementB, ElementH, ElementS, ElementD, ElementSize, ElementSz, ElementImm5,

    // Halfwords in 32 or 64 bits by Q.
    HalfByQH,
}
