using System.Text;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Diagnostics.Tracing.Tools;

namespace CcaEmu.Cli.Tracing;

/// <summary>Writes Tarmac text, a file for each PE: its readers do not tell PEs apart.</summary>
internal static class TarmacFiles
{
    /// <summary>Writes the files.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="filter">What of it.</param>
    /// <param name="source">The trace's own file.</param>
    /// <param name="path">The file, or of several PEs the beginning of the files' names.</param>
    /// <param name="console">Where refusals go.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Write(TraceFileReader trace, TraceFilter filter, string source, string path, CliConsole console)
    {
        if ((trace.Header.Kinds & TraceKinds.Instruction) == 0)
            return console.Refuse("to-tarmac: expected a trace with instructions, found one without; run with --trace-kinds all");
        int[] pes = filter.Pe is { } one ? [one] : [.. Enumerable.Range(0, trace.Header.PeCount)];
        var writers = new Dictionary<int, TarmacWriter>();
        var files = new List<TextWriter>();
        try
        {
            foreach (int pe in pes)
            {
                string name = pes.Length == 1 ? path : $"{path}.pe{pe}";
                if (!TraceInput.TryCreate(source, name, out FileStream? stream, out string? error))
                    return console.Refuse(error!);
                var file = new StreamWriter(stream!, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };
                files.Add(file);
                writers[pe] = new TarmacWriter(file);
            }
            foreach (TraceEvent @event in trace.Read(0, filter.MayHold))
            {
                if (filter.Takes(@event) && writers.TryGetValue(@event.Place.PeIndex, out TarmacWriter? writer) && @event is not RegistersEvent { IsRepeat: true })
                    writer.Write(@event);
            }
            return ExitCodes.Passed;
        }
        finally
        {
            foreach (TarmacWriter writer in writers.Values)
                writer.Dispose();
            files.ForEach(file => file.Dispose());
        }
    }
}
