namespace CcaEmu.Arm.Formats;

/// <summary>One entry of a level 1 Granule Protection Table: sixteen granules.</summary>
/// <remarks>Arm ARM (DDI 0487), sections "GPT Granules descriptor" and "GPT Contiguous descriptor".</remarks>
/// <param name="Value">The 64 bits.</param>
public readonly record struct GptL1Descriptor(ulong Value)
{
    /// <summary>Granules that one entry describes.</summary>
    public const int GranuleCount = 16;

    private const ulong ContiguousType = 1;
    private const ulong EveryNibble = 0x1111_1111_1111_1111;

    /// <summary>Contiguous: the Contig field; 1 means 2 MiB, 2 means 32 MiB, 3 means 512 MiB.</summary>
    public int Contig => (int)(Value >> 8) & 3;

    /// <summary>Contiguous: how many bytes around the granule share the GPI.</summary>
    public ulong ContiguousSizeBytes => Contig == 0 ? 0 : 1UL << (17 + 4 * Contig);

    /// <summary>True when the type bits say Contiguous, whatever the rest holds.</summary>
    public bool IsContiguous => (Value & 0xF) == ContiguousType;

    /// <summary>What the entry is.</summary>
    /// <param name="nso">GPCCR_EL3.NSO.</param>
    /// <returns>Contiguous, Granules, or Invalid: a level 1 GPT walk fault.</returns>
    public GptDescriptorKind Kind(bool nso)
    {
        if (IsContiguous)
        {
            return Value >> 10 == 0 && Contig != 0 && ((Gpi)((Value >> 4) & 0xF)).IsKnown(nso)
                ? GptDescriptorKind.Contiguous
                : GptDescriptorKind.Invalid;
        }

        if (HasUnknownGpi(nso)) return GptDescriptorKind.Invalid;

        return GptDescriptorKind.Granules;
    }

    /// <summary>Whether it is sixteen granules, all of them with a GPI that is valid whatever GPCCR_EL3.NSO is.</summary>
    public bool AreGranules => !HasUnknownGpi(nso: false);

    /// <summary>The GPI of one granule, of either form. Meaningless in an invalid entry.</summary>
    /// <param name="granule">0 to 15; <see cref="GptGeometry.GranuleIndex"/>.</param>
    /// <returns>The GPI.</returns>
    public Gpi GpiOf(int granule) => (Gpi)((Value >> (IsContiguous ? 4 : 4 * granule)) & 0xF);

    /// <summary>The entry with one GPI replaced; a Contiguous entry becomes a Granules entry first.</summary>
    /// <param name="granule">0 to 15.</param>
    /// <param name="gpi">The new GPI.</param>
    /// <returns>A Granules entry. Other entries of a contiguous run are the caller's to rewrite first.</returns>
    public GptL1Descriptor With(int granule, Gpi gpi)
    {
        var value = IsContiguous ? Granules(GpiOf(0)).Value : Value;
        return new(value & ~(0xFUL << (4 * granule)) | (ulong)gpi << (4 * granule));
    }

    /// <summary>Builds an entry whose sixteen granules have one GPI.</summary>
    /// <param name="gpi">The GPI.</param>
    /// <returns>A Granules entry.</returns>
    public static GptL1Descriptor Granules(Gpi gpi) => new((ulong)gpi * EveryNibble);

    /// <summary>Builds a Contiguous entry.</summary>
    /// <param name="gpi">The GPI.</param>
    /// <param name="contig">1 for 2 MiB, 2 for 32 MiB, 3 for 512 MiB.</param>
    /// <returns>The entry, to be repeated over the whole run.</returns>
    public static GptL1Descriptor Contiguous(Gpi gpi, int contig) => new((ulong)(contig & 3) << 8 | (ulong)gpi << 4 | ContiguousType);

    // All sixteen nibbles at once: 1 to 7 are unknown, and of 0xC to 0xF only 0xF (and 0xD with NSO) is known.
    private bool HasUnknownGpi(bool nso)
    {
        var bit3 = (Value >> 3) & EveryNibble;
        var bit2 = (Value >> 2) & EveryNibble;
        var bit1 = (Value >> 1) & EveryNibble;
        var bit0 = Value & EveryNibble;
        var below8 = ~bit3 & (bit2 | bit1 | bit0);
        var fromC = bit3 & bit2 & ~(nso ? bit0 : bit1 & bit0);
        return ((below8 | fromC) & EveryNibble) != 0;
    }
}
