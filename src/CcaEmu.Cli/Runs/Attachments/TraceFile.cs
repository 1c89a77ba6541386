using CcaEmu.Cli.Commands;
using CcaEmu.Cli.Tracing;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Diagnostics.Tracing.Recording;

namespace CcaEmu.Cli.Runs.Attachments;

/// <summary>Writes the trace of a run.</summary>
/// <param name="file">Where it goes.</param>
/// <param name="header">What it says of the run, as far as the command line knows.</param>
internal sealed class TraceFile(FileStream file, TraceHeader header) : RunAttachment
{
    private BackgroundRelay? _relay;
    private TraceRecorder? _recorder;

    /// <inheritdoc/>
    public override string? NoWayBack =>
        file.CanSeek ? null : "the trace of this run goes to a pipe and cannot begin anew, as it has to where a debugger goes back; name a file";

    /// <inheritdoc/>
    public override Func<RunAttachment> Twin => () => new TraceFile(OutputFile.Temporary(), header);

    /// <inheritdoc/>
    public override Action<byte> Hear(Action<byte> console) => value =>
    {
        _recorder?.OnConsole(value);
        console(value);
    };

    /// <inheritdoc/>
    public override void Attach(Emulation emulation)
    {
        // A debugger has gone back: the trace is of the run that comes to the end, and of nothing else.
        _relay?.Dispose();
        OutputFile.Truncate(file);
        var output = new TraceFileWriter(file, header with
        {
            Seed = emulation.Machine.Options.Seed,
            PeCount = emulation.Machine.Pes.Count,
            Features = string.Join(' ', emulation.Machine.Options.Features.All),
        });
        _recorder = new TraceRecorder(emulation.Machine, emulation.Recorder, output, header.Kinds, _relay = new BackgroundRelay());
        if ((header.Kinds & TraceKinds.Granule) != 0)
            emulation.Rmm.WatchGranules(_recorder.OnGranule);
    }

    /// <inheritdoc/>
    public override void Close() => _recorder?.Close();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _relay?.Dispose();
        file.Dispose();
    }
}
