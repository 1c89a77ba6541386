namespace CcaEmu.Benchmarks.Measuring;

/// <summary>Who listens to a machine while it runs; each with those before it.</summary>
public enum Listeners
{
    /// <summary>Nobody: counters and digest, which every run has.</summary>
    Nobody,

    /// <summary>What <c>ccaemu run</c> always has: call ledger, exceptions, world switches, and the evidence that a verdict is made of.</summary>
    Evidence,

    /// <summary>The ledger of crossings with one profile, as in <c>ccaemu bench world-switch</c>.</summary>
    Ledger,

    /// <summary>The timeline that <c>--report</c> and <c>--perfetto</c> are made of.</summary>
    Timeline,
}
