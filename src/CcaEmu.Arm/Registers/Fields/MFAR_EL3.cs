namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Physical Fault Address Register. Which physical address the granule protection check refused.</summary>
/// <remarks>Arm ARM (DDI 0487), section "MFAR_EL3, Physical Fault Address Register".</remarks>
public static class MFAR_EL3
{
    /// <summary>Bits 51:12 of the physical address.</summary>
    public static BitField FPA => new(12, 40);

    /// <summary>With NS, the PAS of the access.</summary>
    public const ulong NSE = 1UL << 62;

    /// <summary>With NSE, the PAS of the access.</summary>
    public const ulong NS = 1UL << 63;
}
