namespace CcaEmu.Arm.Formats;

/// <summary>What stage 1 and stage 2 descriptors have in common: type bits and addresses of at most 48 bits.</summary>
internal static class DescriptorLayout
{
    internal const ulong Valid = 1UL << 0;

    /// <summary>Set in tables and pages, clear in blocks.</summary>
    internal const ulong TableOrPage = 1UL << 1;

    internal const ulong AddressMask = 0x0000_FFFF_FFFF_F000;

    internal static DescriptorKind Kind(ulong value, int level, TranslationGranule granule)
    {
        if ((value & Valid) == 0) return DescriptorKind.Invalid;
        if ((value & TableOrPage) != 0) return level == 3 ? DescriptorKind.Page : DescriptorKind.Table;
        return level < 3 && granule.AllowsLeaf(level) ? DescriptorKind.Block : DescriptorKind.Invalid;
    }

    internal static ulong TableAddress(ulong value, TranslationGranule granule) =>
        value & AddressMask & ~(granule.SizeBytes() - 1);

    internal static ulong OutputAddress(ulong value, int level, TranslationGranule granule) =>
        value & AddressMask & ~(granule.EntrySizeBytes(level) - 1);

    internal static ulong Leaf(ulong address, int level, TranslationGranule granule) =>
        OutputAddress(address, level, granule) | Valid | (level == 3 ? TableOrPage : 0);
}
