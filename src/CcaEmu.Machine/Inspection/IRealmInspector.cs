namespace CcaEmu.Machine.Inspection;

/// <summary>What a managed RMM shows of its own objects to reports and debuggers. Looking changes nothing and costs the machine nothing.</summary>
/// <remarks>A native RMM has none: then reports say what the architected tables alone can tell.</remarks>
public interface IRealmInspector
{
    /// <summary>The Realms that exist, by address of their RD.</summary>
    IReadOnlyList<RealmView> Realms { get; }

    /// <summary>The RECs that exist, by address.</summary>
    IReadOnlyList<RecView> Recs { get; }

    /// <summary>The granules that are not UNDELEGATED, by address.</summary>
    IEnumerable<GranuleView> Granules { get; }

    /// <summary>One granule.</summary>
    /// <param name="address">Any physical byte address in it.</param>
    /// <returns>UNDELEGATED for addresses that the RMM does not track.</returns>
    GranuleView GranuleAt(ulong address);

    /// <summary>The memory encryption context in which the owner of a granule reads and writes it.</summary>
    /// <param name="address">Any physical byte address in it.</param>
    /// <returns>The Realm's MECID for its memory and its tables; 0, which is the RMM's, for all else, and without FEAT_MEC.</returns>
    ushort MecidOf(ulong address);

    /// <summary>The RTT entries that a walk for an IPA meets, from the starting level to where it ends.</summary>
    /// <param name="rd">Address of the RD.</param>
    /// <param name="ipa">The IPA.</param>
    /// <returns>None where there is no such Realm, or the IPA is beyond its IPA space.</returns>
    IReadOnlyList<RttEntryView> Walk(ulong rd, ulong ipa);

    /// <summary>Every RTT entry of a Realm that is not VOID with RIPAS EMPTY, in the order of a walk.</summary>
    /// <param name="rd">Address of the RD.</param>
    /// <returns>None where there is no such Realm.</returns>
    IEnumerable<RttEntryView> Entries(ulong rd);
}
