namespace CcaEmu.Campaign.Generation;

/// <summary>A binary floating-point format, as far as choosing interesting numbers of it needs.</summary>
/// <param name="Bits">All bits.</param>
/// <param name="FractionBits">Bits of the fraction.</param>
internal sealed record FloatFormat(int Bits, int FractionBits)
{
    public static readonly FloatFormat Half = new(16, 10);
    public static readonly FloatFormat BFloat16 = new(16, 7);
    public static readonly FloatFormat Single = new(32, 23);
    public static readonly FloatFormat Double = new(64, 52);

    private int ExponentBits => Bits - FractionBits - 1;

    private ulong MaxExponent => (1UL << ExponentBits) - 1;

    private ulong Bias => MaxExponent >> 1;

    private ulong Fraction => (1UL << FractionBits) - 1;

    /// <summary>A number drawn from the kinds that find mistakes.</summary>
    public ulong Draw(Rng rng) => rng.Below(16) switch
    {
        0 => Make(rng, 0, 0), // zero
        1 => Make(rng, 0, rng.OneIn(2) ? rng.Next64() : Edge(rng)), // denormal
        2 => Make(rng, MaxExponent, 0), // infinity
        3 => Make(rng, MaxExponent, rng.Next64() | 1UL << (FractionBits - 1)), // quiet NaN
        4 => Make(rng, MaxExponent, rng.Next64() & Fraction >> 1 | 1), // signalling NaN
        5 => Make(rng, MaxExponent - 1, Edge(rng)), // at overflow
        6 => Make(rng, (ulong)rng.Between(1, 3), Edge(rng)), // at underflow
        7 => Make(rng, MaxExponent - (ulong)rng.Between(1, 3), rng.Next64()),
        8 => Make(rng, Bias + (ulong)rng.Between(-2, 4), ShortFraction(rng)), // 0.5, 1, 1.5, 2.5, ...: ties
        9 or 10 => Make(rng, Bias + (ulong)rng.Between(-3, 3), rng.Next64()),
        11 => Make(rng, IntegerExponent(rng), Edge(rng)), // at the ends of the integer types
        12 => Make(rng, NearHalfOfRange(rng), rng.Next64()), // products and squares at the ends
        13 => Make(rng, Bias + (ulong)rng.Between(0, Math.Min(FractionBits + 2, (int)Bias)), rng.Next64()), // integer and fraction
        _ => rng.Next64() & (ulong.MaxValue >> (64 - Bits)),
    };

    private ulong Make(Rng rng, ulong exponent, ulong fraction) =>
        (ulong)rng.Below(2) << (Bits - 1) | (exponent & MaxExponent) << FractionBits | fraction & Fraction;

    private ulong Edge(Rng rng) => rng.Below(5) switch
    {
        0 => 0,
        1 => 1,
        2 => Fraction,
        3 => Fraction - 1,
        _ => 1UL << (FractionBits - 1),
    };

    private ulong ShortFraction(Rng rng) => (ulong)rng.Below(8) << (FractionBits - 3) | (rng.OneIn(4) ? 1UL : 0);

    private ulong IntegerExponent(Rng rng) => Bias + (ulong)(rng.Of<int>([7, 8, 15, 16, 31, 32, 63, 64]) + rng.Between(-2, 1));

    private ulong NearHalfOfRange(Rng rng) => (rng.OneIn(2) ? Bias / 2 : Bias + Bias / 2) + (ulong)rng.Between(-2, 2);
}
