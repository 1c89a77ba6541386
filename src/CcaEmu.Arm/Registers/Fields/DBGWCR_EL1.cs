namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Debug Watchpoint Control Registers. Which accesses match, and in which states.</summary>
/// <remarks>Arm ARM (DDI 0487), section "DBGWCR&lt;n&gt;_EL1, Debug Watchpoint Control Registers".</remarks>
public static class DBGWCR_EL1
{
    /// <summary>The watchpoint is enabled.</summary>
    public const ulong E = 1UL << 0;

    /// <summary>Privilege of access control: bit 0 matches EL1, bit 1 EL0.</summary>
    public static BitField PAC => new(1, 2);

    /// <summary>Load and store control: bit 0 matches loads, bit 1 stores.</summary>
    public static BitField LSC => new(3, 2);

    /// <summary>Byte address select.</summary>
    public static BitField BAS => new(5, 8);

    /// <summary>Higher mode control.</summary>
    public static BitField HMC => new(13, 1);

    /// <summary>Security state control.</summary>
    public static BitField SSC => new(14, 2);

    /// <summary>Number of the linked context breakpoint.</summary>
    public static BitField LBN => new(16, 4);

    /// <summary>Linked to a context breakpoint.</summary>
    public const ulong WT = 1UL << 20;

    /// <summary>Number of low address bits that do not matter.</summary>
    public static BitField MASK => new(24, 5);

    /// <summary>Security state control extension (FEAT_RME).</summary>
    public static BitField SSCE => new(29, 1);
}
