namespace CcaEmu.Arm.A64;

/// <summary>The shift of a register operand, by its encoding.</summary>
/// <remarks>Arm ARM, shared pseudocode, enumeration ShiftType and function DecodeShift.</remarks>
public enum ShiftType : byte
{
    /// <summary>Logical shift left.</summary>
    LSL,

    /// <summary>Logical shift right.</summary>
    LSR,

    /// <summary>Arithmetic shift right.</summary>
    ASR,

    /// <summary>Rotate right.</summary>
    ROR,

    /// <summary>Shift left that shifts in ones; only of modified immediates, where cmode gives it.</summary>
    MSL,
}
