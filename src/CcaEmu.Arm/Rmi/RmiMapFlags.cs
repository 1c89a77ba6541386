using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Rmi;

/// <summary>The flags word of the range commands that map and unmap.</summary>
/// <remarks>
/// Protected maps and all unmaps have <see cref="AddressType"/> and <see cref="ListCount"/> only. RMM specification 2.0-bet1
/// (DEN0137), types RmiRttProtMapFlags, RmiRttUnprotMapFlags and RmiRttUnmapFlags.
/// </remarks>
/// <param name="Value">The 64 bits.</param>
public readonly record struct RmiMapFlags(ulong Value)
{
    /// <summary>The highest list count the word can hold.</summary>
    public const int MaximumListCount = (1 << 14) - 1;

    /// <summary>What the output address argument is; the value 3 is reserved.</summary>
    public RmiAddressType AddressType => (RmiAddressType)TypeField.Get(Value);

    /// <summary>Entries of the list: used ones in a map, its capacity in an unmap.</summary>
    public int ListCount => ListCountField.GetInt(Value);

    /// <summary>Unprotected maps: MemAttr[2:0] of the stage 2 descriptor.</summary>
    public int MemAttr => MemAttrField.GetInt(Value);

    /// <summary>Unprotected maps: permission, four bits.</summary>
    public int S2AP => S2apField.GetInt(Value);

    /// <summary>False when a bit without meaning for protected maps and unmaps is set, or the address type is reserved.</summary>
    public bool IsValidForProtected => (Value & ~(TypeField.Mask | ListCountField.Mask)) == 0 && IsTypeKnown;

    /// <summary>False when a bit without meaning for unprotected maps is set, or the address type is reserved.</summary>
    public bool IsValidForUnprotectedMap =>
        (Value & ~(TypeField.Mask | ListCountField.Mask | MemAttrField.Mask | S2apField.Mask)) == 0 && IsTypeKnown;

    private bool IsTypeKnown => AddressType <= RmiAddressType.List;

    internal static AbiWord UnprotectedWord { get; } = new(
        "RmiRttUnprotMapFlags",
        new AbiBits("oaddr_type", TypeField), new AbiBits("list_count", ListCountField), new AbiBits("memattr", MemAttrField), new AbiBits("s2ap", S2apField));

    private static BitField TypeField => new(0, 2);

    private static BitField ListCountField => new(2, 14);

    private static BitField MemAttrField => new(16, 3);

    private static BitField S2apField => new(19, 4);

    /// <summary>Builds the word of a protected map or of an unmap.</summary>
    /// <param name="type">What the output address argument is.</param>
    /// <param name="listCount">Entries of the list, at most <see cref="MaximumListCount"/>; 0 without list.</param>
    /// <returns>The word.</returns>
    public static RmiMapFlags Create(RmiAddressType type, int listCount = 0) =>
        new(ListCountField.Set(TypeField.Set(0, (ulong)type), (ulong)listCount));

    internal static AbiWord Word(string name) => new(name, new AbiBits("oaddr_type", TypeField), new AbiBits("list_count", ListCountField));

    /// <summary>Adds what an unprotected map needs.</summary>
    /// <param name="memAttr">MemAttr[2:0] of the stage 2 descriptor.</param>
    /// <param name="s2ap">Permission, four bits.</param>
    /// <returns>The word.</returns>
    public RmiMapFlags WithAttributes(int memAttr, int s2ap) =>
        new(S2apField.Set(MemAttrField.Set(Value, (ulong)memAttr), (ulong)s2ap));
}
