using System.Globalization;

namespace CcaEmu.Diagnostics.Benchmarks;

/// <summary>What listening costs the host: the same run with more and more who listen, in turns, round by round.</summary>
/// <param name="Rounds">How many rounds.</param>
/// <param name="NobodyMilliseconds">Processor time of a run with nobody listening, counters and digest alone: the median.</param>
/// <param name="Evidence">With what every <c>ccaemu run</c> has, the evidence for a verdict.</param>
/// <param name="Ledger">With the ledger besides.</param>
/// <param name="SameRun">Whether all had the same digest: listening has not changed the run.</param>
public sealed record MeasuringCost(int Rounds, double NobodyMilliseconds, MeasuringRatio Evidence, MeasuringRatio Ledger, bool SameRun);

/// <summary>A run's processor time over that of the run with nobody listening in the same round.</summary>
/// <param name="Median">The median of the rounds.</param>
/// <param name="Lower">A quarter of the rounds is below this.</param>
/// <param name="Upper">A quarter of the rounds is above this.</param>
public readonly record struct MeasuringRatio(double Median, double Lower, double Upper)
{
    /// <summary>For example <c>1.12 (half of the rounds 1.10 to 1.15)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Median:F2} (half of the rounds {Lower:F2} to {Upper:F2})");
}
