namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Interrupt Controller List Register. One virtual interrupt, in ICH_LR0_EL2 to ICH_LR15_EL2.</summary>
/// <remarks>Arm GIC architecture (IHI 0069), section of ICH_LR&lt;n&gt;_EL2.</remarks>
public static class ICH_LR_EL2
{
    /// <summary>Virtual interrupt number.</summary>
    public static BitField VINTID => new(0, 32);

    /// <summary>HW = 1: physical interrupt number.</summary>
    public static BitField PINTID => new(32, 13);

    /// <summary>HW = 0: maintenance interrupt on deactivation.</summary>
    public const ulong EOI = 1UL << 41;

    /// <summary>Priority; 0 is the highest.</summary>
    public static BitField Priority => new(48, 8);

    /// <summary>Non-maskable (FEAT_GICv3_NMI).</summary>
    public const ulong NMI = 1UL << 59;

    /// <summary>Group 1.</summary>
    public const ulong Group = 1UL << 60;

    /// <summary>Bound to a physical interrupt.</summary>
    public const ulong HW = 1UL << 61;

    /// <summary>0 invalid, 1 pending, 2 active, 3 pending and active.</summary>
    public static BitField State => new(62, 2);
}
