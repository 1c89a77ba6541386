using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Rmi;

/// <summary>The memory a stateful operation asks for: X2 with INCOMPLETE and DONATE.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiOpMemDonateReq.</remarks>
/// <param name="Level">Size of a block, as the level whose entry maps it: 3 for a page, 2, 1 or 0 for blocks.</param>
/// <param name="Count">How many blocks.</param>
/// <param name="IsContiguous">Whether they must be one run, aligned to its size.</param>
/// <param name="IsUndelegated">Whether they must be UNDELEGATED rather than DELEGATED.</param>
public readonly record struct DonationRequirements(int Level, int Count, bool IsContiguous, bool IsUndelegated)
{
    private const ulong ContiguousBit = 1UL << 16;
    private const ulong UndelegatedBit = 1UL << 17;

    internal static AbiWord Word { get; } = new(
        "RmiOpMemDonateReq",
        new AbiBits("size", SizeField), new AbiBits("count", CountField), new AbiBits("contig", 16, 1), new AbiBits("state", 17, 1));

    private static BitField SizeField => new(0, 2);

    private static BitField CountField => new(2, 14);

    /// <summary>Writes the word.</summary>
    /// <returns>The 64 bits; a count above 16383 is cut.</returns>
    public ulong Encode() =>
        CountField.Set(SizeField.Set(0, (ulong)(3 - Level)), (ulong)Count)
        | (IsContiguous ? ContiguousBit : 0)
        | (IsUndelegated ? UndelegatedBit : 0);

    /// <summary>Reads the word; bits without meaning are ignored.</summary>
    /// <param name="value">The 64 bits.</param>
    /// <returns>The requirements.</returns>
    public static DonationRequirements Decode(ulong value) => new(
        3 - SizeField.GetInt(value), CountField.GetInt(value), (value & ContiguousBit) != 0, (value & UndelegatedBit) != 0);
}
