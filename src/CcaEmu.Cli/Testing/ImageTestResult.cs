namespace CcaEmu.Cli.Testing;

/// <summary>How a case went.</summary>
/// <param name="Case">The case.</param>
/// <param name="Failure">What was wrong, in one line; null when it passed.</param>
/// <param name="RunDigest">Digest of the first run; empty where there was none.</param>
/// <param name="RetiredInstructions">Of the first run.</param>
/// <param name="HostSeconds">Host time that all runs took.</param>
/// <param name="Console">What the guest printed in the last run.</param>
/// <param name="Error">What <c>ccaemu run</c> wrote to standard error in the last run.</param>
internal sealed record ImageTestResult(
    ImageTestCase Case, string? Failure, string RunDigest, ulong RetiredInstructions, double HostSeconds, string Console, string Error)
{
    /// <summary>Whether it passed.</summary>
    public bool Passed => Failure is null;
}
