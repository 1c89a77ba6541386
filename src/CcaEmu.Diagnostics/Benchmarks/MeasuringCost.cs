namespace CcaEmu.Diagnostics.Benchmarks;

/// <summary>Host time of the same run with more and less who listen: the medians of some runs each, in turns.</summary>
/// <param name="Runs">How many runs of each kind.</param>
/// <param name="NobodyMilliseconds">With nobody listening: counters and digest alone.</param>
/// <param name="OffMilliseconds">With what every <c>ccaemu run</c> has, the evidence for a verdict, and without the ledger.</param>
/// <param name="OnMilliseconds">With the ledger besides.</param>
/// <param name="SameRun">Whether all had the same digest: listening has not changed the run.</param>
public sealed record MeasuringCost(int Runs, double NobodyMilliseconds, double OffMilliseconds, double OnMilliseconds, bool SameRun);
