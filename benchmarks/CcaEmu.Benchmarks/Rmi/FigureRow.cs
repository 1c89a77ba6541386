using System.Diagnostics;

namespace CcaEmu.Benchmarks.Rmi;

/// <summary>One line of the report: median and best time of some rounds, and the least that a round has allocated.</summary>
internal static class FigureRow
{
    private const int Rounds = 7;

    /// <summary>Prints the heading.</summary>
    public static void Heading() => Console.WriteLine($"{"median",10} {"best",10}  {"bytes",8}  ns and managed bytes for each, {Rounds} rounds");

    /// <summary>Measures and prints.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="count">How many of it a round makes.</param>
    /// <param name="measure">A round.</param>
    /// <param name="undo">Puts everything back; not measured.</param>
    public static void Print(string name, int count, Action measure, Action? undo = null)
    {
        var ns = new double[Rounds];
        long bytes = long.MaxValue;
        for (int round = -2; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            measure();
            double each = Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
            undo?.Invoke();
            if (round >= 0)
                ns[round] = each;
        }
        Array.Sort(ns);
        Console.WriteLine($"{ns[Rounds / 2],10:F1} {ns[0],10:F1}  {(double)bytes / count,8:F2}  {name}");
    }
}
