namespace CcaEmu.Arm.Formats;

/// <summary>One entry of the level 0 Granule Protection Table.</summary>
/// <remarks>Arm ARM (DDI 0487), sections "GPT Table descriptor" and "GPT Block descriptor".</remarks>
/// <param name="Value">The 64 bits.</param>
public readonly record struct GptL0Descriptor(ulong Value)
{
    private const ulong TypeMask = 0xF;
    private const ulong BlockType = 1;
    private const ulong TableType = 3;
    private const ulong AddressMask = 0x000F_FFFF_FFFF_F000;

    /// <summary>Block: the GPI of the whole entry.</summary>
    public Gpi Gpi => (Gpi)((Value >> 4) & 0xF);

    /// <summary>Table: bits 51:12 of the address of the level 1 table.</summary>
    public ulong TableAddress => Value & AddressMask;

    /// <summary>What the entry is.</summary>
    /// <param name="geometry">The shape of the table, which says how a level 1 table is aligned.</param>
    /// <param name="nso">GPCCR_EL3.NSO.</param>
    /// <returns>Block, Table, or Invalid: a level 0 GPT walk fault.</returns>
    public GptDescriptorKind Kind(GptGeometry geometry, bool nso) => (Value & TypeMask) switch
    {
        BlockType when Value >> 8 == 0 && Gpi.IsKnown(nso) => GptDescriptorKind.Block,
        TableType when (Value & ~(AddressMask | TypeMask)) == 0 && (TableAddress & (geometry.L1TableSizeBytes - 1)) == 0 =>
            GptDescriptorKind.Table,
        _ => GptDescriptorKind.Invalid,
    };

    /// <summary>Builds a block entry.</summary>
    /// <param name="gpi">The GPI.</param>
    /// <returns>The entry.</returns>
    public static GptL0Descriptor Block(Gpi gpi) => new((ulong)gpi << 4 | BlockType);

    /// <summary>Builds a table entry.</summary>
    /// <param name="address">Address of the level 1 table, aligned to the size of that table.</param>
    /// <returns>The entry.</returns>
    public static GptL0Descriptor Table(ulong address) => new((address & AddressMask) | TableType);
}
