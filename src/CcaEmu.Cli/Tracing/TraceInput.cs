using System.CommandLine;
using CcaEmu.Cli.Commands;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Diagnostics.Tracing.Tools;

namespace CcaEmu.Cli.Tracing;

/// <summary>What the commands that read a trace have in common.</summary>
internal static class TraceInput
{
    /// <summary>The argument that names a trace.</summary>
    /// <param name="name">What help calls it.</param>
    public static Argument<string> Source(string name = "FILE") => new(name) { Description = "A trace that 'ccaemu run --trace FILE' has written" };

    /// <summary>The argument that names what is written.</summary>
    /// <param name="description">What that is.</param>
    public static Argument<string> Target(string description) => new("OUT") { Description = description };

    /// <summary>Opens a trace and does something with it.</summary>
    /// <param name="path">The trace, as the user named it.</param>
    /// <param name="console">Where refusals go.</param>
    /// <param name="use">What, with an exit code.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Read(string path, CliConsole console, Func<TraceFileReader, int> use)
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

    /// <summary>Opens a trace and does something with it that cannot fail.</summary>
    /// <param name="path">The trace, as the user named it.</param>
    /// <param name="console">Where refusals go.</param>
    /// <param name="use">What.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Read(string path, CliConsole console, Action<TraceFileReader> use) => Read(path, console, trace =>
    {
        use(trace);
        return ExitCodes.Passed;
    });

    /// <summary>Opens a trace and makes another file of it.</summary>
    /// <param name="path">The trace, as the user named it.</param>
    /// <param name="console">Where refusals go.</param>
    /// <param name="write">Writes the other file.</param>
    /// <param name="target">The other file; not the trace itself.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Read(string path, CliConsole console, Action<TraceFileReader, Stream> write, string target) => Read(path, console, trace =>
    {
        if (!TryCreate(path, target, out FileStream? stream, out string? error))
            return console.Refuse(error!);
        using (stream)
            write(trace, stream!);
        return ExitCodes.Passed;
    });

    /// <summary>Creates the file that is made of a trace.</summary>
    /// <param name="path">The trace.</param>
    /// <param name="target">The file.</param>
    /// <param name="stream">The file, empty.</param>
    /// <param name="error">What is wrong with it, in one line.</param>
    public static bool TryCreate(string path, string target, out FileStream? stream, out string? error)
    {
        stream = null;
        error = $"OUT: expected another file than the trace itself, found '{target}'";
        if (Path.GetFullPath(path) == Path.GetFullPath(target) || !OutputFile.TryOpen("OUT", target, out stream, out error))
            return false;
        OutputFile.Truncate(stream!);
        return true;
    }

    /// <summary>The events that the user wants to see.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="filter">Which.</param>
    public static IEnumerable<TraceEvent> Chosen(TraceFileReader trace, TraceFilter filter) =>
        trace.Read(0, filter.MayHold).Where(one => one is not RegistersEvent { IsRepeat: true } && filter.Takes(one));
}
