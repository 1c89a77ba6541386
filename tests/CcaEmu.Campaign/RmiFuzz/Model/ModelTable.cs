namespace CcaEmu.Campaign.RmiFuzz.Model;

/// <summary>A translation table of a Realm.</summary>
/// <param name="level">Its level.</param>
/// <param name="address">Its granule.</param>
/// <param name="ipa">The first IPA it is about.</param>
/// <param name="entries">How many entries.</param>
internal sealed class ModelTable(int level, ulong address, ulong ipa, int entries)
{
    public int Level => level;

    public ulong Address => address;

    public ulong Ipa => ipa;

    public ModelEntry[] Entries { get; } = new ModelEntry[entries];

    public bool IsLive => Array.Exists(Entries, entry => entry.MakesLive);

    /// <summary>This table and all below it.</summary>
    public IEnumerable<ModelTable> All() =>
        Entries.Where(entry => entry.Child is not null).SelectMany(entry => entry.Child!.All()).Prepend(this);

    public ModelTable Clone()
    {
        var copy = new ModelTable(level, address, ipa, Entries.Length);
        for (int i = 0; i < Entries.Length; i++)
            copy.Entries[i] = Entries[i].Child is { } child ? Entries[i] with { Child = child.Clone() } : Entries[i];
        return copy;
    }
}
