namespace CcaEmu.Arm.A64;

/// <summary>A SIMD&amp;FP register as an operand names it: number, element size, and how many elements, or that it is a scalar.</summary>
/// <remarks>Arm ARM, A64 assembler syntax, Register names: SIMD and floating-point registers, and vector arrangements.</remarks>
/// <param name="Number">0 to 31.</param>
/// <param name="ElementSizeLog2">log2 of the bytes of an element or of the scalar: 0 B, 1 H, 2 S, 3 D, 4 Q.</param>
/// <param name="Lanes">How many elements the arrangement names; 0 for a scalar register and for the type of a single element.</param>
public readonly record struct SimdRegister(byte Number, byte ElementSizeLog2, byte Lanes)
{
    private const string Letters = "bhsdq";

    /// <summary>The assembler name in lower case: <c>d0</c> for a scalar, <c>v0.4s</c> for a vector.</summary>
    public override string ToString() => Lanes == 0 ? $"{Letters[ElementSizeLog2]}{Number}" : $"v{Number}.{Arrangement}";

    /// <summary>The arrangement in lower case, <c>4s</c>; for a scalar or single element its letter alone.</summary>
    internal string Arrangement => Lanes == 0 ? $"{Letters[ElementSizeLog2]}" : $"{Lanes}{Letters[ElementSizeLog2]}";
}
