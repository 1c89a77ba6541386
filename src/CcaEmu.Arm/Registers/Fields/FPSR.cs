namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Floating-point Status Register. The cumulative exception flags.</summary>
/// <remarks>Arm ARM (DDI 0487), section "FPSR, Floating-point Status Register".</remarks>
public static class FPSR
{
    /// <summary>Invalid Operation.</summary>
    public const uint IOC = 1u << 0;

    /// <summary>Divide by Zero.</summary>
    public const uint DZC = 1u << 1;

    /// <summary>Overflow.</summary>
    public const uint OFC = 1u << 2;

    /// <summary>Underflow.</summary>
    public const uint UFC = 1u << 3;

    /// <summary>Inexact.</summary>
    public const uint IXC = 1u << 4;

    /// <summary>Input Denormal: an operand was flushed to zero.</summary>
    public const uint IDC = 1u << 7;

    /// <summary>Saturation of an integer SIMD instruction.</summary>
    public const uint QC = 1u << 27;
}
