using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CcaEmu.Cpu;

/// <summary>Where in host memory the translation tables of one level lie, by the addresses they translate: walks start there.</summary>
/// <remarks>
/// An entry stands for 512 descriptors (4 KiB of a table, which one granule protection check covers): the levels above it, stage 2 of
/// the table's address, and the check, are folded in. The descriptors themselves are read at every walk. An entry lives until the space
/// or stage 2 it was made for changes its identifier; faults are always decided by a walk from the root.
/// </remarks>
internal sealed unsafe class WalkCache : IDisposable
{
    /// <summary>Largest identifier that fits a tag.</summary>
    public const ulong MaxId = (1UL << 24) - 1;

    /// <summary>log2 of the descriptors that an entry stands for.</summary>
    public const int TableBits = 9;

    private const int IdShift = 40;
    private readonly ulong _mask;

    /// <param name="entries">A power of two.</param>
    public WalkCache(int entries)
    {
        _mask = (ulong)entries - 1;
        Table = (Entry*)NativeMemory.AlignedAlloc((nuint)(entries * sizeof(Entry)), 64);
        Clear();
    }

    private Entry* Table { get; }

    /// <summary>One entry.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Entry
    {
        /// <summary>Identifier and input address; all ones when empty.</summary>
        public ulong Tag;

        /// <summary>Host address of the descriptor for index 0.</summary>
        public ulong* Descriptors;

        /// <summary>The table's address on the input side of its fetch: an IPA in the EL1&amp;0 regime with stage 2.</summary>
        public ulong TableAddress;

        /// <summary>Bits 63:59 of all table descriptors on the way, ORed together.</summary>
        public uint Hierarchy;
    }

    /// <summary>The entry for an address, or null.</summary>
    /// <param name="id">Identifier of the space or stage 2.</param>
    /// <param name="input">Input address; bits 63:56 do not count.</param>
    /// <param name="shift">log2 of what one descriptor maps.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Entry* Find(ulong id, ulong input, int shift)
    {
        ulong key = (input & 0x00FF_FFFF_FFFF_FFFF) >> (shift + TableBits);
        Entry* entry = Table + ((key ^ id * 29) & _mask);
        return entry->Tag == (id << IdShift | key) ? entry : null;
    }

    /// <summary>Remembers a table.</summary>
    /// <param name="id">Identifier of the space or stage 2.</param>
    /// <param name="input">Input address.</param>
    /// <param name="shift">log2 of what one descriptor maps.</param>
    /// <param name="descriptor">Host address of the descriptor for <paramref name="input"/>.</param>
    /// <param name="tableAddress">The table's address on the input side of its fetch.</param>
    /// <param name="hierarchy">See <see cref="Entry.Hierarchy"/>.</param>
    public void Fill(ulong id, ulong input, int shift, byte* descriptor, ulong tableAddress, uint hierarchy)
    {
        ulong key = (input & 0x00FF_FFFF_FFFF_FFFF) >> (shift + TableBits);
        Entry* entry = Table + ((key ^ id * 29) & _mask);
        entry->Tag = id << IdShift | key;
        entry->Descriptors = (ulong*)descriptor - (input >> shift & ((1 << TableBits) - 1));
        entry->TableAddress = tableAddress;
        entry->Hierarchy = hierarchy;
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        for (ulong i = 0; i <= _mask; i++)
            Table[i].Tag = ulong.MaxValue;
    }

    public void Dispose() => NativeMemory.AlignedFree(Table);
}
