using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using CcaEmu.Cli.Commands;
using CcaEmu.Cli.Options;
using CcaEmu.Diagnostics.Costs;

namespace CcaEmu.Cli.Runs.Attachments;

/// <summary>What is made of a run's timeline: <c>--report</c>, <c>--perfetto</c>, <c>--profile</c>.</summary>
internal sealed class TimelineOptions : IRunOptions
{
    private readonly Option<string> _report = new("--report")
    {
        HelpName = "FILE",
        Description = "Write a page about the run to FILE: timeline, memory, calls, cost, console; it needs no network",
    };

    private readonly Option<string> _perfetto = new("--perfetto")
    {
        HelpName = "FILE",
        Description = "Write the run's events to FILE as JSON for ui.perfetto.dev",
    };

    private readonly Option<CostProfile> _profile = OptionReading.Of<CostProfile>("--profile", ProfileName.TryParse, "NAME|FILE",
        "What the report's cost is by: machine, instructions, a55-opencca, n1-osdi22, or a file [default: machine]");

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_report, _perfetto, _profile];

    /// <inheritdoc/>
    public string? FindError(ParseResult parsed) => parsed.GetValue(_profile) is not null && parsed.GetValue(_report) is null
        ? "--profile: expected --report with it, found none; add --report FILE"
        : null;

    /// <inheritdoc/>
    public RunRequest Read(ParseResult parsed, RunRequest request)
    {
        string? report = parsed.GetValue(_report), perfetto = parsed.GetValue(_perfetto);
        CostProfile? profile = parsed.GetResult(_profile) is null ? null : parsed.GetValue(_profile);
        return report is null && perfetto is null ? request : request.With(Open);

        bool Open(RunSurroundings run, [NotNullWhen(true)] out RunAttachment? attachment, [NotNullWhen(false)] out string? error)
        {
            attachment = null;
            if (!OutputFile.TryOpen("--report", report, out FileStream? page, out error))
                return false;
            if (!OutputFile.TryOpen("--perfetto", perfetto, out FileStream? events, out error))
            {
                page?.Dispose();
                return false;
            }
            attachment = new TimelineReports(profile ?? ShippedProfiles.Load("machine"), page, events);
            return true;
        }
    }
}
