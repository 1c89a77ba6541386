namespace CcaEmu.Diagnostics.Verdicts;

/// <summary>A cause that fits a run.</summary>
/// <param name="Cause">Which.</param>
/// <param name="Finding">Why it fits.</param>
public sealed record Suspect(Cause Cause, Finding Finding);
