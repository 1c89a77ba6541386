namespace CcaEmu.Arm.A64;

/// <summary>The encodings of the cryptographic groups.</summary>
/// <remarks>
/// Arm ARM, A64 instruction set encoding, Data Processing - Scalar Floating-Point and Advanced SIMD.
/// The letters of a pattern are listed at <see cref="A64Encoding.Pattern"/>.
/// </remarks>
internal static class CryptographyTable
{
    /// <summary>One line per encoding, in the manual's order of groups.</summary>
    internal static A64Encoding[] Lines() => [];
}
