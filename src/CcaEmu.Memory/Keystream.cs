using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CcaEmu.Memory;

/// <summary>The scrambling of memory: what is exclusive-ORed over the bytes at an address, by the key of an encryption context.</summary>
/// <remarks>
/// Counter mode of a 64-bit mixing function, equal on every host and run. It stands for the cipher of a memory protection engine and keeps no secret: it
/// makes what real hardware makes visible, that bytes written in one context are noise in another. The key 0 is plain text.
/// </remarks>
internal static class Keystream
{
    /// <summary>Makes a key of a number that tells contexts apart.</summary>
    /// <param name="number">The number.</param>
    /// <returns>A key that is not 0, with bit 0 clear.</returns>
    public static ulong KeyOf(ulong number)
    {
        ulong key = Mix(number * 0x9E37_79B9_7F4A_7C15 + 0x5851_F42D_4C95_7F2D) & ~1UL;
        return key == 0 ? 2 : key;
    }

    /// <summary>Turns bytes from the layout of one key into that of another.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="address">Physical address of the first; it need not be aligned.</param>
    /// <param name="from">The key that they are laid out for.</param>
    /// <param name="to">The key wanted.</param>
    public static void Convert(Span<byte> bytes, ulong address, ulong from, ulong to)
    {
        if (from == to)
            return;
        int head = Math.Min((int)(-(long)address & 7), bytes.Length);
        ConvertPart(bytes[..head], address, from, to);
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes[head..]);
        ulong at = address + (ulong)head;
        for (int i = 0; i < words.Length; i++, at += 8)
            words[i] ^= WordOf(from, at) ^ WordOf(to, at);
        ConvertPart(bytes[(head + words.Length * 8)..], at, from, to);
    }

    // Less than a word, all in one aligned word.
    private static void ConvertPart(Span<byte> bytes, ulong address, ulong from, ulong to)
    {
        ulong word = WordOf(from, address & ~7UL) ^ WordOf(to, address & ~7UL);
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] ^= (byte)(word >> (int)((address + (ulong)i & 7) * 8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong WordOf(ulong key, ulong address)
    {
        ulong word = key == 0 ? 0 : Mix(key + address * 0xD1B5_4A32_D192_ED03);
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        value = (value ^ value >> 32) * 0xE9846AF9B1A615D;
        value = (value ^ value >> 32) * 0xE9846AF9B1A615D;
        return value ^ BitOperations.RotateRight(value, 28);
    }
}
