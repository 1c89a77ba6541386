using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Debugging;
using CcaEmu.Diagnostics.Evidence;

namespace CcaEmu.Cli.Debugging;

/// <summary>An emulation that a debugger runs.</summary>
/// <param name="emulation">The emulation.</param>
/// <param name="noWayBack">Why the run cannot begin anew; null where it can.</param>
/// <param name="interrupted">Cancelled when the user wants the run to end.</param>
internal sealed class DebuggedEmulation(Emulation emulation, string? noWayBack, CancellationToken interrupted) : IDebuggedRun
{
    /// <summary>The emulation.</summary>
    public Emulation Emulation => emulation;

    /// <summary>How it ended; null before.</summary>
    public EmulationResult? Result { get; private set; }

    /// <inheritdoc/>
    public Machine.Machine Machine => emulation.Machine;

    /// <inheritdoc/>
    public CallLedger Calls => emulation.Recorder.Ledger;

    /// <inheritdoc/>
    public EvidenceRecorder Evidence => emulation.Recorder.Evidence;

    /// <inheritdoc/>
    public string? NoWayBack => noWayBack;

    /// <inheritdoc/>
    public string Run()
    {
        Result = emulation.Run(interrupted);
        return Result.Reason;
    }

    /// <inheritdoc/>
    public void Dispose() => emulation.Dispose();
}
