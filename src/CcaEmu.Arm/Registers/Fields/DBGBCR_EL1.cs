namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Debug Breakpoint Control Registers. What kind of breakpoint it is, and in which states it matches.</summary>
/// <remarks>Arm ARM (DDI 0487), section "DBGBCR&lt;n&gt;_EL1, Debug Breakpoint Control Registers".</remarks>
public static class DBGBCR_EL1
{
    /// <summary>The breakpoint is enabled.</summary>
    public const ulong E = 1UL << 0;

    /// <summary>Privilege mode control: bit 0 matches EL1, bit 1 EL0.</summary>
    public static BitField PMC => new(1, 2);

    /// <summary>Byte address select; RES1 without AArch32.</summary>
    public static BitField BAS => new(5, 4);

    /// <summary>Higher mode control.</summary>
    public static BitField HMC => new(13, 1);

    /// <summary>Security state control.</summary>
    public static BitField SSC => new(14, 2);

    /// <summary>Number of the linked context breakpoint.</summary>
    public static BitField LBN => new(16, 4);

    /// <summary>Breakpoint type.</summary>
    public static BitField BT => new(20, 4);

    /// <summary>Security state control extension (FEAT_RME).</summary>
    public static BitField SSCE => new(29, 1);
}
