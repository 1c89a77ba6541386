using System.CommandLine;
using CcaEmu.Cli.Commands;
using CcaEmu.Cli.Options;
using CcaEmu.Diagnostics;
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
        Argument<string> left = TraceCommandLine.Source("A"), right = TraceCommandLine.Source("B");
        var ignoreTime = new Option<bool>("--ignore-time") { Description = "Let modelled time differ, as long as the same happens in the same order" };
        Option<ulong> context = OptionReading.Of<ulong>("--context", NumberText.TryParseCount, "N", "Events shown before and behind the divergence [default: 8]");
        var command = new Command("diff", "Finds the first divergence of two runs. Exit code 1 where there is one.") { left, right, ignoreTime, context };
        command.SetAction(parsed => TraceCommandLine.Read(parsed.GetValue(left)!, console, one => TraceCommandLine.Read(parsed.GetValue(right)!, console, other =>
        {
            int shown = (int)Math.Min(OptionReading.ValueOr(parsed, context, 8UL), 10_000);
            return Compare(one, other, parsed.GetValue(ignoreTime), shown, console.Text);
        })));
        return command;
    }

    private static int Compare(TraceFileReader one, TraceFileReader other, bool ignoresTime, int context, TextWriter output)
    {
        foreach ((KeyValuePair<string, string> left, KeyValuePair<string, string> right) in one.Header.Fields.Zip(other.Header.Fields))
        {
            if (left.Value != right.Value)
                output.WriteLine($"header: {left.Key} is '{left.Value}' in A and '{right.Value}' in B");
        }
        TraceKinds kinds = one.Header.Kinds & other.Header.Kinds;
        if (one.Header.Kinds != other.Header.Kinds)
            output.WriteLine(kinds == TraceKinds.None ? "they hold no kind of event in common" : $"compared by what both hold: {TraceKindList.Format(kinds)}");
        if (TraceComparison.Find(Of(one, kinds), Of(other, kinds), ignoresTime, context) is not { } divergence)
        {
            output.WriteLine($"the same: {(one.Header.Kinds == kinds ? one.Records : (ulong)Of(one, kinds).LongCount())} events");
            return ExitCodes.Passed;
        }
        Print(divergence, output, TracedImage.SymbolsOf(one.Header), TracedImage.SymbolsOf(other.Header));
        return ExitCodes.Failed;
    }

    // What one trace holds and the other was not asked for is no divergence.
    private static IEnumerable<TraceEvent> Of(TraceFileReader trace, TraceKinds kinds) =>
        trace.Header.Kinds == kinds ? trace.Read() : trace.Read().Where(one => one.IsHeldBy(kinds));

    private static void Print(TraceDivergence divergence, TextWriter output, Symbolizer? left, Symbolizer? right)
    {
        using var a = new TraceText(output, left);
        using var b = new TraceText(output, right);
        output.WriteLine($"the same for {divergence.Common} events, then not:");
        foreach (string difference in divergence.Differences)
            output.WriteLine($"  {difference}");
        Section(output, "calls under way", divergence.CallsUnderWay, a);
        Section(output, "before, in both", divergence.Before, a);
        Section(output, "A goes on", divergence.Left, a);
        Section(output, "B goes on", divergence.Right, b);
    }

    private static void Section(TextWriter output, string title, IReadOnlyList<TraceEvent> events, TraceText text)
    {
        if (events.Count == 0)
            return;
        output.WriteLine($"{title}:");
        foreach (TraceEvent one in events)
            output.WriteLine("  " + (text.Describe(one) ?? $"PE{one.Place.PeIndex} {(one is EndEvent ? "ends" : "SMC")}"));
    }
}
