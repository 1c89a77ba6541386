namespace CcaEmu.Arm.A64;

/// <summary>The encodings of the group Loads and Stores that move SIMD&amp;FP registers.</summary>
/// <remarks>
/// Arm ARM, A64 instruction set encoding, Loads and Stores.
/// The letters of a pattern are listed at <see cref="A64Encoding.Pattern"/>.
/// </remarks>
internal static class SimdLoadStoreTable
{
    /// <summary>One line per encoding, in the manual's order of groups.</summary>
    internal static A64Encoding[] Lines() => [];
}
