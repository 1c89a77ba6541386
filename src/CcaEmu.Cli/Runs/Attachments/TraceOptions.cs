using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using CcaEmu.Cli.Commands;
using CcaEmu.Cli.Options;
using CcaEmu.Diagnostics.Tracing;

namespace CcaEmu.Cli.Runs.Attachments;

/// <summary>A trace in lines of text: <c>--trace</c>, <c>--trace-file</c>.</summary>
internal sealed class TraceOptions : IRunOptions
{
    private readonly Option<TraceKinds> _trace = OptionReading.Of<TraceKinds>("--trace", TraceList.TryParse, "LIST",
        "Trace rmi, rsi, psci, smc (all SMCs), exception, eret or all; several separated by commas");

    private readonly Option<string> _file = new("--trace-file")
    {
        HelpName = "FILE",
        Description = "Write the trace to FILE instead of standard error",
    };

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_trace, _file];

    /// <inheritdoc/>
    public string? FindError(CommandResult parsed) => parsed.GetValue(_file) is not null && parsed.GetResult(_trace) is null
        ? "--trace-file: expected --trace with it, found none; add --trace all, or what you want to see"
        : null;

    /// <inheritdoc/>
    public RunRequest Read(ParseResult parsed, RunRequest request)
    {
        TraceKinds kinds = parsed.GetValue(_trace);
        string? file = parsed.GetValue(_file);
        return kinds == TraceKinds.None ? request : request.With(Open);

        bool Open(RunSurroundings run, [NotNullWhen(true)] out RunAttachment? attachment, [NotNullWhen(false)] out string? error)
        {
            bool opened = OutputFile.TryOpen("--trace-file", file, out FileStream? stream, out error);
            attachment = opened ? new TextTrace(kinds, stream, run.Console.Error) : null;
            return opened;
        }
    }

    private sealed class TextTrace(TraceKinds kinds, FileStream? file, TextWriter error) : RunAttachment
    {
        private TraceWriter? _trace;

        public override void Attach(Emulation emulation)
        {
            if (file is not null)
                OutputFile.Truncate(file);
            _trace = new TraceWriter(file is null ? error : new StreamWriter(file), kinds, emulation.Symbolizer);
            emulation.Recorder.Attach(_trace);
        }

        public override void Close() => _trace?.Flush();

        // A run that broke off has its trace, too.
        public override void Dispose()
        {
            _trace?.Flush();
            file?.Dispose();
        }
    }
}
