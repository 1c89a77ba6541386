namespace CcaEmu.Diagnostics.Benchmarks;

/// <summary>Host time of the same run with the ledger and without it: the medians of some runs each.</summary>
/// <param name="Runs">How many runs of each kind.</param>
/// <param name="OffMilliseconds">Without the ledger.</param>
/// <param name="OnMilliseconds">With it.</param>
/// <param name="SameRun">Whether both had the same digest: the ledger has not changed the run.</param>
public sealed record MeasuringCost(int Runs, double OffMilliseconds, double OnMilliseconds, bool SameRun);
