namespace CcaEmu.Diagnostics.Crossings;

/// <summary>How a number was distributed: exact, by nearest rank.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="Min">The least.</param>
/// <param name="Median">The least that half of them do not exceed.</param>
/// <param name="P99">The least that 99 of 100 do not exceed.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Sum">All together.</param>
public readonly record struct Distribution(ulong Count, ulong Min, ulong Median, ulong P99, ulong Max, ulong Sum);
