using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CcaEmu.Benchmarks.VsQemu;

/// <summary>What a run cost the host: wall time, or processor time, which says more on a machine that others use too.</summary>
/// <param name="processorTime">Whether it is processor time.</param>
internal sealed partial class HostTimer(bool processorTime)
{
    private const int Children = -1, ThisThread = 1;

    /// <summary>"wall time" or "processor time".</summary>
    public string Name => processorTime ? "processor time" : "wall time";

    /// <summary>What selects it on a command line.</summary>
    public string Word => processorTime ? "cpu" : "wall";

    /// <summary>Seconds that something takes in this thread.</summary>
    public double Measure(Action action) => Measure(action, ThisThread);

    /// <summary>Seconds that something takes in processes that it starts and waits for.</summary>
    public double MeasureProcess(Action action) => Measure(action, Children);

    private double Measure(Action action, int who)
    {
        double before = processorTime ? ProcessorSeconds(who) : 0;
        long start = Stopwatch.GetTimestamp();
        action();
        return processorTime ? ProcessorSeconds(who) - before : Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double ProcessorSeconds(int who)
    {
        if (GetResourceUsage(who, out ResourceUsage usage) != 0)
            throw new InvalidOperationException("getrusage failed: processor time needs a Linux host");
        return usage.UserSeconds + usage.SystemSeconds + (usage.UserMicroseconds + usage.SystemMicroseconds) / 1e6;
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, out ResourceUsage usage);

    // struct rusage: two times of two longs each, and fourteen longs that do not matter here.
    [StructLayout(LayoutKind.Sequential, Size = 18 * 8)]
    private struct ResourceUsage
    {
        public long UserSeconds, UserMicroseconds, SystemSeconds, SystemMicroseconds;
    }
}
