using System.CommandLine;
using CcaEmu.Cli.Options;
using CcaEmu.Cli.Tracing;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Diagnostics.Tracing.Tools;

namespace CcaEmu.Cli.Commands;

/// <summary><c>ccaemu trace</c>: looks at what <c>ccaemu run --trace</c> has written.</summary>
internal static class TraceCommandLine
{
    /// <summary>Makes the command.</summary>
    /// <param name="console">Where output goes.</param>
    public static Command Create(CliConsole console) => new("trace", "Looks at traces that 'ccaemu run --trace FILE' has written.")
    {
        Show(console), Filter(console), Stats(console), TraceDiffCommand.Create(console), ToTarmac(console), ToPerfetto(console),
    };

    private static Command Show(CliConsole console)
    {
        var filter = new TraceFilterOptions();
        Option<ulong> limit = OptionReading.Of<ulong>("--limit", NumberText.TryParseCount, "N", "Stop after N events [default: no limit]", "-n");
        Argument<string> file = Source();
        var command = new Command("show", "Prints events as text, one line each.") { file, limit };
        filter.AddTo(command);
        command.SetAction(parsed => Read(parsed.GetValue(file)!, console, trace =>
        {
            using var text = new TraceText(console.Buffered(), TracedImage.SymbolsOf(trace.Header));
            ulong left = OptionReading.ValueOr(parsed, limit, ulong.MaxValue);
            foreach (TraceEvent one in Chosen(trace, filter.Read(parsed)))
            {
                if (left-- == 0)
                    break;
                text.Write(one);
            }
            text.Flush();
        }));
        return command;
    }

    private static Command Filter(CliConsole console)
    {
        var filter = new TraceFilterOptions();
        (Argument<string> file, Argument<string> target) = (Source(), Target("The trace to write"));
        var command = new Command("filter", "Writes a trace that holds only chosen events.") { file, target };
        filter.AddTo(command);
        command.SetAction(parsed => Read(parsed.GetValue(file)!, console, (trace, stream) =>
        {
            TraceFilter wanted = filter.Read(parsed);
            var output = new TraceFileWriter(stream, trace.Header with { Kinds = trace.Header.Kinds & wanted.Kinds });
            foreach (TraceEvent one in Chosen(trace, wanted))
                output.Append(one);
            output.Finish();
        }, parsed.GetValue(target)!));
        return command;
    }

    private static Command Stats(CliConsole console)
    {
        var filter = new TraceFilterOptions();
        Argument<string> file = Source();
        var command = new Command("stats", "Says what the trace is of and counts what it holds.") { file };
        filter.AddTo(command);
        command.SetAction(parsed => Read(parsed.GetValue(file)!, console, trace =>
        {
            var statistics = new TraceStatistics();
            foreach (TraceEvent one in Chosen(trace, filter.Read(parsed)))
                statistics.Add(one);
            TraceStatisticsPrinter.Print(console.Text, trace, statistics);
        }));
        return command;
    }

    private static Command ToTarmac(CliConsole console)
    {
        var filter = new TraceFilterOptions();
        (Argument<string> file, Argument<string> target) = (Source(), Target("The text to write; of several PEs, .peN is put behind its name for each"));
        var command = new Command("to-tarmac", "Writes the instructions as Tarmac text, one file for each PE.") { file, target };
        filter.AddTo(command);
        command.SetAction(parsed => Read(parsed.GetValue(file)!, console, trace => TarmacFiles.Write(trace, filter.Read(parsed), parsed.GetValue(target)!, console)));
        return command;
    }

    private static Command ToPerfetto(CliConsole console)
    {
        (Argument<string> file, Argument<string> target) = (Source(), Target("The JSON file to write"));
        var command = new Command("to-perfetto", "Writes the JSON that 'ccaemu run --perfetto' writes, for ui.perfetto.dev.") { file, target };
        command.SetAction(parsed => Read(parsed.GetValue(file)!, console, (trace, stream) =>
            Diagnostics.Reports.PerfettoTrace.Write(stream, TraceTimeline.Of(trace.Read())), parsed.GetValue(target)!));
        return command;
    }

    /// <summary>Opens a trace and does something with it.</summary>
    internal static int Read(string path, CliConsole console, Func<TraceFileReader, int> use)
    {
        if (!OpenTrace.TryOpen(path, out OpenTrace? trace, out string? error))
            return console.Refuse(error);
        using (trace)
        {
            try
            {
                return use(trace.Reader);
            }
            catch (InvalidDataException bad)
            {
                return console.Refuse($"{path}: expected a trace written by 'ccaemu run --trace', but {bad.Message}");
            }
        }
    }

    /// <summary>The argument that names a trace.</summary>
    internal static Argument<string> Source(string name = "FILE") => new(name) { Description = "A trace that 'ccaemu run --trace FILE' has written" };

    private static int Read(string path, CliConsole console, Action<TraceFileReader> use) => Read(path, console, trace =>
    {
        use(trace);
        return ExitCodes.Passed;
    });

    private static int Read(string path, CliConsole console, Action<TraceFileReader, Stream> write, string target) => Read(path, console, trace =>
    {
        if (Path.GetFullPath(path) == Path.GetFullPath(target))
            return console.Refuse($"OUT: expected another file than the trace itself, found '{target}'");
        if (!OutputFile.TryOpen("OUT", target, out FileStream? stream, out string? error))
            return console.Refuse(error);
        using (stream)
        {
            OutputFile.Truncate(stream!);
            write(trace, stream!);
        }
        return ExitCodes.Passed;
    });

    private static IEnumerable<TraceEvent> Chosen(TraceFileReader trace, TraceFilter filter) =>
        trace.Read(0, filter.MayHold).Where(one => one is not RegistersEvent { IsRepeat: true } && filter.Takes(one));

    private static Argument<string> Target(string description) => new("OUT") { Description = description };
}
