using System.CommandLine;
using CcaEmu.Diagnostics.Reports;
using CcaEmu.Diagnostics.Tracing.Tools;

namespace CcaEmu.Cli.Tracing;

/// <summary><c>ccaemu trace to-tarmac</c> and <c>to-perfetto</c>: traces as others read them.</summary>
internal static class TraceExportCommands
{
    /// <summary>Makes <c>to-tarmac</c>.</summary>
    /// <param name="console">Where refusals go.</param>
    public static Command Tarmac(CliConsole console)
    {
        var filter = new TraceFilterOptions();
        (Argument<string> file, Argument<string> target) =
            (TraceInput.Source(), TraceInput.Target("The text to write; of several PEs, .peN is put behind its name for each"));
        var command = new Command("to-tarmac", "Writes the instructions as Tarmac text, one file for each PE.") { file, target };
        filter.AddTo(command);
        command.SetAction(parsed => TraceInput.Read(parsed.GetValue(file)!, console, trace =>
            TarmacFiles.Write(trace, filter.Read(parsed), parsed.GetValue(file)!, parsed.GetValue(target)!, console)));
        return command;
    }

    /// <summary>Makes <c>to-perfetto</c>.</summary>
    /// <param name="console">Where refusals go.</param>
    public static Command Perfetto(CliConsole console)
    {
        (Argument<string> file, Argument<string> target) = (TraceInput.Source(), TraceInput.Target("The JSON file to write"));
        var command = new Command("to-perfetto", "Writes the JSON that 'ccaemu run --perfetto' writes, for ui.perfetto.dev.") { file, target };
        command.SetAction(parsed => TraceInput.Read(parsed.GetValue(file)!, console, (trace, stream) =>
            PerfettoTrace.Write(stream, TraceTimeline.Of(trace.Read())), parsed.GetValue(target)!));
        return command;
    }
}
