namespace CcaEmu.Campaign.RmiFuzz.Model;

/// <summary>Sizes that follow from the RMI granule size: a table is one granule of 8-byte entries.</summary>
/// <param name="Bits">12, 14 or 16.</param>
internal readonly record struct ModelGeometry(int Bits)
{
    public ulong Granule => 1UL << Bits;

    public int Entries => 1 << (Bits - 3);

    public int Shift(int level) => Bits + (Bits - 3) * (3 - level);

    /// <summary>Bytes that an entry maps; everything where that is more than 64 bits can say.</summary>
    public ulong Size(int level) => Shift(level) > 63 ? 1UL << 63 : 1UL << Shift(level);

    public bool IsAligned(ulong address) => (address & (Granule - 1)) == 0;

    public bool IsAligned(ulong address, int level) => (address & (Size(level) - 1)) == 0;

    public ulong EntryEnd(ulong ipa, int level) => (ipa | (Size(level) - 1)) + 1;

    /// <summary>Which sizes of blocks can be mapped.</summary>
    public bool IsLeaf(int level) => Bits == 12 ? level is >= 1 and <= 3 : level is 2 or 3;
}
