using System.CommandLine;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Tools;

namespace CcaEmu.Cli.Tracing;

/// <summary><c>ccaemu trace stats</c>: what a trace is of, and counts.</summary>
internal static class TraceStatsCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="console">Where output goes.</param>
    public static Command Create(CliConsole console)
    {
        var filter = new TraceFilterOptions();
        Argument<string> file = TraceInput.Source();
        var json = new Option<bool>("--json") { Description = "Write it as JSON, with every line of every count" };
        var command = new Command("stats", "Says what the trace is of and counts what it holds.") { file, json };
        filter.AddTo(command);
        command.SetAction(parsed => TraceInput.Read(parsed.GetValue(file)!, console, trace =>
        {
            var statistics = new TraceStatistics();
            foreach (TraceEvent one in TraceInput.Chosen(trace, filter.Read(parsed)))
                statistics.Add(one);
            if (parsed.GetValue(json))
                console.WriteJson(writer => TraceStatisticsJson.Write(writer, trace, statistics, TracedImage.SymbolsOf(trace.Header)));
            else
                TraceStatisticsPrinter.Print(console.Text, trace, statistics);
        }));
        return command;
    }
}
