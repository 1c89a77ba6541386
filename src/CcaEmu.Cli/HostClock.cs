using System.Diagnostics;

namespace CcaEmu.Cli;

/// <summary>Host time since the program began: the only place of the emulator that looks at a clock of the host.</summary>
internal sealed class HostClock
{
    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();

    /// <summary>Milliseconds since the program began.</summary>
    public double ElapsedMilliseconds => _sinceStart.Elapsed.TotalMilliseconds;
}
