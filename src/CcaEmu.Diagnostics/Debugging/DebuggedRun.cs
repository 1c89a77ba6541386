using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>A machine that a debugger runs from its first instruction. Going back is running it anew, up to an earlier place.</summary>
public interface IDebuggedRun : IDisposable
{
    /// <summary>The machine, in reset.</summary>
    Machine.Machine Machine { get; }

    /// <summary>Who hears of calls.</summary>
    CallLedger Calls { get; }

    /// <summary>What has been recorded so far: calls, changes, and the RMM's own view of its objects where it shows them.</summary>
    EvidenceRecorder Evidence { get; }

    /// <summary>Why the run cannot begin anew, in words for the debugger's user; null where it can, and with it go back.</summary>
    string? NoWayBack { get; }

    /// <summary>Runs to the end.</summary>
    /// <returns>How it ended, in words.</returns>
    string Run();
}
