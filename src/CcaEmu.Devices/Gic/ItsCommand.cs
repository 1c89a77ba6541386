namespace CcaEmu.Devices.Gic;

/// <summary>A command of the ITS's queue: four doublewords, by the fields that the commands share.</summary>
/// <remarks>Arm GIC architecture (IHI 0069), "ITS commands".</remarks>
internal readonly record struct ItsCommand(ulong Word0, ulong Word1, ulong Word2, ulong Word3)
{
    public const ulong Bytes = 32;

    public byte Number => (byte)Word0;

    public uint Device => (uint)(Word0 >> 32);

    public uint Event => (uint)Word1;

    public uint Lpi => (uint)(Word1 >> 32);

    /// <summary>MAPD: bits of EventID less one.</summary>
    public int Size => (int)(Word1 & 0x1F);

    /// <summary>MAPD: address of the ITT.</summary>
    public ulong Itt => Word2 & 0x000F_FFFF_FFFF_FF00;

    public bool IsValid => (Word2 & ItsTables.Valid) != 0;

    public uint Collection => (uint)Word2 & 0xFFFF;

    /// <summary>Redistributor by number.</summary>
    public ulong Target => Word2 >> 16 & 0x7_FFFF_FFFF;

    /// <summary>MOVALL: the other redistributor.</summary>
    public ulong Target2 => Word3 >> 16 & 0x7_FFFF_FFFF;
}
