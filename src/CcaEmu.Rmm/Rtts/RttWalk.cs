namespace CcaEmu.Rmm.Rtts;

/// <summary>Where a walk of a Realm's tables ended.</summary>
/// <param name="Geometry">Sizes of the tables.</param>
/// <param name="Level">Level of the entry.</param>
/// <param name="EntryAddress">Its address in Realm memory.</param>
/// <param name="Entry">Its value.</param>
internal readonly record struct RttWalk(RttGeometry Geometry, int Level, ulong EntryAddress, RttEntry Entry)
{
    /// <summary>The granule of the table that holds the entry.</summary>
    public ulong Table => EntryAddress & ~(Geometry.GranuleBytes - 1);

    /// <summary>Index of the entry in that granule.</summary>
    public int Index => (int)(EntryAddress & (Geometry.GranuleBytes - 1)) >> 3;

    /// <summary>Whether it is TABLE.</summary>
    public bool IsTable => Entry.IsTable(Level);

    /// <summary>Output address, or address of the next table.</summary>
    public ulong Address => Entry.Address(Geometry);

    /// <summary>RIPAS of the entry.</summary>
    public Arm.Rmi.Ripas Ripas => Entry.Ripas;
}
