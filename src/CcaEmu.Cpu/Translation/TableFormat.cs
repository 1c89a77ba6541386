using CcaEmu.Arm.A64;
using CcaEmu.Arm.Formats;

namespace CcaEmu.Cpu;

/// <summary>How table entries of a translation granule are laid out: where the address is, and at which levels an entry may map memory.</summary>
/// <param name="Granule">The granule.</param>
/// <param name="HighBits">Where bits 51:48 of an address are in a descriptor.</param>
/// <param name="BlockLevels">Bit n set: an entry of level n may be a block.</param>
/// <remarks>Arm ARM, D8.3 "Translation table descriptor formats"; J1.1 shared pseudocode AArch64.BlockDescSupported, AArch64.NextTableBase.</remarks>
internal readonly record struct TableFormat(TranslationGranule Granule, TableFormat.High HighBits, byte BlockLevels)
{
    private const ulong LowAddress = 0x0000_FFFF_FFFF_F000;

    /// <summary>Where bits 51:48 of an address are in a descriptor.</summary>
    internal enum High : byte
    {
        /// <summary>There are none.</summary>
        None,

        /// <summary>Bits 15:12 (64 KiB granule, FEAT_LPA).</summary>
        Bits15To12,

        /// <summary>51:50 in bits 9:8 and 49:48 in place (FEAT_LPA2, DS).</summary>
        Bits9To8,
    }

    /// <summary>The log2 of the page size.</summary>
    public int PageShift => (int)Granule;

    /// <summary>Address bits that one level resolves.</summary>
    public int Stride => (int)Granule - 3;

    /// <summary>Whether leaves have no SH field, because address bits are there.</summary>
    public bool HasNoSH => HighBits == High.Bits9To8;

    public static TableFormat Of(TranslationGranule granule, bool ds, PeFeatures features)
    {
        bool wide = features.Has(Feature.FEAT_LPA);
        return granule switch
        {
            TranslationGranule.Size4K => new(granule, ds ? High.Bits9To8 : High.None, (byte)(ds ? 0b0111 : 0b0110)),
            TranslationGranule.Size16K => new(granule, ds ? High.Bits9To8 : High.None, (byte)(ds ? 0b0110 : 0b0100)),
            _ => new(granule, wide ? High.Bits15To12 : High.None, (byte)(wide ? 0b0110 : 0b0100)),
        };
    }

    /// <summary>Largest value of TnSZ that counts as itself.</summary>
    public static int LargestTxSZ(TranslationGranule granule, PeFeatures features) =>
        !features.Has(Feature.FEAT_TTST) ? 39 : granule == TranslationGranule.Size64K ? 47 : 48;

    /// <summary>Whether a valid entry with bit 1 clear maps memory at a level.</summary>
    public bool AllowsBlock(int level) => level >= 0 && (BlockLevels >> level & 1) != 0;

    /// <summary>The address in a descriptor, of a table or of a leaf, aligned to 2^<paramref name="shift"/>.</summary>
    public ulong AddressOf(ulong descriptor, int shift)
    {
        ulong low = descriptor & LowAddress & ~0UL << shift;
        return HighBits switch
        {
            High.None => low,
            High.Bits15To12 => low & ~0xF000UL | (descriptor & 0xF000) << 36,
            _ => low | (descriptor & 0x0003_0000_0000_0000) | (descriptor & 0x300) << 42,
        };
    }

    /// <summary>Width of an output address that a PS field selects.</summary>
    public int OutputBits(int ps, PeFeatures features)
    {
        int selected = ps switch { 0 => 32, 1 => 36, 2 => 40, 3 => 42, 4 => 44, 5 => 48, _ => 52 };
        return Math.Min(selected, HighBits == High.None ? 48 : features.PhysicalAddressSize);
    }

    /// <summary>Address of the first table.</summary>
    /// <param name="ttbr">TTBRn_ELx or VTTBR_EL2.</param>
    /// <param name="rootMask">Index bits of the first lookup, as a mask.</param>
    /// <param name="ps">TCR_ELx.PS, IPS or VTCR_EL2.PS.</param>
    /// <param name="ds">Whether DS is in effect.</param>
    public ulong RootTable(ulong ttbr, ulong rootMask, int ps, bool ds)
    {
        ulong alignment = (rootMask + 1) * 8;
        if (!ds && !(HighBits == High.Bits15To12 && ps == 6))
            return ttbr & 0x0000_FFFF_FFFF_FFFE & ~(alignment - 1);
        ulong wide = ttbr & 0x0000_FFFF_FFFF_FFC0 | (ttbr & 0x3C) << 46;
        return wide & ~(Math.Max(alignment, 64) - 1);
    }
}
