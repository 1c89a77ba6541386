using CcaEmu.Arm.Rmi;

namespace CcaEmu.Campaign.RmiFuzz.Model;

/// <summary>Where a walk of a Realm's tables ends.</summary>
internal readonly record struct ModelWalk(ModelTable Table, int Index)
{
    public int Level => Table.Level;

    public ref ModelEntry Entry => ref Table.Entries[Index];
}

/// <summary>A Realm's attributes and tables.</summary>
internal sealed class ModelRealm(ulong rd, ModelGeometry geometry)
{
    public ulong Rd => rd;

    public RealmState State { get; set; }

    public int IpaWidth { get; init; }

    public int StartLevel { get; init; }

    public ulong RttBase { get; init; }

    public bool Lpa2 { get; init; }

    /// <summary>Whether its memory has an encryption context that no other Realm has.</summary>
    public bool HasOwnContext { get; init; }

    public ulong RecIndex { get; set; }

    public HashSet<ulong> Recs { get; init; } = [];

    public ModelTable[] Start { get; init; } = [];

    /// <summary>Granules that hosts have donated for it.</summary>
    public HashSet<ulong> Held { get; init; } = [];

    public IEnumerable<ModelTable> Tables => Start.SelectMany(table => table.All());

    public bool IsLive => Recs.Count > 0 || Array.Exists(Start, table => table.IsLive);

    public bool Contains(ulong ipa) => ipa >> IpaWidth == 0;

    public bool IsProtected(ulong ipa) => ipa >> (IpaWidth - 1) == 0;

    public bool IsProtected(ulong start, ulong top) => top > start && IsProtected(start) && IsProtected(top - 1);

    public ModelWalk Walk(ulong ipa, int level)
    {
        ulong index = ipa >> geometry.Shift(StartLevel);
        ModelTable table = Start[index / (ulong)geometry.Entries];
        while (true)
        {
            int at = (int)(ipa >> geometry.Shift(table.Level)) & (geometry.Entries - 1);
            if (table.Level == level || table.Entries[at].Child is not { } child)
                return new ModelWalk(table, at);
            table = child;
        }
    }

    public ModelRealm Clone() => new(rd, geometry)
    {
        State = State,
        IpaWidth = IpaWidth,
        StartLevel = StartLevel,
        RttBase = RttBase,
        Lpa2 = Lpa2,
        HasOwnContext = HasOwnContext,
        RecIndex = RecIndex,
        Recs = [.. Recs],
        Held = [.. Held],
        Start = [.. Start.Select(table => table.Clone())],
    };
}
