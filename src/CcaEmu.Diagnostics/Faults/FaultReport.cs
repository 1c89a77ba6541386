using System.Globalization;
using CcaEmu.Arm;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Worlds;
using CcaEmu.Machine.Board;

namespace CcaEmu.Diagnostics.Faults;

/// <summary>Writes why a run failed: what stopped, the first abnormal event, its cause, what to do, and the calls before the end.</summary>
public static class FaultReport
{
    /// <summary>Writes a report.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="what">What stopped, in one sentence.</param>
    /// <param name="history">The exceptions of the run.</param>
    /// <param name="calls">The last calls of the run.</param>
    /// <param name="symbolizer">Names addresses of the Realm's code, if it can.</param>
    public static void Write(TextWriter output, string what, ExceptionHistory history, CallHistory calls, Symbolizer? symbolizer)
    {
        FaultVerdict verdict = FaultVerdict.Of(history);
        Item(output, "what", what);
        if (verdict.First is { } first)
            WriteFault(output, first, symbolizer);
        else
            Item(output, "first fault", "none: no exception but calls and interrupts was taken");
        if (verdict.Cause is { } cause)
            Item(output, "cause", cause);
        if (verdict.Advice is { } advice)
            Item(output, "advice", advice);
        WriteCalls(output, calls);
    }

    private static void WriteFault(TextWriter output, in ExceptionRecord fault, Symbolizer? symbolizer)
    {
        string by = fault.IsInjected ? ", injected by software above" : "";
        string place = fault.SavedState.EL < ExceptionLevel.EL2 && symbolizer?.Invoke(fault.ReturnAddress) is { } name ? $" <{name}>" : "";
        Item(output, "first fault", $"{fault.Cause}{by}");
        Item(output, "", Invariant($"PE{fault.PeIndex}, from {WorldNames.Of(fault.SourceState, fault.Source)} to {WorldNames.Of(fault.TargetState, fault.Target)}, at PC 0x{fault.ReturnAddress:X}{place}"));
        string registers = Invariant($"ESR 0x{fault.Syndrome.Value:X8}, SPSR {fault.SavedState}");
        if (fault.FaultAddress is { } far)
            registers += Invariant($", FAR 0x{far:X}{Named(symbolizer, far)}");
        if (fault.FaultIpa is { } ipa)
            registers += Invariant($", IPA 0x{ipa:X}");
        Item(output, "", registers);
        Item(output, "", Invariant($"after {fault.RetiredInstructions} instructions, at {VirtualClock.NanosecondsAt(fault.ModelledCycles) / 1000:F3} us of modelled time"));
    }

    private static void WriteCalls(TextWriter output, CallHistory calls)
    {
        string label = "last calls";
        foreach (CallRecord call in calls.Calls)
        {
            string result = call.Outcome == CallOutcome.OneWay ? "" : $" → {call.DescribeResult()}";
            Item(output, label, $"{WorldNames.Of(call.CallerState, call.CallerLevel),-6} {call.DescribeCall()}{result}");
            label = "";
        }
    }

    private static string Named(Symbolizer? symbolizer, ulong address) => symbolizer?.Invoke(address) is { } name ? $" <{name}>" : "";

    private static void Item(TextWriter output, string label, string text) => output.WriteLine($"  {label,-12} {text}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
