namespace CcaEmu.Cpu;

/// <summary>The IMPLEMENTATION DEFINED algorithm of FEAT_PACIMP: fast on the host, and no cipher.</summary>
/// <remarks>
/// Two rounds. Each adds half of the key to one operand and to the other, multiplies them to 128 bits, and folds the halves together, so
/// that every bit of data, modifier and key reaches every bit of the result. It only has to tell pointers apart that a test mixes up.
/// </remarks>
internal static class FastPac
{
    private const ulong Odd0 = 0x9E37_79B9_7F4A_7C15;
    private const ulong Odd1 = 0xC2B2_AE3D_27D4_EB4F;

    /// <summary>Computes the code.</summary>
    public static ulong Compute(ulong data, ulong modifier, ulong key0, ulong key1)
    {
        ulong first = Fold(data ^ key0 ^ Odd0, (modifier ^ key1) * 2 + Odd1);
        return Fold(first ^ modifier ^ Odd1, (data ^ key1) + key0 * 2 + Odd0) ^ first;
    }

    private static ulong Fold(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right | 1, out ulong low);
        return high ^ low;
    }
}
