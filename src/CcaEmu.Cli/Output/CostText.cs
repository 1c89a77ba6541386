using System.Globalization;
using CcaEmu.Diagnostics.Summaries;

namespace CcaEmu.Cli.Output;

/// <summary>What measuring has cost, in words.</summary>
internal static class CostText
{
    /// <summary>The closing line of a run that was measured.</summary>
    /// <param name="watching">What those who looked cost while the guest ran; null where it was not measured.</param>
    /// <param name="writingMilliseconds">Host time in which they wrote what they had seen, when the run was over.</param>
    public static string Of(WatchingCost? watching, double writingMilliseconds)
    {
        string writing = Text($"writing it down took {writingMilliseconds:F1} ms of host time");
        if (watching is null)
            return $"cost of measuring: while the guest ran, not measured (--measure-cost does); {writing}";
        string part = watching.FirstInstructions is { } first ? Text($" of the first {first:N0} instructions and exceptions") : "";
        return Text($"cost of measuring: while the guest ran, {watching.Ratio} of the processor time without; {writing}\n")
            + Text($"                   ({watching.Rounds} rounds in turns{part}, {watching.PlainMilliseconds:F1} ms without; the run is {(watching.SameRun ? "the same" : "NOT the same")})");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
