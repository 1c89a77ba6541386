using CcaEmu.Arm.A64;

namespace CcaEmu.Arm.Tests.A64;

/// <summary>Seeded instruction words: of one encoding, or any.</summary>
internal static class RandomWords
{
    private const string Biased = "dnmatusirjpkzh";

    /// <summary>A word with the pattern of a line; each field is now and then all zeros or all ones. It may break the line's constraint.</summary>
    internal static uint OfPattern(A64Encoding line, Random random)
    {
        uint word = Any(random);
        foreach (char letter in Biased)
        {
            if (random.Next(6) == 0)
                word = line.WriteField(word, letter, random.Next(2) == 0 ? 0 : uint.MaxValue);
        }

        return (word & ~line.FixedMask) | line.FixedValue;
    }

    internal static uint Any(Random random) => (uint)random.NextInt64(1L << 32);
}
