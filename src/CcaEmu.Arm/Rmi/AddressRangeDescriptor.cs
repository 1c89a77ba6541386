using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Rmi;

/// <summary>A run of equal blocks of physical memory: how RMI commands name and list memory.</summary>
/// <remarks>
/// The encoding depends on the RMI granule, because the count takes the bits below the address.
/// RMM specification 2.0-bet1 (DEN0137), type RmiAddrRangeDesc.
/// </remarks>
/// <param name="Address">Address of the first block, at most 52 bits.</param>
/// <param name="Level">Size of a block, as the level whose entry maps it: 3 for a page, 2, 1 or 0 for blocks.</param>
/// <param name="Count">How many blocks; 0 is an empty range.</param>
/// <param name="IsUndelegated">Whether the memory is UNDELEGATED rather than DELEGATED.</param>
public readonly record struct AddressRangeDescriptor(ulong Address, int Level, int Count, bool IsUndelegated = false)
{
    private const ulong StateBit = 1UL << 63;

    private static BitField SizeField => new(0, 2);

    /// <summary>Bytes of the range; the highest 64-bit number when a hostile count makes it larger than that.</summary>
    /// <param name="granule">The RMI granule.</param>
    /// <returns>Bytes.</returns>
    public ulong SizeBytes(TranslationGranule granule)
    {
        var shift = granule.EntryShift(Level);
        return (ulong)Count > ulong.MaxValue >> shift ? ulong.MaxValue : (ulong)Count << shift;
    }

    /// <summary>Whether the address is a multiple of the block size.</summary>
    /// <param name="granule">The RMI granule.</param>
    /// <returns>True when aligned.</returns>
    public bool IsAligned(TranslationGranule granule) => (Address & (granule.EntrySizeBytes(Level) - 1)) == 0;

    /// <summary>The highest count a descriptor of the granule can hold.</summary>
    /// <param name="granule">The RMI granule.</param>
    /// <returns>1023, 4095 or 16383.</returns>
    public static int MaximumCount(TranslationGranule granule) => (1 << (granule.Shift() - 2)) - 1;

    /// <summary>Writes the 64 bits.</summary>
    /// <param name="granule">The RMI granule.</param>
    /// <returns>The descriptor.</returns>
    /// <exception cref="InvalidOperationException">A part does not fit its field: an error of the caller.</exception>
    public ulong Encode(TranslationGranule granule)
    {
        var count = CountField(granule);
        var address = AddressField(granule);
        if (Level is < 0 or > 3 || Count < 0 || Count > MaximumCount(granule) || (Address & ~address.Mask) != 0)
            throw new InvalidOperationException($"{this} does not fit an address range descriptor of granule {granule}");
        return count.Set(SizeField.Set(Address, (ulong)(3 - Level)), (ulong)Count) | (IsUndelegated ? StateBit : 0);
    }

    /// <summary>Reads the 64 bits.</summary>
    /// <param name="value">The descriptor.</param>
    /// <param name="granule">The RMI granule.</param>
    /// <param name="range">The range.</param>
    /// <returns>False when bits 62:52, which have no meaning, are not zero.</returns>
    public static bool TryDecode(ulong value, TranslationGranule granule, out AddressRangeDescriptor range)
    {
        range = new AddressRangeDescriptor(
            value & AddressField(granule).Mask,
            3 - SizeField.GetInt(value),
            CountField(granule).GetInt(value),
            (value & StateBit) != 0);
        return new BitField(52, 11).Get(value) == 0;
    }

    internal static AbiWord Word(TranslationGranule granule) => new(
        "RmiAddrRangeDesc",
        new AbiBits("size", SizeField), new AbiBits("count", CountField(granule)), new AbiBits("addr", AddressField(granule)), new AbiBits("state", 63, 1));

    private static BitField CountField(TranslationGranule granule) => new(2, granule.Shift() - 2);

    private static BitField AddressField(TranslationGranule granule) => new(granule.Shift(), 52 - granule.Shift());
}
