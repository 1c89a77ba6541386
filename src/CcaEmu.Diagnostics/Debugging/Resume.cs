namespace CcaEmu.Diagnostics.Debugging;

/// <summary>A debugger's order to go on.</summary>
/// <param name="Kind">How.</param>
/// <param name="Pe">The PE of a step.</param>
internal readonly record struct Resume(ResumeKind Kind, int Pe = 0);
