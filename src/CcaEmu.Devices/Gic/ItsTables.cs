using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Devices.Gic;

/// <summary>The mappings of an ITS, which all are in memory: devices, their translation tables (ITT), collections.</summary>
/// <remarks>
/// Arm GIC architecture (IHI 0069), "ITS tables". The format of entries is the implementation's own, eight bytes each, bit 63 valid. Device:
/// address of the ITT in bits 51:8, bits of EventID less one in 4:0. Event: collection in 47:32, LPI in 31:0. Collection: PE number in 15:0.
/// </remarks>
internal sealed class ItsTables(GicV3 gic)
{
    public const ulong EntryBytes = 8;

    public const ulong Valid = 1UL << 63;

    private const ulong IttAddress = 0x000F_FFFF_FFFF_FF00;
    private const ulong SizeField = 0x1F;

    /// <summary>GITS_BASER0.</summary>
    public ItsTableBase Devices { get; } = new(gic, type: 1);

    /// <summary>GITS_BASER1.</summary>
    public ItsTableBase Collections { get; } = new(gic, type: 4);

    public void Reset()
    {
        Devices.Reset();
        Collections.Reset();
    }

    public bool MapDevice(uint device, ulong itt, int sizeLessOne, bool valid) =>
        Devices.TryLocate(device, out PhysicalAddress entry) && Write(entry, valid ? Valid | (itt & IttAddress) | (uint)sizeLessOne : 0);

    public bool MapCollection(uint collection, int pe, bool valid) =>
        Collections.TryLocate(collection, out PhysicalAddress entry) && Write(entry, valid ? Valid | (uint)pe : 0);

    public bool MapEvent(PhysicalAddress entry, uint lpi, uint collection) => Write(entry, Valid | (ulong)collection << 32 | lpi);

    public bool Discard(PhysicalAddress entry) => Write(entry, 0);

    /// <summary>Where the entry of an event is.</summary>
    /// <returns>Whether the device is mapped and has room for the event.</returns>
    public ItsLookup FindEvent(uint device, uint eventId, out PhysicalAddress entry)
    {
        entry = default;
        if (!Devices.TryLocate(device, out PhysicalAddress at))
            return ItsLookup.OutOfRange;
        if (!gic.Memory.Read(at, 8, out ulong mapped).Ok || (mapped & Valid) == 0)
            return ItsLookup.Unmapped;
        entry = new PhysicalAddress((mapped & IttAddress) + eventId * EntryBytes, Pas.NonSecure);
        return eventId >> ((int)(mapped & SizeField) + 1) == 0 ? ItsLookup.Found : ItsLookup.OutOfRange;
    }

    /// <summary>The LPI and collection of an event.</summary>
    public ItsLookup Translate(uint device, uint eventId, out uint lpi, out uint collection)
    {
        lpi = collection = 0;
        ItsLookup found = FindEvent(device, eventId, out PhysicalAddress at);
        if (found != ItsLookup.Found)
            return found;
        if (!gic.Memory.Read(at, 8, out ulong entry).Ok || (entry & Valid) == 0)
            return ItsLookup.Unmapped;
        lpi = (uint)entry;
        collection = (uint)(entry >> 32) & 0xFFFF;
        return ItsLookup.Found;
    }

    /// <summary>The PE of a collection.</summary>
    public ItsLookup FindTarget(uint collection, out int pe)
    {
        pe = 0;
        if (!Collections.TryLocate(collection, out PhysicalAddress at))
            return ItsLookup.OutOfRange;
        if (!gic.Memory.Read(at, 8, out ulong entry).Ok || (entry & Valid) == 0)
            return ItsLookup.Unmapped;
        pe = (int)(entry & 0xFFFF);
        // The table is in memory that software can write: what it says is looked at again.
        return pe < gic.Redistributors.Length ? ItsLookup.Found : ItsLookup.OutOfRange;
    }

    private bool Write(PhysicalAddress entry, ulong value) => gic.Memory.Write(entry, 8, value).Ok;
}
