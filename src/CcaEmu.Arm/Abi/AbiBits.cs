using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Abi;

/// <summary>One field of a 64-bit word.</summary>
/// <param name="Name">The specification's name.</param>
/// <param name="Place">Its bits.</param>
public readonly record struct AbiBits(string Name, BitField Place)
{
    /// <summary>A field by its bits.</summary>
    /// <param name="name">The specification's name.</param>
    /// <param name="lsb">Its lowest bit.</param>
    /// <param name="width">Bits.</param>
    public AbiBits(string name, int lsb, int width)
        : this(name, new BitField(lsb, width))
    {
    }
}
