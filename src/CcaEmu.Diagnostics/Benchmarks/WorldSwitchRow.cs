using CcaEmu.Diagnostics.Crossings;

namespace CcaEmu.Diagnostics.Benchmarks;

/// <summary>One measurement of <c>ccaemu bench world-switch</c>.</summary>
public sealed record WorldSwitchRow
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What is measured, in words.</summary>
    public required string What { get; init; }

    /// <summary>Retired A64 instructions of one.</summary>
    public required Distribution Instructions { get; init; }

    /// <summary>Modelled cycles of one by the profile, in thousandths.</summary>
    public required Distribution Thousandths { get; init; }

    /// <summary>What all of them together did: how often each step, by its name; steps that did not occur are left out.</summary>
    public required IReadOnlyDictionary<string, ulong> Steps { get; init; }

    /// <summary>Every price that occurred in thousandths of a cycle, ascending, and how often.</summary>
    public required IReadOnlyList<PriceCount> Prices { get; init; }

    /// <summary>Host time of one in nanoseconds, the median; null where nobody could measure it. No part of what makes two runs the same.</summary>
    public double? HostNanoseconds { get; init; }
}
