namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Interrupt Controller Maintenance Interrupt State Register. Why the maintenance interrupt is asserted.</summary>
/// <remarks>Arm GIC architecture (IHI 0069), section "ICH_MISR_EL2, Interrupt Controller Maintenance Interrupt State Register".</remarks>
public static class ICH_MISR_EL2
{
    /// <summary>An interrupt has ended whose list register asked for it.</summary>
    public const ulong EOI = 1UL << 0;

    /// <summary>Fewer than two list registers are valid.</summary>
    public const ulong U = 1UL << 1;

    /// <summary>An end of interrupt found no list register.</summary>
    public const ulong LRENP = 1UL << 2;

    /// <summary>No list register is pending.</summary>
    public const ulong NP = 1UL << 3;

    /// <summary>Virtual group 0 is enabled.</summary>
    public const ulong VGrp0E = 1UL << 4;

    /// <summary>Virtual group 0 is disabled.</summary>
    public const ulong VGrp0D = 1UL << 5;

    /// <summary>Virtual group 1 is enabled.</summary>
    public const ulong VGrp1E = 1UL << 6;

    /// <summary>Virtual group 1 is disabled.</summary>
    public const ulong VGrp1D = 1UL << 7;
}
