using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Rmm.Rtts;

/// <summary>Sizes of Realm translation tables, and where a table entry holds an address: both follow the RMI granule, and LPA2 of the Realm.</summary>
/// <remarks>
/// Arm ARM (DDI 0487), sections "Translation granules" and "VMSAv8-64 descriptor formats". With LPA2 addresses have 52 bits:
/// <code>
///   granule   without LPA2     LPA2
///   4 KiB     47:12            49:12, 51:50 in bits 9:8; VTCR_EL2.DS; no SH field
///   16 KiB    47:14            49:14, 51:50 in bits 9:8; VTCR_EL2.DS; no SH field
///   64 KiB    47:16            47:16, 51:48 in bits 15:12 (FEAT_LPA)
/// </code>
/// </remarks>
/// <param name="Granule">Translation granule, which is the RMI granule.</param>
/// <param name="Lpa2">Whether addresses have 52 bits.</param>
internal readonly record struct RttGeometry(TranslationGranule Granule, bool Lpa2 = false)
{
    /// <summary>Level of pages.</summary>
    public const int LastLevel = 3;

    private const ulong LowAddress = 0x0000_FFFF_FFFF_F000;
    private const ulong Bits49To48 = 3UL << 48;

    /// <summary>Bytes of a page and of a table.</summary>
    public ulong GranuleBytes => Granule.SizeBytes();

    /// <summary>Entries of one table.</summary>
    public int Entries => 1 << Granule.BitsPerLevel();

    /// <summary>First output address beyond what an entry can hold.</summary>
    public ulong OutputLimit => 1UL << (Lpa2 ? 52 : 48);

    /// <summary>Whether leaves have no SH field, because address bits stand there: VTCR_EL2.DS.</summary>
    public bool HasNoShareability => Lpa2 && Granule != TranslationGranule.Size64K;

    /// <summary>Bytes that one entry maps.</summary>
    public ulong EntrySize(int level) => Granule.EntrySizeBytes(level);

    /// <summary>Whether an address is aligned to a granule.</summary>
    public bool IsAligned(ulong address) => (address & (GranuleBytes - 1)) == 0;

    /// <summary>Whether an IPA is aligned to the entries of a level.</summary>
    public bool IsAligned(ulong ipa, int level) => (ipa & (EntrySize(level) - 1)) == 0;

    /// <summary>First IPA behind the entry that contains an IPA.</summary>
    public ulong EntryEnd(ulong ipa, int level) => (ipa | (EntrySize(level) - 1)) + 1;

    /// <summary>First IPA behind the table of a level that contains an IPA.</summary>
    public ulong TableEnd(ulong ipa, int level) => EntryEnd(ipa, level - 1);

    /// <summary>Whether an entry of a level may map memory itself.</summary>
    /// <remarks>Arm ARM, J1.1 shared pseudocode AArch64.BlockDescSupported.</remarks>
    public bool AllowsLeaf(int level) =>
        Granule.AllowsLeaf(level) || (Lpa2 && level == (Granule == TranslationGranule.Size4K ? 0 : 1));

    /// <summary>Whether the architecture can start a walk of a width at a level, and with how many tables.</summary>
    /// <remarks>
    /// Arm ARM, J1.1 shared pseudocode AArch64.S2InvalidSL and AArch64.S2InconsistentSL: at most 16 starting tables. Level 0 is the first
    /// with 4 KiB, level 1 with 16 and 64 KiB; LPA2 adds one level with 4 and 16 KiB. Level 3 needs FEAT_TTST with 4 KiB, and is not offered there.
    /// </remarks>
    public bool IsStartConsistent(int ipaWidth, long level, ulong tables)
    {
        int highest = Granule == TranslationGranule.Size4K ? 0 : 1;
        if (level < highest - (HasNoShareability ? 1 : 0) || level > (Granule == TranslationGranule.Size4K ? LastLevel - 1 : LastLevel) || ipaWidth > (Lpa2 ? 52 : 48))
            return false;
        int rootBits = ipaWidth - Granule.EntryShift((int)level);
        if (rootBits < 1 || rootBits > Granule.BitsPerLevel() + 4)
            return false;
        return tables == 1UL << Math.Max(0, rootBits - Granule.BitsPerLevel());
    }

    /// <summary>VTCR_EL2 for tables of this geometry.</summary>
    /// <param name="ipaWidth">Width of an IPA in bits.</param>
    /// <param name="startLevel">Level of the starting tables.</param>
    public ulong TranslationControl(int ipaWidth, int startLevel)
    {
        ulong vtcr = VTCR_EL2.T0SZ.Set(VTCR_EL2.VS, (ulong)(64 - ipaWidth));
        vtcr = VTCR_EL2.TG0.Set(vtcr, Granule.ToTg0());
        if (startLevel < 0)
            vtcr |= VTCR_EL2.SL2;
        else
            vtcr = VTCR_EL2.SL0.Set(vtcr, (ulong)((Granule == TranslationGranule.Size4K ? 2 : 3) - startLevel));
        vtcr = VTCR_EL2.IRGN0.Set(vtcr, 1);
        vtcr = VTCR_EL2.ORGN0.Set(vtcr, 1);
        vtcr = VTCR_EL2.SH0.Set(vtcr, (ulong)Shareability.InnerShareable);
        if (HasNoShareability)
            vtcr |= VTCR_EL2.DS;
        return VTCR_EL2.PS.Set(vtcr, Lpa2 ? 6UL : 5);
    }

    /// <summary>The bits of an entry that hold an address.</summary>
    public ulong AddressMask => Lpa2
        ? Granule == TranslationGranule.Size64K ? LowAddress : LowAddress | Bits49To48 | 3UL << 8
        : LowAddress;

    /// <summary>The address that an entry holds.</summary>
    public ulong AddressIn(ulong entry)
    {
        ulong low = entry & LowAddress & ~(GranuleBytes - 1);
        if (!Lpa2)
            return low;
        return Granule == TranslationGranule.Size64K
            ? low | (entry & 0xF000) << 36
            : low | (entry & Bits49To48) | (entry & 0x300) << 42;
    }

    /// <summary>An address as an entry holds it.</summary>
    /// <param name="address">Aligned to a granule, below <see cref="OutputLimit"/>.</param>
    public ulong Encode(ulong address)
    {
        ulong low = address & LowAddress & ~(GranuleBytes - 1);
        if (!Lpa2)
            return low;
        return Granule == TranslationGranule.Size64K
            ? low | (address >> 36 & 0xF000)
            : low | (address & Bits49To48) | (address >> 42 & 0x300);
    }
}
