using CcaEmu.Diagnostics.Benchmarks;

namespace CcaEmu.Diagnostics.Summaries;

/// <summary>What a report, a trace or the like cost the host while the guest ran: the same guest with and without them, in turns, round by round.</summary>
/// <param name="Rounds">How many rounds.</param>
/// <param name="FirstInstructions">Retired instructions and exceptions up to which each run went, where the whole run is longer; else null.</param>
/// <param name="PlainMilliseconds">Processor time of a run without them: the median.</param>
/// <param name="Ratio">Processor time of a run with them over that of the run without in the same round.</param>
/// <param name="SameRun">Whether all had the same digest: looking has not changed the run.</param>
public sealed record WatchingCost(int Rounds, ulong? FirstInstructions, double PlainMilliseconds, MeasuringRatio Ratio, bool SameRun);
