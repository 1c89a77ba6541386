using CcaEmu.Diagnostics.Summaries;

namespace CcaEmu.Cli.Runs;

/// <summary>A run that is over.</summary>
/// <param name="Emulation">The machine as it stands.</param>
/// <param name="Summary">What is worth knowing of it.</param>
internal sealed record EndedRun(Emulation Emulation, RunSummary Summary);
