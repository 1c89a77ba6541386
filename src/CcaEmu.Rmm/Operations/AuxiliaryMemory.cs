using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;

namespace CcaEmu.Rmm.Operations;

/// <summary>The memory donated for a Realm or a REC, as a list in its RD or REC granule: a count, then address range descriptors.</summary>
/// <remarks>The granules it names are INTERNAL. They go back when the object does, or with the Realm.</remarks>
/// <param name="granule">The RMI granule.</param>
/// <param name="memory">Realm memory.</param>
/// <param name="list">Address of the list.</param>
internal readonly struct AuxiliaryMemory(TranslationGranule granule, RealmMemory memory, ulong list)
{
    /// <summary>Offset of the list in RD and REC granules.</summary>
    public const ulong Offset = 0xA00;

    /// <summary>Descriptors that the list holds.</summary>
    public const int Capacity = (0x1000 - (int)Offset) / 8 - 1;

    /// <summary>Descriptors that there is room for.</summary>
    public int Room => Capacity - Count;

    /// <summary>Adds ranges as far as there is room; those that fit are taken from the front of the list.</summary>
    public void Take(List<AddressRangeDescriptor> ranges)
    {
        int count = Count;
        int taken = Math.Min(Capacity - count, ranges.Count);
        for (int i = 0; i < taken; i++)
            memory.Write64(EntryAddress(count + i), ranges[i].Encode(granule));
        ranges.RemoveRange(0, taken);
        memory.Write64(list, (ulong)(count + taken));
    }

    /// <summary>Adds all ranges to another object's; there is room.</summary>
    public void GiveTo(AuxiliaryMemory other)
    {
        if (Count != 0)
            other.Take(ToList());
    }

    /// <summary>Forgets all ranges: they are somebody else's now.</summary>
    public void Clear() => memory.Write64(list, 0);

    /// <summary>All ranges.</summary>
    public List<AddressRangeDescriptor> ToList()
    {
        var ranges = new List<AddressRangeDescriptor>();
        for (int i = 0; i < Count; i++)
        {
            AddressRangeDescriptor.TryDecode(memory.Read64(EntryAddress(i)), granule, out AddressRangeDescriptor range);
            ranges.Add(range);
        }
        return ranges;
    }

    private int Count => (int)memory.Read64(list);

    private ulong EntryAddress(int index) => list + 8 + (ulong)index * 8;
}
