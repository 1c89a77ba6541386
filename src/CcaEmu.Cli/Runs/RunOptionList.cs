using CcaEmu.Cli.Runs.Attachments;

namespace CcaEmu.Cli.Runs;

/// <summary>All that can be asked of <c>ccaemu run</c> beside the launch: one line each.</summary>
internal static class RunOptionList
{
    /// <summary>
    /// New ones, in the order in which help shows them and in which attachments hear the console: GDB, which passes nothing on a second time, comes after those
    /// that begin anew with every run.
    /// </summary>
    public static IReadOnlyList<IRunOptions> Create() =>
    [
        new BoardOptions(),
        new FirmwareOptions(),
        new GuestKindOptions(),
        new MeasurementOptions(),
        new TraceOptions(),
        new TlbOptions(),
        new CheckOptions(),
        new SummaryOptions(),
        new TimelineOptions(),
        new CostOptions(),
        new GdbOptions(),
    ];
}
