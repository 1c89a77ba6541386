namespace CcaEmu.Arm.A64;

/// <summary>The extension of a register operand, by its encoding: bits 1:0 give log2 of the bytes, bit 2 the signed forms.</summary>
/// <remarks>Arm ARM, shared pseudocode, enumeration ExtendType and function DecodeRegExtend.</remarks>
public enum ExtendType : byte
{
    /// <summary>Zero-extend a byte.</summary>
    UXTB,

    /// <summary>Zero-extend a halfword.</summary>
    UXTH,

    /// <summary>Zero-extend a word.</summary>
    UXTW,

    /// <summary>Take a doubleword; written LSL in register offsets.</summary>
    UXTX,

    /// <summary>Sign-extend a byte.</summary>
    SXTB,

    /// <summary>Sign-extend a halfword.</summary>
    SXTH,

    /// <summary>Sign-extend a word.</summary>
    SXTW,

    /// <summary>Take a doubleword.</summary>
    SXTX,
}
