namespace CcaEmu.Cli.Bench;

/// <summary>Who listens to a benchmark's machine; each with those before it.</summary>
internal enum BenchListeners
{
    /// <summary>Nobody.</summary>
    Nobody,

    /// <summary>What every run has.</summary>
    Evidence,

    /// <summary>The ledger.</summary>
    Ledger,
}
