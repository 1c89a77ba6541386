namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Architectural Feature Trap Register (EL2, without E2H). What EL2 traps of lower levels and itself.</summary>
/// <remarks>Arm ARM (DDI 0487), section "CPTR_EL2, Architectural Feature Trap Register (EL2, without E2H)".</remarks>
public static class CPTR_EL2
{
    /// <summary>SVE is trapped.</summary>
    public const ulong TZ = 1UL << 8;

    /// <summary>Floating point and SIMD are trapped.</summary>
    public const ulong TFP = 1UL << 10;

    /// <summary>Trace registers are trapped.</summary>
    public const ulong TTA = 1UL << 20;

    /// <summary>CPACR_EL1 is trapped.</summary>
    public const ulong TCPAC = 1UL << 31;

    /// <summary>Activity monitors are trapped.</summary>
    public const ulong TAM = 1UL << 30;
}
