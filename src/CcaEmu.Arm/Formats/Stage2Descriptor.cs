using F = CcaEmu.Arm.Formats.Stage2DescriptorFields;

namespace CcaEmu.Arm.Formats;

/// <summary>
/// One entry of a stage 2 translation table: VMSAv8-64, direct permissions, output addresses of at most 48 bits.
/// </summary>
/// <remarks>
/// An invalid entry has 63 bits free for software; the RMM keeps HIPAS and RIPAS there.
/// Arm ARM (DDI 0487), section "VMSAv8-64 descriptor formats".
/// </remarks>
/// <param name="Value">The 64 bits.</param>
public readonly record struct Stage2Descriptor(ulong Value)
{
    /// <summary>Bit 0.</summary>
    public bool IsValid => (Value & F.Valid) != 0;

    /// <summary>Leaf: memory type, four bits.</summary>
    public int MemAttr => F.MemAttr.GetInt(Value);

    /// <summary>Leaf: access permissions.</summary>
    public int S2AP => F.S2AP.GetInt(Value);

    /// <summary>Leaf: reads are allowed.</summary>
    public bool AllowsRead => (Value & F.S2APRead) != 0;

    /// <summary>Leaf: writes are allowed.</summary>
    public bool AllowsWrite => (Value & F.S2APWrite) != 0;

    /// <summary>Leaf: shareability.</summary>
    public Shareability SH => (Shareability)F.SH.Get(Value);

    /// <summary>Leaf: Access flag.</summary>
    public bool AF => (Value & F.AF) != 0;

    /// <summary>Leaf: dirty bit modifier.</summary>
    public bool DBM => (Value & F.DBM) != 0;

    /// <summary>Leaf: Contiguous.</summary>
    public bool Contiguous => (Value & F.Contiguous) != 0;

    /// <summary>Leaf: XN[1:0].</summary>
    public int XN => F.XN.GetInt(Value);

    /// <summary>Leaf: execution at EL1 is allowed (XN 0 or 3).</summary>
    public bool AllowsExecuteEl1 => XN is 0 or 3;

    /// <summary>Leaf: execution at EL0 is allowed (XN 0 or 1).</summary>
    public bool AllowsExecuteEl0 => XN is 0 or 1;

    /// <summary>Leaf, Realm state: output in the Non-secure PAS.</summary>
    public bool NS => (Value & F.NS) != 0;

    /// <summary>What the entry is.</summary>
    /// <param name="level">The level of its table, -1 to 3.</param>
    /// <param name="granule">The granule.</param>
    /// <returns>The kind; a block where none is allowed is <see cref="DescriptorKind.Invalid"/>.</returns>
    public DescriptorKind Kind(int level, TranslationGranule granule) => DescriptorLayout.Kind(Value, level, granule);

    /// <summary>Table: address of the next table.</summary>
    /// <param name="granule">The granule.</param>
    /// <returns>An address of at most 48 bits, aligned to the granule.</returns>
    public ulong TableAddress(TranslationGranule granule) => DescriptorLayout.TableAddress(Value, granule);

    /// <summary>Leaf: address of the mapped block or page.</summary>
    /// <param name="level">The level of the entry.</param>
    /// <param name="granule">The granule.</param>
    /// <returns>An address of at most 48 bits, aligned to the entry.</returns>
    public ulong OutputAddress(int level, TranslationGranule granule) => DescriptorLayout.OutputAddress(Value, level, granule);

    /// <summary>Builds a table entry.</summary>
    /// <param name="address">Address of the next table; bits above 47 and below 12 are dropped.</param>
    /// <returns>The entry.</returns>
    public static Stage2Descriptor Table(ulong address) =>
        new((address & DescriptorLayout.AddressMask) | F.TableOrPage | F.Valid);

    /// <summary>Builds a block or page entry.</summary>
    /// <param name="address">Address of the memory; bits that the level does not hold are dropped.</param>
    /// <param name="level">1 to 3.</param>
    /// <param name="granule">The granule.</param>
    /// <param name="attributes">Leaf attributes from <see cref="Stage2DescriptorFields"/>.</param>
    /// <returns>The entry.</returns>
    public static Stage2Descriptor Leaf(ulong address, int level, TranslationGranule granule, ulong attributes) =>
        new(DescriptorLayout.Leaf(address, level, granule) | attributes);
}
