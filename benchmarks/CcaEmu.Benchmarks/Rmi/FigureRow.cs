using System.Diagnostics;

namespace CcaEmu.Benchmarks.Rmi;

/// <summary>One line of the report: time and allocation of some rounds.</summary>
/// <remarks>Processor time is what counts where other work shares the machine: it leaves out what this process waits for a processor.</remarks>
internal static class FigureRow
{
    private const int Rounds = 9;

    /// <summary>Prints the heading.</summary>
    public static void Heading()
    {
        Console.WriteLine($"ns and managed bytes for each, {Rounds} rounds: median of wall time, median and least of processor time, least of bytes");
        Console.WriteLine($"{"wall",10} {"cpu",10} {"least",10}  {"bytes",8}");
    }

    /// <summary>Measures and prints.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="count">How many of it a round makes.</param>
    /// <param name="measure">A round.</param>
    /// <param name="undo">Puts everything back; not measured.</param>
    public static void Print(string name, int count, Action measure, Action? undo = null)
    {
        var wall = new double[Rounds];
        var cpu = new double[Rounds];
        long bytes = long.MaxValue;
        for (int round = -3; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan used = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            measure();
            double passed = Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
            double worked = (Environment.CpuUsage.TotalTime - used).TotalNanoseconds / count;
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
            undo?.Invoke();
            if (round >= 0)
                (wall[round], cpu[round]) = (passed, worked);
        }
        Array.Sort(wall);
        Array.Sort(cpu);
        Console.WriteLine($"{wall[Rounds / 2],10:F1} {cpu[Rounds / 2],10:F1} {cpu[0],10:F1}  {(double)bytes / count,8:F2}  {name}");
    }
}
