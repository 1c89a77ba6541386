using CcaEmu.Arm.Psci;
using CcaEmu.Machine;

namespace CcaEmu.Monitor;

/// <summary>What becomes of the caller of a PSCI function.</summary>
/// <param name="Kind">Which of the ways.</param>
/// <param name="X0">The answer, where there is one at once.</param>
/// <param name="Entry">Where the caller goes on, for a suspend to power-down.</param>
/// <param name="Reason">Why the machine stops, for a call that ends the run.</param>
internal readonly record struct PsciOutcome(PsciOutcomeKind Kind, ulong X0 = 0, EntryRequest Entry = default, MachineStop Reason = default)
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

    /// <summary>The system ends.</summary>
    public static PsciOutcome End(MachineStop reason) => new(PsciOutcomeKind.End, Reason: reason);
}
