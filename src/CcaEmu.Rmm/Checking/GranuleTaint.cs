using System.Numerics;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Rmm.Checking;

/// <summary>Which bytes of 4 KiB of a granule may be what a Realm, RD, REC or RTT had there: a mark for each.</summary>
internal sealed class GranuleTaint
{
    /// <summary>Bytes that it is about: the smallest granule.</summary>
    public const int Size = 4096;

    private readonly ulong[] _marks = new ulong[Size / 64];

    /// <summary>What the granule was, or is, that the bytes belong to.</summary>
    public GranuleState Source { get; private set; }

    /// <summary>Whether it is that now.</summary>
    public bool IsOwned { get; set; }

    /// <summary>Whether any byte is marked.</summary>
    public bool IsAny => _marks.AsSpan().ContainsAnyExcept(0UL);

    /// <summary>Offset of the first marked byte; <see cref="Size"/> where there is none.</summary>
    public int First
    {
        get
        {
            int word = _marks.AsSpan().IndexOfAnyExcept(0UL);
            return word < 0 ? Size : word * 64 + BitOperations.TrailingZeroCount(_marks[word]);
        }
    }

    /// <summary>Marks every byte: the owner may have written any of them.</summary>
    public void MarkAll(GranuleState source)
    {
        (Source, IsOwned) = (source, true);
        Array.Fill(_marks, ulong.MaxValue);
    }

    /// <summary>Takes the marks off bytes that have been overwritten.</summary>
    public void Clear(int offset, int sizeBytes)
    {
        if (sizeBytes == Size)
            Array.Clear(_marks);
        else
            Apply(offset, sizeBytes, (word, bits) => _marks[word] &= ~bits);
    }

    /// <summary>Whether any byte of a range is marked.</summary>
    public bool IsMarked(int offset, int sizeBytes)
    {
        bool found = false;
        Apply(offset, sizeBytes, (word, bits) => found |= (_marks[word] & bits) != 0);
        return found;
    }

    private static void Apply(int offset, int sizeBytes, Action<int, ulong> change)
    {
        while (sizeBytes > 0)
        {
            int bit = offset & 63;
            int count = Math.Min(64 - bit, sizeBytes);
            change(offset >> 6, (ulong.MaxValue >> (64 - count)) << bit);
            offset += count;
            sizeBytes -= count;
        }
    }
}
