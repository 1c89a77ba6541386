using System.Globalization;
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
    private const TraceKinds OfCalls = TraceKinds.Rmi | TraceKinds.Smc;

    /// <summary>Explains the page of an address.</summary>
    /// <param name="subject"><c>va</c>, <c>ipa</c> or <c>pa</c>.</param>
    /// <param name="address">The address.</param>
    /// <returns>Lines of text; at least one.</returns>
    /// <exception cref="ArgumentException">Another subject.</exception>
    /// <exception cref="InvalidDataException">The trace is damaged.</exception>
    public IReadOnlyList<string> Explain(string subject, ulong address)
    {
        if (subject is not ("va" or "ipa" or "pa"))
            throw new ArgumentException($"a trace cannot explain '{subject}'", nameof(subject));
        ulong page = address & ~InPage;
        var changes = new ChangeLog();
        Queue<TraceEvent> calls = [], faults = [], states = [];
        ulong events = 0, cycles = 0, allCalls = 0, allFaults = 0;
        foreach (TraceEvent one in trace.Read())
        {
            events++;
            cycles = Math.Max(cycles, one.Stamp.Cycles);
            switch (one)
            {
                case CallEvent { IsReturn: true } call:
                    changes.Note(call.Call);
                    if (Names(call, page))
                        allCalls = Keep(calls, call, allCalls);
                    break;
                case ExceptionEvent { Exception.IsOrdinary: false } taken when taken.Touches(page, page | InPage):
                    allFaults = Keep(faults, taken, allFaults);
                    break;
                case GranuleEvent granule when subject == "pa" && granule.Granule == page:
                    Keep(states, granule, 0);
                    break;
            }
        }
        using var text = new TraceText(TextWriter.Null, symbolizer);
        List<string> lines = [Text($"{subject.ToUpperInvariant()} 0x{address:X} by a trace of {trace.Header.Image}: {events} events, up to {VirtualClock.NanosecondsAt(cycles) / 1000:F3} us")];
        AddChange(lines, subject, address, changes);
        Add(lines, text, "states of its granule", TraceKinds.Granule, states, (ulong)states.Count, isAsked: subject == "pa");
        Add(lines, text, "calls that named its page", OfCalls, calls, allCalls);
        Add(lines, text, "faults on its page", TraceKinds.Exception, faults, allFaults);
        return lines;
    }

    private void AddChange(List<string> lines, string subject, ulong address, ChangeLog changes)
    {
        Change? change = subject == "pa" ? changes.OfGranule(address) : changes.OfIpa(null, address);
        string what = subject switch { "pa" => "delegated or undelegated it", "ipa" => "changed its entry", _ => "changed the entry of the IPA of the same number, which it is where the guest maps it to itself" };
        if ((trace.Header.Kinds & OfCalls) == 0)
            lines.Add("who set it so is not known: the trace holds no RMI calls");
        else
            lines.Add(change is { } found ? $"set so by {found}" : $"no call of the trace has {what}");
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

    // By an argument in the page, or by a range of arguments with the page in it.
    private static bool Names(CallEvent call, ulong page)
    {
        if (call.Call.Interface is not (CallInterface.Rmi or CallInterface.Rsi or CallInterface.RmmEl3))
            return false;
        for (int i = 1; i < 8; i++)
        {
            ulong at = call.Call.Arguments[i];
            bool isRange = i > 1 && call.Call.Arguments[i - 1] is not 0 and var from && from <= page && at > page && ((from | at) & InPage) == 0;
            if (isRange || (at != 0 && (at & ~InPage) == page))
                return true;
        }
        return false;
    }

    private static ulong Keep(Queue<TraceEvent> events, TraceEvent one, ulong total)
    {
        if (events.Count == Shown)
            events.Dequeue();
        events.Enqueue(one);
        return total + 1;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
