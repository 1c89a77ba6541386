using CcaEmu.Diagnostics.Costs;

namespace CcaEmu.Cli.Bench;

/// <summary>What the user asks of <c>ccaemu bench world-switch</c>.</summary>
internal sealed record BenchRequest
{
    /// <summary>Repetitions of each operation.</summary>
    public required int Repetitions { get; init; }

    /// <summary>Seed of the machine's randomness.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What cycles are by.</summary>
    public required CostProfile Profile { get; init; }

    /// <summary>Where JSON goes; null for nowhere.</summary>
    public string? JsonFile { get; init; }

    /// <summary>Where CSV goes; null for nowhere.</summary>
    public string? CsvFile { get; init; }

    /// <summary>Where the report goes; null for nowhere.</summary>
    public string? HtmlFile { get; init; }

    /// <summary>Where the profile fitted anew goes; null for nowhere.</summary>
    public string? RefitFile { get; init; }

    /// <summary>Two files to compare instead of measuring; null to measure.</summary>
    public string[]? Compare { get; init; }

    /// <summary>How many per cent a median may grow in a comparison; null for any.</summary>
    public double? FailAbovePercent { get; init; }
}
