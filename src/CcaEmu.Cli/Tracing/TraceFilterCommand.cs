using System.CommandLine;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Diagnostics.Tracing.Tools;

namespace CcaEmu.Cli.Tracing;

/// <summary><c>ccaemu trace filter</c>: a trace of chosen events.</summary>
internal static class TraceFilterCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="console">Where output goes.</param>
    public static Command Create(CliConsole console)
    {
        var filter = new TraceFilterOptions();
        (Argument<string> file, Argument<string> target) = (TraceInput.Source(), TraceInput.Target("The trace to write"));
        var command = new Command("filter", "Writes a trace that holds only chosen events.") { file, target };
        filter.AddTo(command);
        command.SetAction(parsed => TraceInput.Read(parsed.GetValue(file)!, console, (trace, stream) =>
        {
            TraceFilter wanted = filter.Read(parsed);
            var output = new TraceFileWriter(stream, trace.Header with { Kinds = trace.Header.Kinds & wanted.Kinds });
            foreach (TraceEvent one in TraceInput.Chosen(trace, wanted))
                output.Append(one);
            output.Finish();
        }, parsed.GetValue(target)!));
        return command;
    }
}
