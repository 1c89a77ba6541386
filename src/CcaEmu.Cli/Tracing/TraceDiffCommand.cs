using System.CommandLine;
using CcaEmu.Cli.Options;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Diagnostics.Tracing.Tools;

namespace CcaEmu.Cli.Tracing;

/// <summary><c>ccaemu trace diff</c>: where two runs stop being the same.</summary>
internal static class TraceDiffCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="console">Where output goes.</param>
    public static Command Create(CliConsole console)
    {
        Argument<string> left = TraceInput.Source("A"), right = TraceInput.Source("B");
        var ignoreTime = new Option<bool>("--ignore-time") { Description = "Let modelled time differ, as long as the same happens in the same order" };
        Option<ulong> context = OptionReading.Of<ulong>("--context", NumberText.TryParseCount, "N", "Events shown before and behind the divergence [default: 8]");
        var json = new Option<bool>("--json") { Description = "Write it as JSON" };
        var command = new Command("diff", "Finds the first divergence of two runs. Exit code 1 where there is one.") { left, right, ignoreTime, context, json };
        command.SetAction(parsed => TraceInput.Read(parsed.GetValue(left)!, console, one => TraceInput.Read(parsed.GetValue(right)!, console, other =>
        {
            int shown = (int)Math.Min(OptionReading.ValueOr(parsed, context, 8UL), 10_000);
            return Compare(one, other, parsed.GetValue(ignoreTime), shown, parsed.GetValue(json), console);
        })));
        return command;
    }

    private static int Compare(TraceFileReader one, TraceFileReader other, bool ignoresTime, int context, bool asJson, CliConsole console)
    {
        TraceKinds kinds = one.Header.Kinds & other.Header.Kinds;
        TraceDivergence? divergence = TraceComparison.Find(Of(one, kinds), Of(other, kinds), ignoresTime, context);
        ulong common = divergence?.Common ?? (one.Header.Kinds == kinds ? one.Records : (ulong)Of(one, kinds).LongCount());
        var report = new TraceDiffReport(one.Header, other.Header, common, divergence);
        if (asJson)
            console.WriteJson(report.Write);
        else
            report.Write(console.Text);
        return divergence is null ? ExitCodes.Passed : ExitCodes.Failed;
    }

    // What one trace holds and the other was not asked for is no divergence.
    private static IEnumerable<TraceEvent> Of(TraceFileReader trace, TraceKinds kinds) =>
        trace.Header.Kinds == kinds ? trace.Read() : trace.Read().Where(one => one.IsHeldBy(kinds));
}
