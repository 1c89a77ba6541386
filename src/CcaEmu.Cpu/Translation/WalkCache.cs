using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CcaEmu.Cpu;

/// <summary>Where in host memory the translation tables of one level lie, by the addresses they translate: walks start there.</summary>
/// <remarks>
/// An entry stands for 512 descriptors (4 KiB of a table, which one granule protection check covers): the levels above it, stage 2 of
/// the table's address, and the check, are folded in. The descriptors themselves are read at every walk. An entry lives until the space
/// or stage 2 it was made for changes its identifier; faults are always decided by a walk from the root.
/// </remarks>
internal unsafe struct WalkCache : IDisposable
{
    /// <summary>Largest identifier that fits a tag.</summary>
    public const ulong MaxId = (1UL << 24) - 1;

    /// <summary>log2 of the descriptors that an entry stands for.</summary>
    public const int TableBits = 9;

    private const int IdShift = 40;
    private const ulong Entries = 2048, Mask = Entries - 1;

    private Entry* _table;

    /// <summary>Makes an empty one.</summary>
    public WalkCache()
    {
        _table = (Entry*)NativeMemory.AlignedAlloc((nuint)(Entries * (ulong)sizeof(Entry)), 64);
        Clear();
    }

    /// <summary>One entry.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Entry
    {
        /// <summary>Identifier and input address; all ones when empty.</summary>
        public ulong Tag;

        /// <summary>Host address of the descriptor for index 0.</summary>
        public ulong* Descriptors;

        /// <summary>Bits 63:59 of all table descriptors on the way, ORed together.</summary>
        public uint Hierarchy;
    }

    /// <summary>Finds the descriptor for an address.</summary>
    /// <param name="id">Identifier of the space or stage 2.</param>
    /// <param name="input">Input address; bits 63:56 do not count.</param>
    /// <param name="shift">log2 of what one descriptor maps.</param>
    /// <param name="hierarchy">See <see cref="Entry.Hierarchy"/>.</param>
    /// <returns>Where the descriptor is; null where that is not known.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong* Find(ulong id, ulong input, int shift, out uint hierarchy)
    {
        ulong index = (input & 0x00FF_FFFF_FFFF_FFFF) >> shift, key = index >> TableBits;
        Entry* entry = _table + ((key ^ id * 29) & Mask);
        hierarchy = entry->Hierarchy;
        return entry->Tag == (id << IdShift | key) ? entry->Descriptors + (index & ((1 << TableBits) - 1)) : null;
    }

    /// <summary>Remembers a table.</summary>
    /// <param name="id">Identifier of the space or stage 2.</param>
    /// <param name="input">Input address.</param>
    /// <param name="shift">log2 of what one descriptor maps.</param>
    /// <param name="descriptor">Host address of the descriptor for <paramref name="input"/>.</param>
    /// <param name="hierarchy">See <see cref="Entry.Hierarchy"/>.</param>
    public readonly void Fill(ulong id, ulong input, int shift, byte* descriptor, uint hierarchy)
    {
        ulong key = (input & 0x00FF_FFFF_FFFF_FFFF) >> (shift + TableBits);
        Entry* entry = _table + ((key ^ id * 29) & Mask);
        entry->Tag = id << IdShift | key;
        entry->Descriptors = (ulong*)descriptor - (input >> shift & ((1 << TableBits) - 1));
        entry->Hierarchy = hierarchy;
    }

    /// <summary>Empties it.</summary>
    public readonly void Clear()
    {
        for (ulong i = 0; i < Entries; i++)
            _table[i].Tag = ulong.MaxValue;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_table);
        _table = null;
    }
}
