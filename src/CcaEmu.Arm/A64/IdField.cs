using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.A64;

/// <summary>What a feature promises in an identification register.</summary>
/// <param name="Register">The register.</param>
/// <param name="Lsb">The field's lowest bit; fields are four bits wide.</param>
/// <param name="Value">
/// The field's value, 0 to 15. Where several features of a PE speak of one field the highest value counts, and
/// <see cref="Feature.Base"/> counts only where no other speaks: that is how a field says "not implemented" by 0b1111.
/// </param>
/// <param name="With">A second feature that must be there for the promise, or <see cref="Feature.Base"/>.</param>
public sealed record IdField(SystemRegister Register, int Lsb, ulong Value, Feature With = Feature.Base)
{
    /// <summary>Width of every field of this kind, in bits.</summary>
    public const int Width = 4;
}
