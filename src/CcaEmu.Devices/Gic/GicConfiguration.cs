namespace CcaEmu.Devices.Gic;

/// <summary>What this GIC implements, in numbers. Arm's Base RevC FVP has the same.</summary>
/// <remarks>Arm GIC architecture (IHI 0069), "GICD_TYPER", "ICC_CTLR_EL1", "ICH_VTR_EL2".</remarks>
internal static class GicConfiguration
{
    /// <summary>Blocks of 32 interrupts: one of SGIs and PPIs, seven of SPIs.</summary>
    public const int Blocks = 8;

    /// <summary>One more than the highest SPI.</summary>
    public const uint SpiEnd = Blocks * 32;

    /// <summary>Bits of a priority that exist; so many also decide preemption.</summary>
    public const int PriorityBits = 5;

    /// <summary>The bits of a priority that exist.</summary>
    public const byte PriorityMask = 0xF8;

    /// <summary>Lowest binary point of Group 0, Secure Group 1 and virtual Group 0.</summary>
    public const int LowestBinaryPoint = 7 - PriorityBits;

    /// <summary>Bits of an interrupt number.</summary>
    public const int IdBits = 16;

    /// <summary>One more than the highest LPI.</summary>
    public const uint LpiEnd = 1u << IdBits;

    /// <summary>List registers of the virtual interface.</summary>
    public const int ListRegisters = 16;

    /// <summary>The PPI of the virtual interface's maintenance interrupt.</summary>
    public const uint MaintenanceInterrupt = 25;

    /// <summary>GICD_IIDR, GICR_IIDR, GITS_IIDR: Arm, no product.</summary>
    public const uint ImplementerIdentification = 0x43B;
}
