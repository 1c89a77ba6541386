using System.Runtime.InteropServices;

namespace CcaEmu.Benchmarks.Tracing;

/// <summary>Processor time of this thread in nanoseconds: what others do on the machine is not in it.</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Seconds of processor time that something takes in this thread.</summary>
    /// <param name="action">What.</param>
    public static double Measure(Action action)
    {
        double before = Now;
        action();
        return Now - before;
    }

    private static double Now => GetTime(ThreadCpuTime, out TimeSpec time) == 0
        ? time.Seconds + time.Nanoseconds / 1e9
        : throw new InvalidOperationException("clock_gettime failed: processor time needs a Linux host");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds, Nanoseconds;
    }
}
