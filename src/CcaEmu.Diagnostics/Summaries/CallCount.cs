namespace CcaEmu.Diagnostics.Summaries;

/// <summary>How often something with a name occurred.</summary>
/// <param name="Name">The specification's name.</param>
/// <param name="Count">How often.</param>
/// <param name="ModelledCycles">Modelled cycles from call to return over all that returned.</param>
public sealed record CallCount(string Name, ulong Count, ulong ModelledCycles);
