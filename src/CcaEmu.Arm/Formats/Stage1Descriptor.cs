using F = CcaEmu.Arm.Formats.Stage1DescriptorFields;

namespace CcaEmu.Arm.Formats;

/// <summary>One entry of a stage 1 translation table: VMSAv8-64, output addresses of at most 48 bits.</summary>
/// <remarks>
/// Which of two names a shared bit has (nG or NSE, UXN or XN) depends on the regime, which the caller knows.
/// Arm ARM (DDI 0487), section "VMSAv8-64 descriptor formats".
/// </remarks>
/// <param name="Value">The 64 bits.</param>
public readonly record struct Stage1Descriptor(ulong Value)
{
    /// <summary>Bit 0.</summary>
    public bool IsValid => (Value & F.Valid) != 0;

    /// <summary>Leaf: index into MAIR_ELx.</summary>
    public int AttrIndx => F.AttrIndx.GetInt(Value);

    /// <summary>Leaf: AP[2:1].</summary>
    public int AP => F.AP.GetInt(Value);

    /// <summary>Leaf: EL0 may access (AP[1]).</summary>
    public bool AllowsEl0 => (Value & F.AP1) != 0;

    /// <summary>Leaf: no writes (AP[2]).</summary>
    public bool IsReadOnly => (Value & F.AP2) != 0;

    /// <summary>Leaf: shareability.</summary>
    public Shareability SH => (Shareability)F.SH.Get(Value);

    /// <summary>Leaf: Access flag.</summary>
    public bool AF => (Value & F.AF) != 0;

    /// <summary>Leaf: not global.</summary>
    public bool NG => (Value & F.NG) != 0;

    /// <summary>Leaf: bit NS.</summary>
    public bool NS => (Value & F.NS) != 0;

    /// <summary>Leaf of the EL3 regime: bit NSE.</summary>
    public bool NSE => (Value & F.NSE) != 0;

    /// <summary>Leaf: guarded page.</summary>
    public bool GP => (Value & F.GP) != 0;

    /// <summary>Leaf: dirty bit modifier.</summary>
    public bool DBM => (Value & F.DBM) != 0;

    /// <summary>Leaf: Contiguous.</summary>
    public bool Contiguous => (Value & F.Contiguous) != 0;

    /// <summary>Leaf: privileged execute-never.</summary>
    public bool PXN => (Value & F.PXN) != 0;

    /// <summary>Leaf: unprivileged execute-never; XN in a regime with one privilege level.</summary>
    public bool UXN => (Value & F.UXN) != 0;

    /// <summary>Table: PXNTable.</summary>
    public bool PXNTable => (Value & F.PXNTable) != 0;

    /// <summary>Table: UXNTable or XNTable.</summary>
    public bool UXNTable => (Value & F.UXNTable) != 0;

    /// <summary>Table: APTable.</summary>
    public int APTable => F.APTable.GetInt(Value);

    /// <summary>Table: NSTable.</summary>
    public bool NSTable => (Value & F.NSTable) != 0;

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
    /// <param name="attributes">Table attributes from <see cref="Stage1DescriptorFields"/>.</param>
    /// <returns>The entry.</returns>
    public static Stage1Descriptor Table(ulong address, ulong attributes = 0) =>
        new((address & DescriptorLayout.AddressMask) | attributes | F.TableOrPage | F.Valid);

    /// <summary>Builds a block or page entry.</summary>
    /// <param name="address">Address of the memory; bits that the level does not hold are dropped.</param>
    /// <param name="level">1 to 3.</param>
    /// <param name="granule">The granule.</param>
    /// <param name="attributes">Leaf attributes from <see cref="Stage1DescriptorFields"/>.</param>
    /// <returns>The entry.</returns>
    public static Stage1Descriptor Leaf(ulong address, int level, TranslationGranule granule, ulong attributes) =>
        new(DescriptorLayout.Leaf(address, level, granule) | attributes);
}
