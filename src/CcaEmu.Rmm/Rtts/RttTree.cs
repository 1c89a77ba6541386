using CcaEmu.Arm.Formats;
using CcaEmu.Cpu;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;

namespace CcaEmu.Rmm.Rtts;

/// <summary>A Realm's translation tables in Realm memory, as the RMM walks and changes them.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), sections "Realm Translation Table" and "RTT walk".</remarks>
internal readonly struct RttTree
{
    private readonly ProcessingElement _pe;
    private readonly RealmMemory _memory;

    /// <summary>The tables of a Realm.</summary>
    /// <param name="pe">The PE that works; it is charged.</param>
    /// <param name="rd">The Realm.</param>
    public RttTree(ProcessingElement pe, Rd rd)
    {
        _pe = pe;
        rd.ReadTables(out RttGeometry geometry, out ushort mecid);
        _memory = new RealmMemory(pe.Physical, mecid);
        Base = rd.RttBase;
        StartLevel = rd.RttLevelStart;
        StartTables = rd.RttNumStart;
        IpaWidth = rd.IpaWidth;
        Geometry = geometry;
    }

    /// <summary>First starting table.</summary>
    public ulong Base { get; }

    /// <summary>Level of the starting tables.</summary>
    public int StartLevel { get; }

    /// <summary>Number of starting tables.</summary>
    public int StartTables { get; }

    /// <summary>Width of an IPA in bits.</summary>
    public int IpaWidth { get; }

    /// <summary>Sizes of the tables.</summary>
    public RttGeometry Geometry { get; }

    /// <summary>Walks towards a level; stops there or at the first entry that is not TABLE.</summary>
    /// <param name="ipa">An IPA inside the IPA space.</param>
    /// <param name="level">Wanted level, not above the starting level.</param>
    public RttWalk Walk(ulong ipa, int level)
    {
        int current = StartLevel;
        ulong mask = (ulong)Geometry.Entries - 1;
        ulong address = Base + (ipa >> Geometry.Granule.EntryShift(current)) * 8;
        while (true)
        {
            var entry = new RttEntry(_memory.Read64(address));
            _pe.Charge(RmmCosts.WalkStep);
            if (current == level || !entry.IsTable(current))
                return new RttWalk(Geometry, current, address, entry);
            current++;
            address = entry.Address(Geometry) + ((ipa >> Geometry.Granule.EntryShift(current)) & mask) * 8;
        }
    }

    /// <summary>Reads the table granule that holds an entry.</summary>
    public void ReadTable(ulong table, Span<ulong> entries) => _memory.Read(table, entries[..Geometry.Entries]);

    /// <summary>Fills a table granule.</summary>
    public void WriteTable(ulong table, ReadOnlySpan<ulong> entries)
    {
        _memory.Write(table, entries[..Geometry.Entries]);
        _pe.Charge(RmmCosts.FillTable * ((ulong)Geometry.Entries >> 9));
    }

    /// <summary>Writes one entry.</summary>
    public void Write(ulong entryAddress, RttEntry entry)
    {
        _memory.Write64(entryAddress, entry.Value);
        _pe.Charge(RmmCosts.WriteEntry);
    }

    /// <summary>Reads one entry.</summary>
    public RttEntry Read(ulong entryAddress) => new(_memory.Read64(entryAddress));

    /// <summary>IPA of the first live entry at or after an IPA in the same table granule, or the end of the table.</summary>
    /// <param name="walk">A walk of <paramref name="ipa"/>.</param>
    /// <param name="ipa">The IPA.</param>
    public ulong SkipNonLive(RttWalk walk, ulong ipa)
    {
        Span<ulong> entries = stackalloc ulong[Geometry.Entries];
        ReadTable(walk.Table, entries);
        ulong size = Geometry.EntrySize(walk.Level);
        for (int i = walk.Index; i < Geometry.Entries; i++)
        {
            if (new RttEntry(entries[i]).IsLive)
                return i == walk.Index ? ipa : (ipa & ~(size - 1)) + (ulong)(i - walk.Index) * size;
        }
        return (ipa & ~(size - 1)) + (ulong)(Geometry.Entries - walk.Index) * size;
    }

    /// <summary>Whether a table granule holds DATA or TABLE.</summary>
    public bool IsLive(ulong table, int level)
    {
        Span<ulong> entries = stackalloc ulong[Geometry.Entries];
        ReadTable(table, entries);
        foreach (ulong entry in entries)
        {
            if (new RttEntry(entry).MakesTableLive(level))
                return true;
        }
        return false;
    }
}
