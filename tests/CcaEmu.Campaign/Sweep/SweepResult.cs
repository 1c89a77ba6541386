namespace CcaEmu.Campaign.Sweep;

/// <summary>What a sweep over instruction words found.</summary>
/// <param name="Words">Words looked at.</param>
/// <param name="Defined">Words that are of a line.</param>
/// <param name="Complaints">What is wrong, the first few.</param>
internal sealed record SweepResult(long Words, long Defined, IReadOnlyList<string> Complaints);
