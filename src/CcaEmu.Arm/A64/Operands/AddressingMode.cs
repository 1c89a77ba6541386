namespace CcaEmu.Arm.A64;

/// <summary>How a load or store forms its address.</summary>
/// <remarks>Arm ARM, Load/store addressing modes.</remarks>
public enum AddressingMode : byte
{
    /// <summary>The base register alone.</summary>
    BaseRegister,

    /// <summary>Base plus <see cref="Operand.Immediate"/> bytes.</summary>
    Offset,

    /// <summary>Base plus <see cref="Operand.Immediate"/> bytes, which is then written to the base.</summary>
    PreIndex,

    /// <summary>The base, to which <see cref="Operand.Immediate"/> bytes are then added.</summary>
    PostIndex,

    /// <summary>The base, to which <see cref="Operand.Index"/> is then added.</summary>
    PostIndexRegister,

    /// <summary>Base plus <see cref="Operand.Index"/>, extended and shifted.</summary>
    RegisterOffset,

    /// <summary>The base register alone, which the instruction moves along (memory copy and set).</summary>
    Updated,

    /// <summary>The PC plus <see cref="Operand.Immediate"/> bytes.</summary>
    Literal,
}
