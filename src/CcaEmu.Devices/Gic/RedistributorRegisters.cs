namespace CcaEmu.Devices.Gic;

/// <summary>Offsets and bits of a redistributor's RD_base frame; its SGI_base frame has <see cref="BlockRegisters"/>.</summary>
/// <remarks>Arm GIC architecture (IHI 0069), "The GIC Redistributor register map".</remarks>
internal static class RedistributorRegisters
{
    public const ulong GICR_CTLR = 0x0000;
    public const ulong GICR_IIDR = 0x0004;
    public const ulong GICR_TYPER = 0x0008;
    public const ulong GICR_WAKER = 0x0014;
    public const ulong GICR_PROPBASER = 0x0070;
    public const ulong GICR_PENDBASER = 0x0078;
    public const ulong GICR_INVLPIR = 0x00A0;
    public const ulong GICR_INVALLR = 0x00B0;

    public const uint CTLR_EnableLPIs = 1 << 0;

    /// <summary>EnableLPIs can be cleared again.</summary>
    public const uint CTLR_CES = 1 << 1;

    /// <summary>GICR_INVLPIR and GICR_INVALLR exist.</summary>
    public const uint CTLR_IR = 1 << 2;

    public const ulong TYPER_PLPIS = 1 << 0;
    public const ulong TYPER_Last = 1 << 4;

    public const uint WAKER_ProcessorSleep = 1 << 1;
    public const uint WAKER_ChildrenAsleep = 1 << 2;

    /// <summary>IDbits, cacheability, shareability and address.</summary>
    public const ulong PROPBASER_Writable = 0x070F_FFFF_FFFF_FF9F;
    public const ulong PROPBASER_Address = 0x000F_FFFF_FFFF_F000;
    public const ulong PROPBASER_IDbits = 0x1F;

    /// <summary>Cacheability, shareability and address; PTZ is write-only.</summary>
    public const ulong PENDBASER_Writable = 0x070F_FFFF_FFFF_0F80;
    public const ulong PENDBASER_Address = 0x000F_FFFF_FFFF_0000;
    public const ulong PENDBASER_PTZ = 1UL << 62;

    public const byte PIDR0 = 0x93;
}
