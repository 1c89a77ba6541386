namespace CcaEmu.Cpu.FloatingPoint;

/// <summary>An unpacked operand. A nonzero number is <c>Significand / 2^63 * 2^Exponent</c>, with bit 63 of the significand set.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Sign">True when negative.</param>
/// <param name="Exponent">Exponent of the leading bit, where the type is <see cref="FpType.Nonzero"/>.</param>
/// <param name="Significand">The leading bit and what follows, where the type is <see cref="FpType.Nonzero"/>.</param>
internal readonly record struct FpValue(FpType Type, bool Sign, int Exponent, ulong Significand)
{
    public bool IsNaN => Type >= FpType.QNaN;

    public bool IsInfinity => Type == FpType.Infinity;

    public bool IsZero => Type == FpType.Zero;
}
