using CcaEmu.Arm.Formats;

namespace CcaEmu.Cpu;

/// <summary>Shape of the stage 2 tables: from VTCR_EL2 and VTTBR_EL2, decoded once for as long as they hold their values.</summary>
/// <remarks>Arm ARM, J1.1 shared pseudocode AArch64.NSS2TTWParams, AArch64.S2InvalidSL, AArch64.S2InconsistentSL; D8.2 for concatenated tables.</remarks>
internal readonly record struct Stage2Geometry
{
    // T0SZ above 39 reads as 39 without FEAT_TTST.
    private const int LargestT0SZ = 39;

    private readonly ulong _vtcr, _vttbr;

    public Stage2Geometry(ulong vtcr, ulong vttbr)
    {
        _vtcr = vtcr;
        _vttbr = vttbr;
        Granule = TranslationGranules.FromTg0((vtcr >> 14) & 3);
        InputBits = Math.Clamp(64 - (int)(vtcr & 63), 64 - LargestT0SZ, PeFeatures.PhysicalAddressBits);
        OutputBits = Walker.OutputBits((vtcr >> 16) & 7);
        StartLevel = StartLevelOf((vtcr >> 6) & 3, Granule);
        RootBits = InputBits - Granule.EntryShift(Math.Max(StartLevel, 0));
        Valid = StartLevel >= 0 && RootBits >= 1 && RootBits <= Granule.BitsPerLevel() + 4;
        Table = Valid ? vttbr & 0x0000_FFFF_FFFF_FFFE & ~((8UL << RootBits) - 1) : 0;
    }

    /// <summary>Whether SL0 names a level, and one that fits T0SZ; if not, every translation faults.</summary>
    public bool Valid { get; }

    /// <summary>Address of the first table, or of the first of several concatenated ones.</summary>
    public ulong Table { get; }

    public TranslationGranule Granule { get; }

    public int InputBits { get; }

    public int OutputBits { get; }

    public int StartLevel { get; }

    /// <summary>Bits of the input address that index the first table.</summary>
    public int RootBits { get; }

    /// <summary>Whether it was decoded from these values.</summary>
    public bool IsOf(ulong vtcr, ulong vttbr) => _vtcr == vtcr && _vttbr == vttbr;

    private static int StartLevelOf(ulong sl0, TranslationGranule granule) => granule == TranslationGranule.Size4K
        ? sl0 switch { 0 => 2, 1 => 1, 2 => 0, _ => -1 }
        : sl0 switch { 0 => 3, 1 => 2, 2 => 1, _ => -1 };
}
