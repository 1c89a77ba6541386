namespace CcaEmu.Devices.Gic;

/// <summary>Offsets, bits and command numbers of the ITS.</summary>
/// <remarks>Arm GIC architecture (IHI 0069), "The ITS register map", "ITS commands".</remarks>
internal static class ItsRegisters
{
    public const ulong GITS_CTLR = 0x0000;
    public const ulong GITS_IIDR = 0x0004;
    public const ulong GITS_TYPER = 0x0008;
    public const ulong GITS_CBASER = 0x0080;
    public const ulong GITS_CWRITER = 0x0088;
    public const ulong GITS_CREADR = 0x0090;
    public const ulong GITS_BASER0 = 0x0100;
    public const ulong GITS_BASER1 = 0x0108;
    public const ulong GITS_TRANSLATER = 0x1_0040;

    public const uint CTLR_Enabled = 1;
    public const uint CTLR_Quiescent = 1u << 31;

    public const int EventIdBits = 16;
    public const int DeviceIdBits = 16;

    // Physical LPIs, ITT entries of 8 bytes, numbers of 16 bits; PTA = 0: redistributors by number.
    public const ulong TYPER = 1 | (ItsTables.EntryBytes - 1) << 4 | (EventIdBits - 1) << 8 | (DeviceIdBits - 1) << 13;

    public const ulong CBASER_Writable = 0xF8EF_FFFF_FFFF_FCFF;
    public const ulong CBASER_Address = 0x000F_FFFF_FFFF_F000;
    public const ulong CBASER_Size = 0xFF;
    public const ulong QueueOffset = 0xF_FFE0;
    public const ulong CWRITER_Retry = 1;
    public const ulong CREADR_Stalled = 1;

    public const ulong BASER_Valid = 1UL << 63;
    public const ulong BASER_Indirect = 1UL << 62;

    /// <summary>All but type and entry size.</summary>
    public const ulong BASER_Writable = 0xF8E0_FFFF_FFFF_FFFF;
    public const ulong BASER_Size = 0xFF;

    public const ulong MaximumIndirectEntries = 1 << 16;

    public const byte PIDR0 = 0x94;

    public const byte MOVI = 0x01, INT = 0x03, CLEAR = 0x04, SYNC = 0x05, MAPD = 0x08, MAPC = 0x09, MAPTI = 0x0A, MAPI = 0x0B, INV = 0x0C, INVALL = 0x0D,
        MOVALL = 0x0E, DISCARD = 0x0F;
}
