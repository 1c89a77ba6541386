using System.Numerics;

namespace CcaEmu.Cpu;

/// <summary>The 4-bit substitution of a QARMA cipher and its inverse.</summary>
internal interface IQarmaSubstitution
{
    /// <summary>Image of each cell value.</summary>
    static abstract ReadOnlySpan<byte> Forward { get; }

    /// <summary>The inverse of <see cref="Forward"/>.</summary>
    static abstract ReadOnlySpan<byte> Backward { get; }
}

/// <summary>The substitution of QARMA3: its own inverse.</summary>
/// <remarks>Arm ARM, J1.1 shared pseudocode PACSub1.</remarks>
internal readonly struct Sigma1 : IQarmaSubstitution
{
    public static ReadOnlySpan<byte> Forward => [10, 13, 14, 6, 15, 7, 3, 5, 9, 8, 0, 12, 11, 1, 2, 4];

    public static ReadOnlySpan<byte> Backward => Forward;
}

/// <summary>The substitution of QARMA5.</summary>
/// <remarks>Arm ARM, J1.1 shared pseudocode PACSub, PACInvSub.</remarks>
internal readonly struct Sigma2 : IQarmaSubstitution
{
    public static ReadOnlySpan<byte> Forward => [11, 6, 8, 15, 12, 0, 9, 14, 3, 7, 4, 5, 13, 2, 1, 10];

    public static ReadOnlySpan<byte> Backward => [5, 14, 13, 8, 10, 11, 1, 9, 2, 6, 15, 0, 4, 12, 7, 3];
}

/// <summary>QARMA with 64-bit blocks, the tweakable cipher of FEAT_PACQARMA5 and FEAT_PACQARMA3.</summary>
/// <remarks>
/// Arm ARM, J1.1 shared pseudocode ComputePACQARMA and the functions it calls. Cells are 4 bits, cell 0 the lowest; the multiplication of
/// the four rows of four cells is done on all of them at once.
/// </remarks>
internal static class Qarma
{
    private const ulong Alpha = 0xC0AC_29B7_C97C_50DD;

    private static ReadOnlySpan<ulong> RoundConstants =>
    [
        0, 0x1319_8A2E_0370_7344, 0xA409_3822_299F_31D0, 0x082E_FA98_EC4E_6C89, 0x4528_21E6_38D0_1377,
    ];

    // Where each cell of the result comes from.
    private static ReadOnlySpan<byte> CellShuffle => [13, 6, 11, 0, 7, 12, 1, 10, 8, 3, 14, 5, 2, 9, 4, 15];

    private static ReadOnlySpan<byte> CellInvShuffle => [3, 6, 12, 9, 14, 11, 1, 4, 8, 13, 7, 2, 5, 0, 10, 15];

    private static ReadOnlySpan<byte> TweakCells => [4, 5, 6, 7, 11, 2, 3, 8, 12, 13, 14, 15, 0, 1, 10, 9];

    private static ReadOnlySpan<byte> TweakInvCells => [12, 13, 5, 6, 0, 1, 2, 3, 7, 15, 14, 4, 8, 9, 10, 11];

    // Cells of the tweak that also take a step of their shift register on the way.
    private const int TweakRotated = 1 << 2 | 1 << 4 | 1 << 7 | 1 << 11 | 1 << 12 | 1 << 14 | 1 << 15;

    private const int TweakInvRotated = 1 << 0 | 1 << 6 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 15;

    /// <summary>Enciphers a block.</summary>
    /// <param name="data">The block.</param>
    /// <param name="modifier">The tweak.</param>
    /// <param name="key0">The high half of the key.</param>
    /// <param name="key1">The low half of the key.</param>
    /// <param name="iterations">Rounds each way, less one: 4 for QARMA5, 2 for QARMA3.</param>
    public static ulong Compute<TSubstitution>(ulong data, ulong modifier, ulong key0, ulong key1, int iterations)
        where TSubstitution : struct, IQarmaSubstitution
    {
        ulong modk0 = BitOperations.RotateRight(key0, 1) ^ key0 >> 63;
        ulong runningmod = modifier;
        ulong workingval = data ^ key0;
        for (int i = 0; i <= iterations; i++)
        {
            workingval ^= key1 ^ runningmod ^ RoundConstants[i];
            if (i > 0)
                workingval = Multiply(Shuffle(workingval, CellShuffle));
            workingval = Substitute(workingval, TSubstitution.Forward);
            runningmod = ShuffleTweak(runningmod);
        }
        workingval ^= modk0 ^ runningmod;
        workingval = Substitute(Multiply(Shuffle(workingval, CellShuffle)), TSubstitution.Forward);
        workingval = Multiply(Shuffle(workingval, CellShuffle)) ^ key1;
        workingval = Substitute(Shuffle(workingval, CellInvShuffle), TSubstitution.Backward);
        workingval = Shuffle(Multiply(workingval), CellInvShuffle) ^ key0 ^ runningmod;
        for (int i = 0; i <= iterations; i++)
        {
            workingval = Substitute(workingval, TSubstitution.Backward);
            if (i < iterations)
                workingval = Shuffle(Multiply(workingval), CellInvShuffle);
            runningmod = InvShuffleTweak(runningmod);
            workingval ^= RoundConstants[iterations - i] ^ key1 ^ runningmod ^ Alpha;
        }
        return workingval ^ modk0;
    }

    private static ulong Substitute(ulong value, ReadOnlySpan<byte> table)
    {
        ulong result = 0;
        for (int shift = 0; shift < 64; shift += 4)
            result |= (ulong)table[(int)(value >> shift) & 15] << shift;
        return result;
    }

    private static ulong Shuffle(ulong value, ReadOnlySpan<byte> from)
    {
        ulong result = 0;
        for (int i = 0; i < 16; i++)
            result |= (value >> from[i] * 4 & 15) << i * 4;
        return result;
    }

    // Each row is the sum of the other three, their cells rotated by 1, 2 and 1.
    private static ulong Multiply(ulong value)
    {
        ulong once = (value & 0x7777_7777_7777_7777) << 1 | (value & 0x8888_8888_8888_8888) >> 3;
        ulong twice = (value & 0x3333_3333_3333_3333) << 2 | (value & 0xCCCC_CCCC_CCCC_CCCC) >> 2;
        return BitOperations.RotateLeft(once, 16) ^ BitOperations.RotateLeft(twice, 32) ^ BitOperations.RotateLeft(once, 48);
    }

    private static ulong ShuffleTweak(ulong value)
    {
        ulong result = 0;
        for (int i = 0; i < 16; i++)
        {
            ulong cell = value >> TweakCells[i] * 4 & 15;
            if ((TweakRotated >> i & 1) != 0)
                cell = ((cell ^ cell >> 1) & 1) << 3 | cell >> 1;
            result |= cell << i * 4;
        }
        return result;
    }

    private static ulong InvShuffleTweak(ulong value)
    {
        ulong result = 0;
        for (int i = 0; i < 16; i++)
        {
            ulong cell = value >> TweakInvCells[i] * 4 & 15;
            if ((TweakInvRotated >> i & 1) != 0)
                cell = cell << 1 & 14 | (cell ^ cell >> 3) & 1;
            result |= cell << i * 4;
        }
        return result;
    }
}
