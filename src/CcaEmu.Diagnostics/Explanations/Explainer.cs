using System.Globalization;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Evidence;
using CcaEmu.Machine.Inspection;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Explanations;

/// <summary>Explains addresses and codes on demand, of a machine that stands still: at the end of a run, or at a breakpoint.</summary>
/// <param name="machine">The machine.</param>
/// <param name="inspector">The RMM's; null where it shows nothing.</param>
/// <param name="changes">Says who changed what; null where nobody listened.</param>
public sealed class Explainer(Machine.Machine machine, IRealmInspector? inspector, ChangeLog? changes)
{
    private const int ReservedFrom = 56;

    /// <summary>What <see cref="Explain"/> can explain, each with one value.</summary>
    public static IReadOnlyList<string> Subjects { get; } = ["va", "ipa", "pa", "esr", "rmi-status"];

    /// <summary>Explains one value.</summary>
    /// <param name="subject">One of <see cref="Subjects"/>.</param>
    /// <param name="value">The address or code.</param>
    /// <param name="pe">Whose view of addresses counts, where it executes guest code; null for the last realm's first REC.</param>
    /// <returns>Lines of text; at least one.</returns>
    /// <exception cref="ArgumentException">Another subject.</exception>
    public IEnumerable<string> Explain(string subject, ulong value, ProcessingElement? pe = null) => subject switch
    {
        "va" => Va(value, pe),
        "ipa" => Ipa(value),
        "pa" => Pa(value),
        "esr" => Esr(value),
        "rmi-status" => RmiStatusStory.Of(value),
        _ => throw new ArgumentException($"nobody can explain '{subject}'", nameof(subject)),
    };

    /// <summary>A syndrome, field by field.</summary>
    /// <param name="value">ESR_ELx.</param>
    public static IEnumerable<string> Esr(ulong value)
    {
        var esr = new EsrValue(value);
        yield return Text($"ESR 0x{value:X}: {EsrFormatter.Format(esr)}");
        if (value == 0)
            yield return "  nothing has written it, more likely than not: an UNDEFINED instruction has IL = 1, which is 0x2000000";
        if (value >> ReservedFrom is not 0 and var reserved)
            yield return Text($"  bits 63:{ReservedFrom} = 0x{reserved:X}, which is no field of any class: is this an ESR_ELx?");
        foreach (EsrField field in EsrFields.Of(esr))
            yield return $"  {field}";
    }

    private IEnumerable<string> Va(ulong va, ProcessingElement? pe)
    {
        if (pe is { CurrentLevel: < ExceptionLevel.EL2 })
            return Walk(pe, va, null, Text($"VA 0x{va:X} as PE{pe.Index} sees it now, in {pe.SecurityState} {pe.CurrentLevel}"));
        if (inspector is null || inspector.Recs.Count == 0 || RealmOf(inspector.Recs[0]) is not { } realm)
            return ["there is no realm whose addresses could be explained"];
        RecView rec = inspector.Recs[0];
        using ProcessingElement view = RealmViewpoint.Of(machine, realm, rec);
        return [.. Walk(view, va, realm.Rd, Text($"VA 0x{va:X} as REC 0x{rec.Rec:X} of realm 0x{realm.Rd:X} sees it"))];
    }

    private IEnumerable<string> Ipa(ulong ipa)
    {
        if (inspector is null || inspector.Realms.Count == 0)
            return ["there is no realm whose addresses could be explained"];
        RealmView realm = inspector.Realms[^1];
        if (ipa >> realm.IpaWidth != 0)
            return [Text($"IPA 0x{ipa:X} is beyond the IPA space of realm 0x{realm.Rd:X}, which has {realm.IpaWidth} bits")];
        ulong half = 1UL << (realm.IpaWidth - 1);
        string kind = (ipa & half) == 0 ? "protected" : "unprotected";
        using ProcessingElement view = RealmViewpoint.Of(machine, realm, null);
        return [.. Walk(view, ipa, realm.Rd, Text($"IPA 0x{ipa:X} of realm 0x{realm.Rd:X}, in the {kind} half (the other half: 0x{ipa ^ half:X})"), isIpa: true), .. Access(realm, ipa)];
    }

    private IEnumerable<string> Pa(ulong pa)
    {
        GpcResult gpt = machine.Pes[0].Physical.Inspect(pa);
        string what = machine.Memory.IsRam(pa, 1) ? "RAM" : machine.Memory.Windows.Any(window => pa - window.Base < window.Size) ? "a device" : "nothing";
        yield return Text($"PA 0x{pa:X}: {what} stands there");
        yield return gpt.EntryAddress == 0 ? Text($"no entry of the GPT stands for it: it is beyond what GPCCR_EL3.PPS protects, and open to Non-secure accesses alone")
            : Text($"GPI {gpt.Gpi}, by the level {gpt.Level} GPT entry at 0x{gpt.EntryAddress:X} = 0x{gpt.Entry:X}");
        if (inspector is not null)
        {
            yield return Text($"granule 0x{pa & ~0xFFFUL:X} is {inspector.GranuleAt(pa).State.ToString().ToUpperInvariant()} to the RMM");
            foreach (RealmView realm in inspector.Realms)
            {
                foreach (RttEntryView entry in inspector.Entries(realm.Rd).Where(entry => entry.Output == (pa & ~0xFFFUL) && entry.Output != 0))
                    yield return $"realm 0x{realm.Rd:X}: {entry}";
            }
        }
        if (changes is not null)
            yield return changes.OfGranule(pa) is { } change ? $"last changed by {change}" : "no call of this run has changed it";
    }

    private IEnumerable<string> Walk(ProcessingElement pe, ulong va, ulong? rd, string title, bool isIpa = false)
    {
        yield return title;
        bool ok = pe.Explain(new VirtualAddress(va), AccessKind.None, out PhysicalAddress pa, out FaultRecord fault);
        if (!isIpa && (pe[SystemRegister.SCTLR_EL1] & SCTLR_ELx.M) == 0)
            yield return Text($"stage 1: off, so the IPA is 0x{va:X}");
        foreach (string line in WalkStory.Steps([.. pe.LastWalk.Steps]))
            yield return line;
        ulong ipa = fault.Ipa != 0 ? fault.Ipa : va;
        if (rd is { } realm && inspector is not null && inspector.Walk(realm, ipa) is [.., var leaf])
        {
            yield return $"realm's table: {leaf}";
            if (changes is not null)
                yield return changes.OfIpa(realm, ipa) is { } change ? $"last changed by {change}" : "no call of this run has changed it";
            yield return ok ? Text($"leads to PA {pa}, GPI {machine.Pes[0].Physical.Inspect(pa.Value).Gpi}") : WalkStory.Refusal(fault, leaf);
            yield break;
        }
        yield return ok ? Text($"leads to PA {pa}, GPI {machine.Pes[0].Physical.Inspect(pa.Value).Gpi}") : WalkStory.Refusal(fault, null);
        if (!ok && pe.LastWalk.Steps.Length == 0 && fault.Kind == FaultKind.Translation)
            yield return Text($"no descriptor was read: the address is in the range of neither table, or its walk is disabled (TCR_EL1 = 0x{pe[SystemRegister.TCR_EL1]:X}: T0SZ, T1SZ, EPD0, EPD1)");
    }

    // RMM specification (DEN0137), section "Realm access to memory": what comes of an access by the Realm.
    private IEnumerable<string> Access(RealmView realm, ulong ipa)
    {
        if (inspector!.Walk(realm.Rd, ipa) is not [.., { } leaf])
            return [];
        return [(leaf.IsProtected, leaf.State, leaf.Ripas) switch
        {
            (true, _, Ripas.Empty) => "an access by the realm ends in a synchronous external abort in the realm; the host sees nothing of it",
            (true, _, Ripas.Destroyed) => "an access by the realm exits to the host again and again: the host has taken the page away, and only the realm can change that (RSI_IPA_STATE_SET)",
            (true, RttEntryState.Data, _) => "an access by the realm works",
            (true, _, _) => "an access by the realm exits to the host, which maps memory there (RMI_RTT_DATA_MAP)",
            (false, RttEntryState.Data, _) => "a load or store by the realm works and is seen by the host; code never executes from there",
            _ => "an access by the realm exits to the host, which emulates a device or maps memory of its own there",
        }];
    }

    private RealmView? RealmOf(RecView rec) => inspector!.Realms.FirstOrDefault(realm => realm.Rd == rec.Rd);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
