namespace CcaEmu.Diagnostics.Summaries;

/// <summary>How often RECs exited for one reason.</summary>
/// <param name="Reason">The specification's name of the reason.</param>
/// <param name="Count">How often.</param>
public sealed record ExitCount(string Reason, ulong Count);
