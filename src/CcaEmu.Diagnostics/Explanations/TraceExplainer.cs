using System.Globalization;
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
        var page = new PageHistory(subject, address);
        TraceMoment moment = atCycles is { } at ? TraceMoment.At(at) : TraceMoment.Find(trace, page.IsFault);
        ulong cycles = 0;
        foreach (TraceEvent one in trace.Read())
        {
            cycles = Math.Max(cycles, one.Stamp.Cycles);
            page.Take(one, moment);
        }
        using var text = new TraceText(TextWriter.Null, symbolizer);
        List<string> lines =
        [
            Text($"{subject.ToUpperInvariant()} 0x{address:X} by a trace of {trace.Header.Image}: {trace.Records} events, up to {VirtualClock.NanosecondsAt(cycles) / 1000:F3} us"),
            $"as of {moment.Text}" + (page.Later == 0 ? "" : Text($"; {(page.Later == 1 ? "a later event about its page does" : $"{page.Later} later events about its page do")} not count ('trace show --address' has them; --at US asks of another moment)")),
        ];
        AddChange(lines, subject, address, page.Changes);
        if (subject == "pa")
            Add(lines, text, "states of its granule", TraceKinds.Granule, page.States);
        Add(lines, text, "calls that named its page", OfCalls, page.Calls);
        Add(lines, text, "faults on its page", TraceKinds.Exception, page.Faults);
        return lines;
    }

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

    private void Add(List<string> lines, TraceText text, string title, TraceKinds needed, RecentEvents events)
    {
        if ((trace.Header.Kinds & needed) == 0)
        {
            lines.Add($"{title}: not in this trace");
            return;
        }
        string last = events.Total > (ulong)events.Last.Count ? Text($", the last {events.Last.Count} of {events.Total}") : "";
        lines.Add(events.Total == 0 ? $"{title}: none" : $"{title}{last}:");
        lines.AddRange(events.Last.Select(one => "  " + (one is CallEvent call ? Line(call) : text.Describe(one))));
    }

    // Call and answer on one line, as reports have them.
    private static string Line(CallEvent call) =>
        Text($"{VirtualClock.NanosecondsAt(call.Call.StartCycles) / 1000,12:F3}us PE{call.Place.PeIndex} {call.Place.World,-6} {call.Call.DescribeCall()} → {call.Call.DescribeResult()}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
