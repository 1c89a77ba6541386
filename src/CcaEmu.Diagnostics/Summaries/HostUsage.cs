namespace CcaEmu.Diagnostics.Summaries;

/// <summary>What a run took of the host, measured by whoever runs it; never part of what makes two runs the same.</summary>
/// <param name="TotalMilliseconds">Wall time from the start of the program to the end of the run.</param>
/// <param name="FirstCharacterMilliseconds">Wall time from the start of the program to the guest's first character, or null without one.</param>
/// <param name="PeakMemoryBytes">Most resident memory that the whole process had.</param>
/// <param name="Watching">What those who looked at the run cost it; null where it was not measured.</param>
public sealed record HostUsage(double TotalMilliseconds, double? FirstCharacterMilliseconds, ulong PeakMemoryBytes, WatchingCost? Watching = null);
