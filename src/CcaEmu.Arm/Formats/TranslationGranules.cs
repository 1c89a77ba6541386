namespace CcaEmu.Arm.Formats;

/// <summary>Geometry of the translation granules and their encodings in registers.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "The AArch64 Virtual Memory System Architecture".</remarks>
public static class TranslationGranules
{
    /// <summary>Bits of address below a page.</summary>
    /// <param name="granule">The granule.</param>
    /// <returns>12, 14 or 16.</returns>
    public static int Shift(this TranslationGranule granule) => (int)granule;

    /// <summary>Size of a page and of a full table.</summary>
    /// <param name="granule">The granule.</param>
    /// <returns>Bytes.</returns>
    public static ulong SizeBytes(this TranslationGranule granule) => 1UL << (int)granule;

    /// <summary>Bits of address that one level resolves.</summary>
    /// <param name="granule">The granule.</param>
    /// <returns>9, 11 or 13.</returns>
    public static int BitsPerLevel(this TranslationGranule granule) => (int)granule - 3;

    /// <summary>Bits of address below one entry of a level.</summary>
    /// <param name="granule">The granule.</param>
    /// <param name="level">-1 to 3.</param>
    /// <returns>For example 12, 21, 30, 39, 48 for levels 3 to -1 of 4 KiB.</returns>
    public static int EntryShift(this TranslationGranule granule, int level) =>
        (int)granule + (3 - level) * granule.BitsPerLevel();

    /// <summary>Bytes that one entry of a level maps.</summary>
    /// <param name="granule">The granule.</param>
    /// <param name="level">-1 to 3; the entry must map less than 2^64 bytes.</param>
    /// <returns>Bytes.</returns>
    public static ulong EntrySizeBytes(this TranslationGranule granule, int level) => 1UL << granule.EntryShift(level);

    /// <summary>Whether an entry of a level may map memory itself, with output addresses of at most 48 bits.</summary>
    /// <param name="granule">The granule.</param>
    /// <param name="level">-1 to 3.</param>
    /// <returns>True for pages (level 3), for blocks of 4 KiB at levels 1 and 2, of 16 and 64 KiB at level 2.</returns>
    public static bool AllowsLeaf(this TranslationGranule granule, int level) =>
        level is 2 or 3 || (level == 1 && granule == TranslationGranule.Size4K);

    /// <summary>How many entries share a Contiguous bit.</summary>
    /// <param name="granule">The granule.</param>
    /// <param name="level">The level of the leaf, 1 to 3.</param>
    /// <returns>16 for 4 KiB; 128 pages or 32 blocks for 16 KiB; 32 for 64 KiB.</returns>
    /// <remarks>Arm ARM (DDI 0487), section "The Contiguous bit".</remarks>
    public static int ContiguousEntries(this TranslationGranule granule, int level) => granule switch
    {
        TranslationGranule.Size4K => 16,
        TranslationGranule.Size16K => level == 3 ? 128 : 32,
        _ => 32,
    };

    /// <summary>Reads TCR_ELx.TG0 and VTCR_EL2.TG0.</summary>
    /// <param name="tg0">The two bits.</param>
    /// <returns>The granule; the reserved value 3 reads as 4 KiB, one of the choices the architecture leaves.</returns>
    public static TranslationGranule FromTg0(ulong tg0) => tg0 switch
    {
        1 => TranslationGranule.Size64K,
        2 => TranslationGranule.Size16K,
        _ => TranslationGranule.Size4K,
    };

    /// <summary>Reads TCR_ELx.TG1.</summary>
    /// <param name="tg1">The two bits.</param>
    /// <returns>The granule; the reserved value 0 reads as 4 KiB, one of the choices the architecture leaves.</returns>
    public static TranslationGranule FromTg1(ulong tg1) => tg1 switch
    {
        1 => TranslationGranule.Size16K,
        3 => TranslationGranule.Size64K,
        _ => TranslationGranule.Size4K,
    };

    /// <summary>Writes TCR_ELx.TG0 and VTCR_EL2.TG0.</summary>
    /// <param name="granule">The granule.</param>
    /// <returns>The two bits.</returns>
    public static ulong ToTg0(this TranslationGranule granule) => granule switch
    {
        TranslationGranule.Size64K => 1,
        TranslationGranule.Size16K => 2,
        _ => 0,
    };

    /// <summary>Writes TCR_ELx.TG1.</summary>
    /// <param name="granule">The granule.</param>
    /// <returns>The two bits.</returns>
    public static ulong ToTg1(this TranslationGranule granule) => granule switch
    {
        TranslationGranule.Size16K => 1,
        TranslationGranule.Size64K => 3,
        _ => 2,
    };
}
