namespace CcaEmu.Diagnostics.Costs;

/// <summary>What all repetitions of a measurement have done.</summary>
/// <param name="Work">How often each step was done in all of them, by number of the step.</param>
/// <param name="Count">How many repetitions.</param>
public sealed record RowWork(IReadOnlyList<ulong> Work, ulong Count);
