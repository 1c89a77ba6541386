namespace CcaEmu.Diagnostics.Benchmarks;

/// <summary>How often a price occurred.</summary>
/// <param name="Thousandths">The price in thousandths of a modelled cycle.</param>
/// <param name="Count">How often.</param>
public readonly record struct PriceCount(ulong Thousandths, ulong Count);
