namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Interrupt Controller Hyp Control Register. The virtual CPU interface and its maintenance interrupts.</summary>
/// <remarks>Arm GIC architecture (IHI 0069), section "ICH_HCR_EL2, Interrupt Controller Hyp Control Register".</remarks>
public static class ICH_HCR_EL2
{
    /// <summary>The virtual CPU interface is enabled.</summary>
    public const ulong En = 1UL << 0;

    /// <summary>Maintenance when fewer than two list registers are valid.</summary>
    public const ulong UIE = 1UL << 1;

    /// <summary>Maintenance when an end of interrupt found no list register.</summary>
    public const ulong LRENPIE = 1UL << 2;

    /// <summary>Maintenance when no list register is pending.</summary>
    public const ulong NPIE = 1UL << 3;

    /// <summary>Maintenance when virtual group 0 is enabled.</summary>
    public const ulong VGrp0EIE = 1UL << 4;

    /// <summary>Maintenance when virtual group 0 is disabled.</summary>
    public const ulong VGrp0DIE = 1UL << 5;

    /// <summary>Maintenance when virtual group 1 is enabled.</summary>
    public const ulong VGrp1EIE = 1UL << 6;

    /// <summary>Maintenance when virtual group 1 is disabled.</summary>
    public const ulong VGrp1DIE = 1UL << 7;

    /// <summary>Registers common to both groups are trapped.</summary>
    public const ulong TC = 1UL << 10;

    /// <summary>Group 0 registers are trapped.</summary>
    public const ulong TALL0 = 1UL << 11;

    /// <summary>Group 1 registers are trapped.</summary>
    public const ulong TALL1 = 1UL << 12;

    /// <summary>Locally generated system errors are trapped.</summary>
    public const ulong TSEI = 1UL << 13;

    /// <summary>ICC_DIR_EL1 is trapped.</summary>
    public const ulong TDIR = 1UL << 14;

    /// <summary>Ends of interrupt that found no list register.</summary>
    public static BitField EOIcount => new(27, 5);
}
