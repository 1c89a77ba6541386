using System.Diagnostics;

namespace CcaEmu.Cli;

/// <summary>What the run takes of the host: the only place of the emulator that looks at the host's clock.</summary>
internal sealed class HostClock
{
    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();

    /// <summary>Milliseconds since the program began.</summary>
    public double ElapsedMilliseconds => _sinceStart.Elapsed.TotalMilliseconds;

    /// <summary>Most resident memory in bytes that this process had.</summary>
    public static ulong PeakMemoryBytes
    {
        get
        {
            using Process self = Process.GetCurrentProcess();
            return (ulong)self.PeakWorkingSet64;
        }
    }
}
