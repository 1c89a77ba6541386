using System.Globalization;
using CcaEmu.Arm;
using CcaEmu.Arm.Smccc;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Diagnostics.Tracing.Tools;
using CcaEmu.Machine.Board;

namespace CcaEmu.Diagnostics.Explanations;

/// <summary>Says what a saved trace knows of an address: who set it so and when, the calls that named it, the faults on it. Nothing is run.</summary>
/// <remarks>A trace holds events, no tables: what no event of it is about, it does not know, and then that is what is said.</remarks>
/// <param name="trace">The trace.</param>
/// <param name="symbolizer">Names places of its image; null where they have no names.</param>
public sealed class TraceExplainer(TraceFileReader trace, Symbolizer? symbolizer)
{
    private const int Shown = 8;
    private const ulong InPage = 0xFFF;
    private const ulong AddressBits = 0x000F_FFFF_FFFF_F000;
    private const TraceKinds OfCalls = TraceKinds.Rmi | TraceKinds.Smc;

    /// <summary>Explains the page of an address.</summary>
    /// <param name="subject"><c>va</c>, <c>ipa</c> or <c>pa</c>.</param>
    /// <param name="address">The address.</param>
    /// <param name="atCycles">The moment it is about, in the machine's modelled cycles; null for the last fault on the page, or the guest's end.</param>
    /// <returns>Lines of text; at least one.</returns>
    /// <exception cref="ArgumentException">Another subject.</exception>
    /// <exception cref="InvalidDataException">The trace is damaged.</exception>
    public IReadOnlyList<string> Explain(string subject, ulong address, ulong? atCycles = null)
    {
        if (subject is not ("va" or "ipa" or "pa"))
            throw new ArgumentException($"a trace cannot explain '{subject}'", nameof(subject));
        ulong page = address & ~InPage;
        TraceMoment moment = atCycles is { } at ? TraceMoment.At(at) : TraceMoment.Find(trace, taken => IsFaultOn(subject, page, taken));
        var changes = new ChangeLog();
        Queue<TraceEvent> calls = [], faults = [], states = [];
        ulong events = 0, cycles = 0, allCalls = 0, allFaults = 0, allStates = 0, later = 0;
        foreach (TraceEvent one in trace.Read())
        {
            events++;
            cycles = Math.Max(cycles, one.Stamp.Cycles);
            bool counts = moment.Covers(one);
            if (counts && one is CallEvent { IsReturn: true } ended)
                changes.Note(ended.Call, one.Number);
            bool concerns = one switch
            {
                CallEvent { IsReturn: true } call => Names(call, page, subject == "pa" ? CommandValueKind.Address : CommandValueKind.Ipa),
                ExceptionEvent taken => IsFaultOn(subject, page, taken),
                GranuleEvent granule => subject == "pa" && granule.Granule == page,
                _ => false,
            };
            if (!concerns)
                continue;
            if (!counts)
                later++;
            else if (one is CallEvent)
                allCalls = Keep(calls, one, allCalls);
            else if (one is ExceptionEvent)
                allFaults = Keep(faults, one, allFaults);
            else
                allStates = Keep(states, one, allStates);
        }
        using var text = new TraceText(TextWriter.Null, symbolizer);
        List<string> lines =
        [
            Text($"{subject.ToUpperInvariant()} 0x{address:X} by a trace of {trace.Header.Image}: {events} events, up to {VirtualClock.NanosecondsAt(cycles) / 1000:F3} us"),
            $"as of {moment.Text}" + (later == 0 ? "" : Text($"; {later} later events about its page do not count ('trace show --address' has them; --at US asks of another moment)")),
        ];
        AddChange(lines, subject, address, changes);
        Add(lines, text, "states of its granule", TraceKinds.Granule, states, allStates, isAsked: subject == "pa");
        Add(lines, text, "calls that named its page", OfCalls, calls, allCalls);
        Add(lines, text, "faults on its page", TraceKinds.Exception, faults, allFaults);
        return lines;
    }

    // Of a physical address, those of layers that need no translation: below them the same number is another address.
    private static bool IsFaultOn(string subject, ulong page, ExceptionEvent taken) =>
        !taken.Exception.IsOrdinary && taken.Touches(page, page | InPage) && (subject != "pa" || taken.Place.Level >= ExceptionLevel.EL2);

    private void AddChange(List<string> lines, string subject, ulong address, ChangeLog changes)
    {
        Change? change = subject == "pa" ? changes.OfGranule(address) : changes.OfIpa(null, address);
        string what = subject switch { "pa" => "delegated or undelegated it", "ipa" => "changed its entry", _ => "changed the entry of the IPA of the same number, which it is where the guest maps it to itself" };
        if ((trace.Header.Kinds & OfCalls) == 0)
            lines.Add("who set it so is not known: the trace holds no RMI calls");
        else
            lines.Add(change is { } found ? $"set so by {found}" : $"no call of the trace has {what} by then");
        if (subject != "pa" && changes.ByRealm(address) is { } own && own != change)
            lines.Add($"its RIPAS was last changed by the realm itself: {own}");
    }

    private void Add(List<string> lines, TraceText text, string title, TraceKinds needed, Queue<TraceEvent> events, ulong total, bool isAsked = true)
    {
        if (!isAsked)
            return;
        if ((trace.Header.Kinds & needed) == 0)
        {
            lines.Add($"{title}: not in this trace");
            return;
        }
        string last = total > Shown ? Text($", the last {events.Count} of {total}") : "";
        lines.Add(events.Count == 0 ? $"{title}: none" : $"{title}{last}:");
        foreach (TraceEvent one in events)
            lines.Add("  " + (one is CallEvent call ? Line(call) : text.Describe(one)));
    }

    // Call and answer on one line, as reports have them.
    private static string Line(CallEvent call) =>
        Text($"{VirtualClock.NanosecondsAt(call.Call.StartCycles) / 1000,12:F3}us PE{call.Place.PeIndex} {call.Place.World,-6} {call.Call.DescribeCall()} → {call.Call.DescribeResult()}");

    // By an address of the kind that was asked for, or by the part of a range that the call has come through.
    private static bool Names(CallEvent @event, ulong page, CommandValueKind kind)
    {
        ref readonly CallRecord call = ref @event.Call;
        if (call.Interface is not (CallInterface.Rmi or CallInterface.Rsi or CallInterface.RmmEl3) || !SmcNames.TryFind(call.FunctionId, out CommandInfo? command))
            return false;
        (ulong Base, ulong Top) range = default;
        foreach (CommandValue input in command.Inputs)
        {
            ulong value = call.Arguments[input.Register];
            if (input.Kind == kind && input.Name == "base")
                range.Base = value;
            else if (input.Kind == kind && input.Name == "top")
                range.Top = value;
            else if (IsIn(page, value, input.Kind, kind))
                return true;
        }
        foreach (CommandValue output in command.Outputs)
        {
            if (output.Kind == kind && output.Name is "out_top" or "new_base")
                range.Top = Math.Min(range.Top, call.Results[output.Register]);
            else if (IsIn(page, call.Results[output.Register], output.Kind, kind))
                return true;
        }
        return page >= range.Base && page < range.Top;
    }

    // A range descriptor begins with the address of its first granule.
    private static bool IsIn(ulong page, ulong value, CommandValueKind of, CommandValueKind kind) =>
        value != 0 && ((of == kind && (value & ~InPage) == page) || (of == CommandValueKind.Range && kind == CommandValueKind.Address && (value & AddressBits) == page));

    private static ulong Keep(Queue<TraceEvent> events, TraceEvent one, ulong total)
    {
        if (events.Count == Shown)
            events.Dequeue();
        events.Enqueue(one);
        return total + 1;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
