namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Hypervisor IPA Fault Address Register. Which IPA stage 2 refused.</summary>
/// <remarks>Arm ARM (DDI 0487), section "HPFAR_EL2, Hypervisor IPA Fault Address Register".</remarks>
public static class HPFAR_EL2
{
    /// <summary>Bits 55:12 of the IPA; with at most 52-bit addresses the upper four are zero.</summary>
    public static BitField FIPA => new(4, 44);

    /// <summary>The IPA is in the Non-secure space (Secure regimes only).</summary>
    public const ulong NS = 1UL << 63;
}
