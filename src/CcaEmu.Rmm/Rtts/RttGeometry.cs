using CcaEmu.Arm.Formats;

namespace CcaEmu.Rmm.Rtts;

/// <summary>Sizes of Realm translation tables: 4 KiB granule, 9 bits a level.</summary>
/// <remarks>Arm ARM (DDI 0487), section "VMSAv8-64 translation using the 4KB granule".</remarks>
internal static class RttGeometry
{
    /// <summary>The only RMI granule size so far.</summary>
    public const TranslationGranule Granule = TranslationGranule.Size4K;

    /// <summary>Level of pages.</summary>
    public const int LastLevel = 3;

    /// <summary>Entries of one table.</summary>
    public const int Entries = 512;

    /// <summary>At most this many tables are concatenated at the starting level.</summary>
    public const int MaximumConcatenated = 16;

    /// <summary>Bytes that one entry maps.</summary>
    public static ulong EntrySize(int level) => Granule.EntrySizeBytes(level);

    /// <summary>Whether an IPA is aligned to the entries of a level.</summary>
    public static bool IsAligned(ulong ipa, int level) => (ipa & (EntrySize(level) - 1)) == 0;

    /// <summary>First IPA behind the entry that contains an IPA.</summary>
    public static ulong EntryEnd(ulong ipa, int level) => (ipa | (EntrySize(level) - 1)) + 1;

    /// <summary>First IPA behind the table of a level that contains an IPA.</summary>
    public static ulong TableEnd(ulong ipa, int level) => EntryEnd(ipa, level - 1);

    /// <summary>Whether the architecture can start a walk of a width at a level, and with how many tables.</summary>
    /// <remarks>Arm ARM, J1.3 shared pseudocode AArch64.S2InconsistentSL: a starting table has 2 to 16 * 512 entries.</remarks>
    public static bool IsStartConsistent(int ipaWidth, long level, ulong tables)
    {
        if (level is < 0 or > LastLevel - 1)
            return false;
        int rootBits = ipaWidth - Granule.EntryShift((int)level);
        if (rootBits < 1 || rootBits > Granule.BitsPerLevel() + 4)
            return false;
        int extra = Math.Max(0, rootBits - Granule.BitsPerLevel());
        return tables == 1UL << extra && !(level == 0 && extra > 0);
    }
}
