namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Floating-point Control Register. How floating-point instructions round, flush and make NaNs.</summary>
/// <remarks>Arm ARM (DDI 0487), section "FPCR, Floating-point Control Register".</remarks>
public static class FPCR
{
    /// <summary>FEAT_FP16: half-precision denormals are flushed to zero.</summary>
    public const uint FZ16 = 1u << 19;

    /// <summary>Rounding mode: 0 to nearest even, 1 towards plus infinity, 2 towards minus infinity, 3 towards zero.</summary>
    public static BitField RMode => new(22, 2);

    /// <summary>Single- and double-precision (and BFloat16) denormals are flushed to zero.</summary>
    public const uint FZ = 1u << 24;

    /// <summary>Every NaN result is the default NaN.</summary>
    public const uint DN = 1u << 25;

    /// <summary>Conversions take and make the alternative half-precision format.</summary>
    public const uint AHP = 1u << 26;
}
