namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Architectural Feature Trap Register (EL3). What EL3 traps at every level.</summary>
/// <remarks>Arm ARM (DDI 0487), section "CPTR_EL3, Architectural Feature Trap Register (EL3)".</remarks>
public static class CPTR_EL3
{
    /// <summary>SVE is not trapped.</summary>
    public const ulong EZ = 1UL << 8;

    /// <summary>Floating point and SIMD are trapped.</summary>
    public const ulong TFP = 1UL << 10;

    /// <summary>SME is not trapped.</summary>
    public const ulong ESM = 1UL << 12;

    /// <summary>Trace registers are trapped.</summary>
    public const ulong TTA = 1UL << 20;

    /// <summary>CPTR_EL2 and CPACR_EL1 are trapped.</summary>
    public const ulong TCPAC = 1UL << 31;

    /// <summary>Activity monitors are trapped.</summary>
    public const ulong TAM = 1UL << 30;
}
