using System.Diagnostics.CodeAnalysis;
using CcaEmu.Cli.Options;
using CcaEmu.Diagnostics.Costs;
using CcaEmu.Diagnostics.Reports;
using CcaEmu.Diagnostics.Summaries;

namespace CcaEmu.Cli.Commands;

/// <summary>What <c>--report</c> and <c>--perfetto</c> write; without them nobody listens and nothing is kept.</summary>
internal sealed class RunReports : IDisposable
{
    private readonly CostProfile? _profile;
    private readonly FileStream? _page;
    private readonly FileStream? _perfetto;
    private RunTimeline? _timeline;
    private bool _isClosed;

    private RunReports(CostProfile? profile, FileStream? page, FileStream? perfetto) => (_profile, _page, _perfetto) = (profile, page, perfetto);

    private bool IsWanted => _page is not null || _perfetto is not null;

    /// <summary>Opens the files, before the run.</summary>
    /// <param name="request">What the user asks for.</param>
    /// <param name="reports">The reports.</param>
    /// <param name="error">One line, where a file cannot be written.</param>
    public static bool TryOpen(RunRequest request, [NotNullWhen(true)] out RunReports? reports, [NotNullWhen(false)] out string? error)
    {
        reports = null;
        error = request.Profile is not null && request.ReportFile is null ? "--profile: expected --report with it, found none; add --report FILE" : null;
        if (error is not null || !OutputFile.TryOpen("--report", request.ReportFile, out FileStream? page, out error))
            return false;
        if (!OutputFile.TryOpen("--perfetto", request.PerfettoFile, out FileStream? perfetto, out error))
        {
            page?.Dispose();
            return false;
        }
        reports = new RunReports(request.Profile, page, perfetto);
        return true;
    }

    /// <summary>A console that the reports hear, too.</summary>
    /// <param name="console">The console.</param>
    public Action<byte> Hearing(Action<byte> console) => !IsWanted ? console : value =>
    {
        if (!_isClosed)
            _timeline?.OnConsole(value);
        console(value);
    };

    /// <summary>Listens from now on, where a report is wanted.</summary>
    /// <param name="emulation">The machine, before its first instruction.</param>
    public void Listen(Emulation emulation)
    {
        if (!IsWanted)
            return;
        _timeline = new RunTimeline(emulation.Machine, emulation.Recorder, _profile ?? ShippedProfiles.Load("machine"));
        emulation.Rmm.WatchGranules((_, from, to) => _timeline.Memory.OnState(from, to));
    }

    /// <summary>The run is over: what the machine does from now on is no part of it.</summary>
    public void Close()
    {
        _timeline?.Close();
        _isClosed = true;
    }

    /// <summary>Writes what is wanted, once it is closed.</summary>
    /// <param name="summary">The run's summary.</param>
    public void Write(RunSummary summary)
    {
        if (_page is not null)
        {
            OutputFile.Truncate(_page);
            RunPage.Write(_page, _timeline!, summary);
        }
        if (_perfetto is not null)
        {
            OutputFile.Truncate(_perfetto);
            PerfettoTrace.Write(_perfetto, _timeline!);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _page?.Dispose();
        _perfetto?.Dispose();
    }
}
