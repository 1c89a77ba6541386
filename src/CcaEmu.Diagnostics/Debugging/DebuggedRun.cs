using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>A machine that a debugger runs from its first instruction. Going back is running it anew, up to an earlier place.</summary>
public interface IDebuggedRun : IDisposable
{
    /// <summary>The machine, in reset.</summary>
    Machine.Machine Machine { get; }

    /// <summary>Who hears of calls.</summary>
    CallLedger Calls { get; }

    /// <summary>Runs to the end.</summary>
    /// <returns>How it ended, in words.</returns>
    string Run();
}
