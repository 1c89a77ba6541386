using System.CommandLine;
using CcaEmu.Cli.Options;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Tools;

namespace CcaEmu.Cli.Tracing;

/// <summary><c>ccaemu trace show</c>: events as text.</summary>
internal static class TraceShowCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="console">Where output goes.</param>
    public static Command Create(CliConsole console)
    {
        var filter = new TraceFilterOptions();
        Option<ulong> limit = OptionReading.Of<ulong>("--limit", NumberText.TryParseCount, "N", "Stop after N events [default: no limit]", "-n");
        Argument<string> file = TraceInput.Source();
        var command = new Command("show", "Prints events as text, one line each.") { file, limit };
        filter.AddTo(command);
        command.SetAction(parsed => TraceInput.Read(parsed.GetValue(file)!, console, trace =>
        {
            using var text = new TraceText(console.Buffered(), TracedImage.SymbolsOf(trace.Header));
            ulong left = OptionReading.ValueOr(parsed, limit, ulong.MaxValue);
            foreach (TraceEvent one in TraceInput.Chosen(trace, filter.Read(parsed)))
            {
                if (left-- == 0)
                    break;
                text.Write(one);
            }
            text.Flush();
        }));
        return command;
    }
}
