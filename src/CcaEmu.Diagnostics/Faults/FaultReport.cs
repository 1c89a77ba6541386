using System.Globalization;
using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Worlds;
using CcaEmu.Machine.Board;

namespace CcaEmu.Diagnostics.Faults;

/// <summary>Writes why a run failed: what stopped, the first abnormal event, its cause, what to do, and the calls before the end.</summary>
public static class FaultReport
{
    private const int ShownCalls = 8;

    /// <summary>Writes a report.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="what">What stopped, in one sentence.</param>
    /// <param name="history">The exceptions of the run.</param>
    /// <param name="watch">The calls of the run.</param>
    /// <param name="symbolizer">Names addresses of the Realm's code, if it can.</param>
    /// <param name="code">Reads the Realm's code, for a listing around the fault.</param>
    public static void Write(
        TextWriter output, string what, ExceptionHistory history, FaultWatch watch, Symbolizer? symbolizer, CodeReader? code = null)
    {
        FaultVerdict verdict = FaultVerdict.Of(history);
        Item(output, "what", what);
        if (verdict.First is { } first)
            WriteFault(output, first, symbolizer, code);
        else
            Item(output, "first fault", "none: no exception but calls and interrupts was taken");
        if (verdict.Cause is { } cause)
            Item(output, "cause", cause);
        if (verdict.Advice is { } advice)
            Item(output, "advice", advice);
        string when = watch.HasSeenFault ? "before it" : "at the end";
        WriteCalls(output, $"realm, {when}", watch.RealmCalls);
        WriteCalls(output, $"host, {when}", watch.HostCalls);
    }

    private static void WriteFault(TextWriter output, in ExceptionRecord fault, Symbolizer? symbolizer, CodeReader? code)
    {
        string by = fault.IsInjected ? ", injected by software above" : "";
        string place = fault.SavedState.EL < ExceptionLevel.EL2 ? Named(symbolizer, fault.ReturnAddress) : "";
        string from = WorldNames.Of(fault.SourceState, fault.Source);
        string to = WorldNames.Of(fault.TargetState, fault.Target);
        double microseconds = VirtualClock.NanosecondsAt(fault.ModelledCycles) / 1000;
        Item(output, "first fault", $"{fault.Cause}{by}");
        Item(output, "", Invariant($"PE{fault.PeIndex}, from {from} to {to}, at PC 0x{fault.ReturnAddress:X}{place}"));
        string registers = Invariant($"ESR 0x{fault.Syndrome.Value:X8}, SPSR {fault.SavedState}");
        if (fault.FaultAddress is { } far)
            registers += Invariant($", FAR 0x{far:X}{Named(symbolizer, far)}");
        if (fault.FaultIpa is { } ipa)
            registers += Invariant($", IPA 0x{ipa:X}");
        Item(output, "", registers);
        Item(output, "", Invariant($"after {fault.RetiredInstructions} instructions, at {microseconds:F3} us of modelled time"));
        if (code is null || fault.SavedState.EL >= ExceptionLevel.EL2)
            return;
        string label = "code";
        foreach (string line in CodeListing.Around(code, fault.ReturnAddress))
        {
            Item(output, label, line);
            label = "";
        }
    }

    // Calls that repeat themselves are told once, and so are REC exits for one and the same device.
    private static void WriteCalls(TextWriter output, string label, IEnumerable<CallRecord> calls)
    {
        List<(string Text, string Key, int Times)> lines = [];
        foreach (CallRecord call in calls)
        {
            string text = $"{call.DescribeCall()} → {call.DescribeResult()}";
            string key = call.Exit is { Reason: RmiRecExitReason.Sync } exit ? $"{call.DescribeCall()} {exit.Detail1}" : text;
            if (lines is [.., var last] && last.Key == key)
                lines[^1] = (text, key, last.Times + 1);
            else
                lines.Add((text, key, 1));
        }
        foreach ((string text, _, int times) in lines.TakeLast(ShownCalls))
        {
            Item(output, label, times == 1 ? text : $"{text} ({times} times)");
            label = "";
        }
    }

    private static string Named(Symbolizer? symbolizer, ulong address) => symbolizer?.Invoke(address) is { } name ? $" <{name}>" : "";

    private static void Item(TextWriter output, string label, string text) => output.WriteLine($"  {label,-17} {text}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
