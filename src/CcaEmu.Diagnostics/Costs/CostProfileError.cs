namespace CcaEmu.Diagnostics.Costs;

/// <summary>A file that should be a cost profile and is none.</summary>
/// <param name="message">What is wrong and what would be right, in one line.</param>
public sealed class CostProfileError(string message) : Exception(message);
