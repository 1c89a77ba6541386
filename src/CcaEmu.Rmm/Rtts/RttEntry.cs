using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using F = CcaEmu.Arm.Formats.Stage2DescriptorFields;

namespace CcaEmu.Rmm.Rtts;

/// <summary>One entry of a Realm translation table: an architected stage 2 descriptor.</summary>
/// <remarks>
/// <para>Valid: TABLE; DATA with RIPAS RAM (output in the Realm PAS); MAPPED_NS (output in the Non-secure PAS). Invalid:
/// everything else, in bits that a stage 2 walk ignores:</para>
/// <code>
///   58     HIPAS: 0 VOID or UNMAPPED_NS, 1 DATA
///   57:56  RIPAS
///   47:12  output address of DATA, or where else the geometry has it
///   0      0
/// </code>
/// <para>So a word of zeros is VOID with RIPAS EMPTY, or UNMAPPED_NS. RMM specification 2.0 (DEN0137), section "RTT entry
/// attributes".</para>
/// </remarks>
/// <param name="Value">The 64 bits.</param>
internal readonly record struct RttEntry(ulong Value)
{
    private const ulong HipasData = 1UL << 58;
    private const ulong DataAttributes =
        (ulong)Stage2MemoryAttributes.NormalWriteBack << 2 | F.S2APRead | F.S2APWrite | F.AF;

    private const ulong ExecuteNever = 2UL << 53;

    private static BitField RipasField => new(56, 2);

    /// <summary>A protected entry without memory.</summary>
    public static RttEntry Void(Ripas ripas) => new(RipasField.Set(0, (ulong)ripas));

    /// <summary>An unprotected entry without memory.</summary>
    public static RttEntry UnmappedNs => default;

    /// <summary>A pointer to the next table.</summary>
    public static RttEntry Table(RttGeometry geometry, ulong address) => new(geometry.Encode(address) | F.TableOrPage | F.Valid);

    /// <summary>A protected entry with memory: valid only where the RIPAS is RAM.</summary>
    public static RttEntry Data(RttGeometry geometry, ulong address, int level, Ripas ripas) => ripas == Ripas.Ram
        ? Leaf(geometry, address, level, DataAttributes, Shareability.InnerShareable)
        : new(RipasField.Set(HipasData | geometry.Encode(address), (ulong)ripas));

    /// <summary>An unprotected entry with memory, execute-never.</summary>
    /// <param name="geometry">The Realm's.</param>
    /// <param name="address">Output address in the Non-secure PAS.</param>
    /// <param name="level">Level of the entry.</param>
    /// <param name="memAttr">The host's MemAttr[2:0].</param>
    /// <param name="s2ap">The host's S2AP.</param>
    public static RttEntry MappedNs(RttGeometry geometry, ulong address, int level, int memAttr, int s2ap)
    {
        bool cacheable =
            (Stage2MemoryAttributes)memAttr is Stage2MemoryAttributes.NormalWriteBack or Stage2MemoryAttributes.Stage1;
        Shareability sh = cacheable ? Shareability.InnerShareable : Shareability.OuterShareable;
        ulong attributes = F.MemAttr.Set(F.NS | F.AF | ExecuteNever, (ulong)memAttr);
        return Leaf(geometry, address, level, F.S2AP.Set(attributes, (ulong)s2ap), sh);
    }

    /// <summary>Whether a walk of the PE goes on, or ends here with an output address.</summary>
    public bool IsValid => (Value & F.Valid) != 0;

    /// <summary>Whether it is TABLE.</summary>
    public bool IsTable(int level) =>
        level < RttGeometry.LastLevel && (Value & (F.Valid | F.TableOrPage)) == (F.Valid | F.TableOrPage);

    /// <summary>Whether it is MAPPED_NS.</summary>
    public bool IsMappedNs(int level) => IsValid && !IsTable(level) && (Value & F.NS) != 0;

    /// <summary>Whether it is DATA, with any RIPAS.</summary>
    public bool IsData(int level) => IsValid ? !IsTable(level) && (Value & F.NS) == 0 : (Value & HipasData) != 0;

    /// <summary>Whether it is VOID or UNMAPPED_NS.</summary>
    public bool IsVoid => (Value & (F.Valid | HipasData)) == 0;

    /// <summary>Whether it makes a table live: DATA or TABLE. MAPPED_NS does not.</summary>
    public bool MakesTableLive(int level) => IsTable(level) || IsData(level);

    /// <summary>Whether it is live itself: DATA, TABLE or MAPPED_NS.</summary>
    public bool IsLive => !IsVoid;

    /// <summary>RIPAS of a protected leaf.</summary>
    public Ripas Ripas => IsValid ? Ripas.Ram : (Ripas)RipasField.Get(Value);

    /// <summary>Output address of DATA or MAPPED_NS, or address of the next table.</summary>
    public ulong Address(RttGeometry geometry) => geometry.AddressIn(Value);

    /// <summary>The state as RMI_RTT_READ_ENTRY encodes it.</summary>
    public RttEntryState State(int level) =>
        IsTable(level) ? RttEntryState.Table : IsVoid ? RttEntryState.Void : RttEntryState.Data;

    /// <summary>The descriptor as RMI_RTT_READ_ENTRY shows it: address, and for MAPPED_NS what the host chose.</summary>
    public ulong Description(RttGeometry geometry, int level)
    {
        if (IsVoid)
            return 0;
        return IsMappedNs(level) ? Value & (geometry.AddressMask | new BitField(2, 3).Mask | F.S2AP.Mask) : Address(geometry);
    }

    /// <summary>The same leaf with another RIPAS.</summary>
    public RttEntry WithRipas(RttGeometry geometry, int level, Ripas ripas) =>
        IsVoid ? Void(ripas) : Data(geometry, Address(geometry), level, ripas);

    /// <summary>One of the entries of a table that together mean what this leaf means.</summary>
    /// <param name="geometry">The Realm's.</param>
    /// <param name="level">Level of this leaf.</param>
    /// <param name="index">Which of them.</param>
    public RttEntry Unfold(RttGeometry geometry, int level, int index)
    {
        if (IsVoid)
            return this;
        ulong offset = (ulong)index * geometry.EntrySize(level + 1);
        ulong pageBit = IsValid && level + 1 == RttGeometry.LastLevel ? F.TableOrPage : 0;
        // The block is aligned, so its address has zeros where the offset stands, in whatever bits that is.
        return new(Value | pageBit | geometry.Encode(offset));
    }

    /// <summary>The leaf one level up that means what a table starting with this entry means.</summary>
    public RttEntry Fold() => IsValid ? new(Value & ~F.TableOrPage) : this;

    // Arm ARM: with VTCR_EL2.DS address bits stand where SH is otherwise, and VTCR_EL2.SH0 counts for leaves too.
    private static RttEntry Leaf(RttGeometry geometry, ulong address, int level, ulong attributes, Shareability sh)
    {
        ulong descriptor = attributes | geometry.Encode(address) | F.Valid | (level == RttGeometry.LastLevel ? F.TableOrPage : 0);
        return new(geometry.HasNoShareability ? descriptor : F.SH.Set(descriptor, (ulong)sh));
    }
}
