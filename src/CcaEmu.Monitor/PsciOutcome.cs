using CcaEmu.Arm.Psci;
using CcaEmu.Machine;

namespace CcaEmu.Monitor;

/// <summary>What becomes of the caller of a PSCI function.</summary>
/// <param name="Kind">Which of the ways.</param>
/// <param name="X0">The answer, where there is one at once.</param>
/// <param name="Entry">Where the caller goes on, for a suspend to power-down.</param>
/// <param name="Cause">Why the board is reset, for a call that asks for it.</param>
internal readonly record struct PsciOutcome(PsciOutcomeKind Kind, ulong X0 = 0, EntryRequest Entry = default, ResetCause Cause = default)
{
    /// <summary>The caller is turned off.</summary>
    public static PsciOutcome TurnOff => new(PsciOutcomeKind.TurnOff);

    /// <summary>The caller sleeps, and its call returns SUCCESS then.</summary>
    public static PsciOutcome Standby => new(PsciOutcomeKind.Standby);

    /// <summary>The caller goes on at once.</summary>
    public static PsciOutcome Answer(ulong x0) => new(PsciOutcomeKind.Answer, x0);

    /// <inheritdoc cref="Answer(ulong)"/>
    public static PsciOutcome Answer(PsciStatus status) => Answer((ulong)(long)status);

    /// <summary>The caller sleeps and loses its state; it comes back where it asked for.</summary>
    public static PsciOutcome PowerDown(EntryRequest entry) => new(PsciOutcomeKind.PowerDown, Entry: entry);

    /// <summary>The system is turned off.</summary>
    public static PsciOutcome SystemOff => new(PsciOutcomeKind.SystemOff);

    /// <summary>The board is reset.</summary>
    public static PsciOutcome Reset(ResetCause cause) => new(PsciOutcomeKind.Reset, Cause: cause);
}
