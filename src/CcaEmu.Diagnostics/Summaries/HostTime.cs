namespace CcaEmu.Diagnostics.Summaries;

/// <summary>Host wall time of a run, measured by whoever runs it; never part of what makes two runs the same.</summary>
/// <param name="TotalMilliseconds">From the start of the program to the end of the run.</param>
/// <param name="FirstCharacterMilliseconds">From the start of the program to the guest's first character, or null without one.</param>
public sealed record HostTime(double TotalMilliseconds, double? FirstCharacterMilliseconds);
