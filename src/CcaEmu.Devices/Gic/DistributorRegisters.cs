namespace CcaEmu.Devices.Gic;

/// <summary>Offsets and bits of the distributor's own registers; those of the interrupts are in <see cref="BlockRegisters"/>.</summary>
/// <remarks>Arm GIC architecture (IHI 0069), "The GIC Distributor register map".</remarks>
internal static class DistributorRegisters
{
    public const ulong GICD_CTLR = 0x0000;
    public const ulong GICD_TYPER = 0x0004;
    public const ulong GICD_IIDR = 0x0008;
    public const ulong GICD_IROUTER = 0x6000;
    public const ulong GICD_IROUTEREnd = 0x8000;

    public const uint CTLR_EnableGrp0 = 1 << 0;
    public const uint CTLR_EnableGrp1NS = 1 << 1;
    public const uint CTLR_EnableGrp1S = 1 << 2;
    public const uint CTLR_ARE_S = 1 << 4;
    public const uint CTLR_ARE_NS = 1 << 5;
    public const uint CTLR_DS = 1 << 6;

    /// <summary>ARE where an access sees one enable of affinity routing alone: Non-secure, or a single security state.</summary>
    public const uint CTLR_ARE = 1 << 4;

    // ITLinesNumber, SecurityExtn, LPIS, IDbits, A3V, No1N.
    public const uint TYPER = GicConfiguration.Blocks - 1 | 1 << 10 | 1 << 17 | (GicConfiguration.IdBits - 1) << 19 | 1 << 24 | 1 << 25;
    public const uint TYPER_SecurityExtn = 1 << 10;
    public const uint TYPER_LPIS = 1 << 17;

    /// <summary>The affinity fields of GICD_IROUTER; IRM is RES0, as TYPER.No1N says.</summary>
    public const ulong IROUTER_Affinity = 0xFF_00FF_FFFF;

    public const byte PIDR0 = 0x92;
}
