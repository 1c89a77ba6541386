using System.Numerics;

namespace CcaEmu.Arm.A64;

/// <summary>The masks that logical immediates and bitfield moves are made of.</summary>
/// <remarks>Arm ARM, shared pseudocode, function DecodeBitMasks.</remarks>
public static class BitMasks
{
    /// <summary>Expands N:imms:immr into the two masks of DecodeBitMasks.</summary>
    /// <param name="immN">The N bit, 0 or 1.</param>
    /// <param name="imms">Six bits: size of the element and index of its last one bit.</param>
    /// <param name="immr">Six bits: rotation to the right.</param>
    /// <param name="immediate">True for a logical immediate, in which an element of only ones is reserved.</param>
    /// <param name="datasize">Operand size in bits: 32 or 64.</param>
    /// <param name="wmask">The rotated element, replicated to <paramref name="datasize"/> bits; zero when the result is false.</param>
    /// <param name="tmask">The mask of bits inside a bitfield, replicated likewise; zero when the result is false.</param>
    /// <returns>False when the fields are reserved (UNDEFINED).</returns>
    public static bool TryDecode(uint immN, uint imms, uint immr, bool immediate, int datasize, out ulong wmask, out ulong tmask)
    {
        wmask = tmask = 0;
        int len = BitOperations.Log2(immN << 6 | ~imms & 0x3F);
        if (len < 1 || datasize < 1 << len)
            return false;

        uint levels = (1u << len) - 1;
        uint s = imms & levels;
        uint r = immr & levels;
        if (immediate && s == levels)
            return false;

        int esize = 1 << len;
        ulong welem = Ones(s + 1);
        ulong telem = Ones((s - r & levels) + 1);
        wmask = Replicate(RotateRight(welem, (int)r, esize), esize, datasize);
        tmask = Replicate(telem, esize, datasize);
        return true;
    }

    /// <summary>Expands the immediate of a word of the group Logical (immediate).</summary>
    /// <param name="word">The instruction; sf, N, immr and imms are read from their places in that group.</param>
    /// <param name="value">The mask, zero above bit 31 for the 32-bit variant.</param>
    /// <returns>False when the word is UNDEFINED.</returns>
    public static bool TryDecodeImmediate(uint word, out ulong value) =>
        TryDecode(word >> 22 & 1, word >> 10 & 0x3F, word >> 16 & 0x3F, true, (word >> 31) != 0 ? 64 : 32, out value, out _);

    private static ulong Ones(uint count) => count >= 64 ? ulong.MaxValue : (1ul << (int)count) - 1;

    private static ulong RotateRight(ulong element, int amount, int esize) =>
        amount == 0 ? element : (element >> amount | element << (esize - amount)) & Ones((uint)esize);

    private static ulong Replicate(ulong element, int esize, int datasize)
    {
        for (int size = esize; size < datasize; size *= 2)
            element |= element << size;
        return element;
    }
}
