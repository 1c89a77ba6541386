namespace CcaEmu.Diagnostics.Summaries;

/// <summary>World switches in one direction.</summary>
/// <param name="From">Security state left.</param>
/// <param name="To">Security state entered.</param>
/// <param name="Count">How often.</param>
public sealed record SwitchCount(string From, string To, ulong Count);
