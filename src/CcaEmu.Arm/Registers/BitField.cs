namespace CcaEmu.Arm.Registers;

/// <summary>A run of bits of a 64-bit value.</summary>
/// <param name="Lsb">The lowest bit, 0 to 63.</param>
/// <param name="Width">How many bits, 1 to 64 - <paramref name="Lsb"/>.</param>
public readonly record struct BitField(int Lsb, int Width)
{
    /// <summary>Ones where the field is.</summary>
    public ulong Mask => (ulong.MaxValue >> (64 - Width)) << Lsb;

    /// <summary>Reads the field.</summary>
    /// <param name="value">The whole value.</param>
    /// <returns>The field, moved to bit 0.</returns>
    public ulong Get(ulong value) => (value >> Lsb) & (ulong.MaxValue >> (64 - Width));

    /// <summary>Reads a field of at most 31 bits.</summary>
    /// <param name="value">The whole value.</param>
    /// <returns>The field as a number.</returns>
    public int GetInt(ulong value) => (int)Get(value);

    /// <summary>Replaces the field.</summary>
    /// <param name="value">The whole value.</param>
    /// <param name="field">What the field shall hold; bits that do not fit are dropped.</param>
    /// <returns>The whole value with the field replaced.</returns>
    public ulong Set(ulong value, ulong field) => (value & ~Mask) | ((field << Lsb) & Mask);
}
