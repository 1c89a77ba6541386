namespace CcaEmu.Arm.A64;

/// <summary>The encodings of the group Data Processing - Scalar Floating-Point.</summary>
/// <remarks>
/// Arm ARM, A64 instruction set encoding, Data Processing - Scalar Floating-Point.
/// The letters of a pattern are listed at <see cref="A64Encoding.Pattern"/>.
/// </remarks>
internal static class FloatingPointTable
{
    /// <summary>One line per encoding, in the manual's order of groups.</summary>
    internal static A64Encoding[] Lines() => [];
}
