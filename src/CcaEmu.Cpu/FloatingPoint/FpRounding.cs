namespace CcaEmu.Cpu.FloatingPoint;

/// <summary>Rounding modes; the first four have the numbers of FPCR.RMode and of the rmode field of instructions.</summary>
/// <remarks>Arm ARM, J1.3 shared pseudocode FPRounding, FPDecodeRounding.</remarks>
internal enum FpRounding : byte
{
    /// <summary>To nearest, ties to even.</summary>
    TieEven,

    /// <summary>Towards plus infinity.</summary>
    PosInf,

    /// <summary>Towards minus infinity.</summary>
    NegInf,

    /// <summary>Towards zero.</summary>
    Zero,

    /// <summary>To nearest, ties away from zero.</summary>
    TieAway,

    /// <summary>An inexact result gets an odd last bit (von Neumann rounding).</summary>
    Odd,
}
