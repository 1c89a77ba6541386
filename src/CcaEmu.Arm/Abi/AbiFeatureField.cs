namespace CcaEmu.Arm.Abi;

/// <summary>One field of the feature registers: where the code has it, and where a revision has it.</summary>
/// <param name="Name">The specification's name.</param>
/// <param name="Register">Register of 2.0-bet1.</param>
/// <param name="Lsb">Its lowest bit there.</param>
/// <param name="Width">Bits.</param>
/// <param name="WireRegister">Register of the revision.</param>
/// <param name="WireLsb">Its lowest bit there.</param>
public readonly record struct AbiFeatureField(string Name, int Register, int Lsb, int Width, int WireRegister, int WireLsb)
{
    /// <summary>A field that stands where 2.0-bet1 has it.</summary>
    /// <param name="name">The specification's name.</param>
    /// <param name="register">The register.</param>
    /// <param name="lsb">Its lowest bit.</param>
    /// <param name="width">Bits.</param>
    public AbiFeatureField(string name, int register, int lsb, int width)
        : this(name, register, lsb, width, register, lsb)
    {
    }
}
