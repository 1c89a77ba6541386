using CcaEmu.Diagnostics.Summaries;

namespace CcaEmu.Cli;

/// <summary>How an emulation ended.</summary>
/// <param name="Status">How.</param>
/// <param name="Reason">In one sentence.</param>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="GuestStatus">The status the guest reported, or null when it reported none.</param>
internal sealed record EmulationResult(RunStatus Status, string Reason, int ExitCode, ulong? GuestStatus);
