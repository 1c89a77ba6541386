using CcaEmu.Arm;
using CcaEmu.Memory;
using static CcaEmu.Devices.Gic.ItsRegisters;

namespace CcaEmu.Devices.Gic;

/// <summary>A table that software gave to the ITS by GITS_BASER&lt;n&gt;: where the entry of a number is.</summary>
/// <remarks>Arm GIC architecture (IHI 0069), "GITS_BASER&lt;n&gt;", "Flat and two-level tables". Entries have 8 bytes.</remarks>
internal sealed class ItsTableBase(GicV3 gic, int type)
{
    private const ulong PageSize64K = 2;

    private readonly ulong _fixed = (ulong)type << 56 | (ItsTables.EntryBytes - 1) << 48;

    /// <summary>GITS_BASER&lt;n&gt;.</summary>
    public ulong Value { get; private set; }

    public void Reset() => Value = _fixed | PageSize64K << 8;

    public void Write(ulong value) => Value = (value & BASER_Writable) | _fixed;

    /// <summary>The address of an entry.</summary>
    /// <returns>False where the table has no room for the number, or is not valid, or cannot be read.</returns>
    public bool TryLocate(uint id, out PhysicalAddress entry)
    {
        entry = default;
        if ((Value & BASER_Valid) == 0)
            return false;
        ulong pageBytes = PageBytes, bytes = ((Value & BASER_Size) + 1) * pageBytes;
        ulong offset = id * ItsTables.EntryBytes;
        if ((Value & BASER_Indirect) == 0)
        {
            entry = new PhysicalAddress(Base + offset, Pas.NonSecure);
            return offset < bytes;
        }
        ulong first = offset / pageBytes * ItsTables.EntryBytes;
        if (first >= bytes || !gic.Memory.Read(new PhysicalAddress(Base + first, Pas.NonSecure), 8, out ulong page).Ok || (page & BASER_Valid) == 0)
            return false;
        entry = new PhysicalAddress((page & 0x000F_FFFF_FFFF_F000 & ~(pageBytes - 1)) + offset % pageBytes, Pas.NonSecure);
        return true;
    }

    private ulong PageBytes => (Value >> 8 & 3) switch { 0 => 0x1000, 1 => 0x4000, _ => 0x1_0000 };

    // With pages of 64 KiB the low bits of the address are its high ones.
    private ulong Base => PageBytes == 0x1_0000 ? (Value & 0xFFFF_FFFF_0000) | (Value & 0xF000) << 36 : Value & 0xFFFF_FFFF_F000 & ~(PageBytes - 1);
}
