using CcaEmu.Cpu.Accounting;

namespace CcaEmu.Diagnostics.Costs;

/// <summary>A number that somebody has measured and published, and what of our measurements it is to be compared with.</summary>
public sealed record PublishedFigure
{
    /// <summary>What was measured, in a few words.</summary>
    public required string Name { get; init; }

    /// <summary>Our measurement that stands for it: the name of a row of <c>ccaemu bench world-switch</c>.</summary>
    public required string Row { get; init; }

    /// <summary>The published number in cycles of that machine.</summary>
    public required ulong Cycles { get; init; }

    /// <summary>Whether the profile was made to meet this number; otherwise the number was held out, and the profile predicts it.</summary>
    public required bool IsFitted { get; init; }

    /// <summary>Where it was published.</summary>
    public required string Source { get; init; }

    /// <summary>Which steps of our row are meant; empty for all.</summary>
    public IReadOnlyList<WorkStep> Scope { get; init; } = [];

    /// <summary>Of a fitted number: the steps whose prices follow from it, by one common factor.</summary>
    public IReadOnlyList<WorkStep> Scales { get; init; } = [];
}
