namespace CcaEmu.Diagnostics.Crossings;

/// <summary>One kind of crossing, summed up.</summary>
public sealed record CrossingStatistics
{
    /// <summary>What is called a crossing here.</summary>
    public required CrossingFamily Family { get; init; }

    /// <summary>The kind, for example <c>NS-EL2 → EL3: RMI_REC_ENTER</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How many there were.</summary>
    public required ulong Count { get; init; }

    /// <summary>What was done in all of them, by number of the step.</summary>
    public required IReadOnlyList<ulong> Work { get; init; }

    /// <summary>Retired instructions of one.</summary>
    public required Distribution Instructions { get; init; }

    /// <summary>Price of one in thousandths of a cycle, for each of the ledger's profiles.</summary>
    public required IReadOnlyList<Distribution> Prices { get; init; }

    /// <summary>Every price that occurred, ascending, and how often, for each of the ledger's profiles.</summary>
    public required IReadOnlyList<IReadOnlyList<(ulong Value, ulong Count)>> PriceValues { get; init; }
}
