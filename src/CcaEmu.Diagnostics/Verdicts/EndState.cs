using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;
using CcaEmu.Machine.Inspection;

namespace CcaEmu.Diagnostics.Verdicts;

/// <summary>The machine at the moment a run had come to its end, before the host took the Realm apart.</summary>
public sealed class EndState
{
    /// <summary>What each PE was doing.</summary>
    public required IReadOnlyList<PeState> Pes { get; init; }

    /// <summary>That moment in the order of things: what was done later is not what led here.</summary>
    public required ulong Order { get; init; }

    /// <summary>The last calls before that moment, oldest first.</summary>
    public required IReadOnlyList<RepeatedCall> Calls { get; init; }

    /// <summary>The Realms.</summary>
    public required IReadOnlyList<RealmView> Realms { get; init; }

    /// <summary>The RECs.</summary>
    public required IReadOnlyList<RecView> Recs { get; init; }

    /// <summary>RTT entries of the IPAs that anything in the history is about.</summary>
    public required IReadOnlyDictionary<ulong, RttEntryView> Entries { get; init; }

    /// <summary>Looks at a machine.</summary>
    /// <param name="machine">The machine, between two turns, or in a layer's call.</param>
    /// <param name="evidence">What was recorded: it says which addresses are of interest.</param>
    public static EndState Of(Machine.Machine machine, EvidenceRecorder evidence)
    {
        IRealmInspector? inspector = evidence.Scenes.Inspector;
        IReadOnlyList<RealmView> realms = inspector?.Realms ?? [];
        Dictionary<ulong, RttEntryView> entries = [];
        foreach (ulong ipa in evidence.AddressesOfInterest())
        {
            if (realms.Count > 0 && inspector!.Walk(realms[^1].Rd, ipa) is [.., var leaf])
                entries[ipa & ~0xFFFUL] = leaf;
        }
        return new EndState
        {
            Pes = [.. machine.Pes.Select(pe => PeState.Of(pe, machine.IsOn(pe)))],
            Order = machine.Bus.EventCount,
            Calls = [.. evidence.Events.Repeated],
            Realms = realms,
            Recs = inspector?.Recs ?? [],
            Entries = entries,
        };
    }

    /// <summary>RTT entry of an IPA, or null where it was not looked at.</summary>
    /// <param name="ipa">The IPA.</param>
    public RttEntryView? Entry(ulong ipa) => Entries.GetValueOrDefault(ipa & ~0xFFFUL);
}
