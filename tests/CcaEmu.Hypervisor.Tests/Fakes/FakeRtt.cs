using CcaEmu.Arm.Rmi;

namespace CcaEmu.Hypervisor.Tests.Fakes;

/// <summary>A translation table of the fake RMM: C# objects instead of granules, so that it shares no code with the real one.</summary>
internal sealed class FakeRtt
{
    public FakeRtt(int level, ulong ipa, ulong pa, int entries)
    {
        (Level, Ipa, Pa) = (level, ipa, pa);
        Entries = [.. Enumerable.Range(0, entries).Select(_ => new Entry())];
    }

    public int Level { get; }
    public ulong Ipa { get; }
    public ulong Pa { get; }
    public Entry[] Entries { get; }

    public ulong EntryBytes => 1UL << (12 + 9 * (3 - Level));
    public ulong End => Ipa + EntryBytes * (ulong)Entries.Length;
    public bool IsLive => Entries.Any(entry => entry.Child is not null || (entry.State == RttEntryState.Data && !entry.IsShared));

    public static ulong BytesAt(int level) => 1UL << (12 + 9 * (3 - level));

    public Entry At(ulong ipa) => Entries[(ipa - Ipa) / EntryBytes];

    internal sealed class Entry
    {
        public RttEntryState State { get; set; }
        public Ripas Ripas { get; set; }
        public ulong Pa { get; set; }
        public bool IsShared { get; set; }
        public FakeRtt? Child { get; set; }
    }
}
