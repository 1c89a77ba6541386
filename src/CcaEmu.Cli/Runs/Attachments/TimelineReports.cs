using CcaEmu.Cli.Commands;
using CcaEmu.Diagnostics.Costs;
using CcaEmu.Diagnostics.Reports;

namespace CcaEmu.Cli.Runs.Attachments;

/// <summary>Keeps a run's timeline and writes what is made of it.</summary>
/// <param name="profile">What cost is by.</param>
/// <param name="page">Where the page goes; null for nowhere.</param>
/// <param name="events">Where the events for ui.perfetto.dev go; null for nowhere.</param>
internal sealed class TimelineReports(CostProfile profile, FileStream? page, FileStream? events) : RunAttachment
{
    private RunTimeline? _timeline;
    private bool _isClosed;

    /// <inheritdoc/>
    public override Func<RunAttachment> Twin => () => new TimelineReports(profile, null, null);

    /// <inheritdoc/>
    public override Action<byte> Hear(Action<byte> console) => value =>
    {
        if (!_isClosed)
            _timeline?.OnConsole(value);
        console(value);
    };

    /// <inheritdoc/>
    public override void Attach(Emulation emulation)
    {
        _timeline = new RunTimeline(emulation.Machine, emulation.Recorder, profile);
        emulation.Rmm.WatchGranules((_, from, to) => _timeline.Memory.OnState(from, to));
    }

    /// <inheritdoc/>
    public override void Close()
    {
        _timeline?.Close();
        _isClosed = true;
    }

    /// <inheritdoc/>
    public override void Write(EndedRun ended)
    {
        if (page is not null)
        {
            OutputFile.Truncate(page);
            RunPage.Write(page, _timeline!, ended.Summary);
        }
        if (events is not null)
        {
            OutputFile.Truncate(events);
            PerfettoTrace.Write(events, _timeline!);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        page?.Dispose();
        events?.Dispose();
    }
}
