using CcaEmu.Arm.A64;

namespace CcaEmu.Arm.Registers;

/// <summary>Which bits of a register MSR changes, and which read as one, in terms of a PE's features.</summary>
/// <param name="Writable">Bits that MSR changes on every PE that has the register.</param>
/// <param name="Ones">Bits that read as one where no feature of the PE makes them writable: RES1, RAO/WI.</param>
/// <param name="ByFeature">Bits that MSR changes where the PE has a feature.</param>
/// <remarks>A write keeps <c>(value &amp; WriteMask) | FixedOnes</c>; every other bit is RES0 or read-only.</remarks>
public sealed record RegisterLayout(ulong Writable, ulong Ones, IReadOnlyList<(Feature Feature, ulong Mask)> ByFeature)
{
    /// <summary>64 bits of plain storage.</summary>
    public static RegisterLayout Plain { get; } = new(ulong.MaxValue, 0, []);

    /// <summary>The bits that MSR changes on a PE.</summary>
    /// <param name="has">Whether the PE has a feature.</param>
    public ulong WriteMask(Func<Feature, bool> has)
    {
        ArgumentNullException.ThrowIfNull(has);
        ulong mask = Writable;
        foreach (var (feature, bits) in ByFeature)
            mask |= has(feature) ? bits : 0;
        return mask;
    }

    /// <summary>The bits that read as one on a PE.</summary>
    /// <param name="has">Whether the PE has a feature.</param>
    public ulong FixedOnes(Func<Feature, bool> has) => Ones & ~WriteMask(has);
}
