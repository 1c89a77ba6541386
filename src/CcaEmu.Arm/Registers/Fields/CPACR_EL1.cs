namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Architectural Feature Access Control Register. What EL1 and EL0 may use.</summary>
/// <remarks>Arm ARM (DDI 0487), section "CPACR_EL1, Architectural Feature Access Control Register".</remarks>
public static class CPACR_EL1
{
    /// <summary>Floating point and SIMD: 3 allowed, 1 trapped at EL0, 0 and 2 trapped at EL1 and EL0.</summary>
    public static BitField FPEN => new(20, 2);
}
