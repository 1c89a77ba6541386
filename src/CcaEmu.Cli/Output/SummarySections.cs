using System.Globalization;
using CcaEmu.Cli.Options;
using CcaEmu.Diagnostics.Summaries;

namespace CcaEmu.Cli.Output;

/// <summary>Turns a summary into what people read.</summary>
internal static class SummarySections
{
    /// <summary>The parts of a summary; those without content are left out.</summary>
    /// <param name="summary">The summary.</param>
    public static IReadOnlyList<SummarySection> Of(RunSummary summary) =>
    [
        .. new SummarySection[]
        {
            new("Run", Run(summary)),
            new("World switches", [.. summary.WorldSwitches.Select(s => ($"{s.From} → {s.To}", Count(s.Count)))]),
            new("REC exits", [.. summary.RecExits.Select(exit => (exit.Reason, Count(exit.Count)))]),
            new("RMI calls", Calls(summary.RmiCalls)),
            new("RSI calls", Calls(summary.RsiCalls)),
            new("PSCI calls", Calls(summary.PsciCalls)),
        }.Where(section => section.Rows.Count > 0),
    ];

    private static List<(string, string)> Run(RunSummary summary)
    {
        List<(string, string)> rows =
        [
            ("result", $"{Status(summary.Status)}: {summary.Reason}"),
            ("exit code", summary.ExitCode.ToString(CultureInfo.InvariantCulture)),
            ("image", summary.Image),
            ("realm memory", MemorySize.Describe(summary.Realm.MemoryBytes)),
        ];
        if (summary.Realm.Rim is { } rim)
            rows.Add(("RIM", $"{summary.Realm.HashAlgorithm}:{rim}"));
        rows.Add(("seed", summary.Seed.ToString(CultureInfo.InvariantCulture)));
        rows.Add(("retired instructions", Count(summary.RetiredInstructions)));
        rows.Add(("exceptions", Count(summary.Exceptions)));
        rows.Add(("modelled time", $"{Milliseconds(summary.ModelledNanoseconds / 1e6)} ({Count(summary.ModelledCycles)} cycles)"));
        if (summary.HostUsage is { } host)
        {
            rows.Add(("host time", HostTime(host)));
            rows.Add(("host memory", $"{Mebibytes(host.PeakMemoryBytes)} at most"));
        }
        rows.Add(("emulated RAM touched", Mebibytes(summary.HostMemoryTouchedBytes)));
        rows.Add(("run digest", summary.RunDigest));
        return rows;
    }

    private static string Status(RunStatus status) => status switch
    {
        RunStatus.HostError => "host error",
        RunStatus.LimitReached => "limit reached",
        _ => status.ToString().ToLowerInvariant(),
    };

    private static string Mebibytes(ulong bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024.0):F1} MiB");

    private static string HostTime(HostUsage host)
    {
        string total = Milliseconds(host.TotalMilliseconds);
        return host.FirstCharacterMilliseconds is { } first ? $"{total}, first character after {Milliseconds(first)}" : total;
    }

    private static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:N3} ms");

    private static string Count(ulong value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static List<(string, string)> Calls(IReadOnlyList<CallCount> calls) =>
        [.. calls.Select(call => (call.Name, Count(call.Count)))];
}
