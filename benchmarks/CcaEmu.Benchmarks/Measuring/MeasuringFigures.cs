namespace CcaEmu.Benchmarks.Measuring;

/// <summary>What measuring costs, as ratios within one process: the same run with more and more who listen, in turns.</summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/CcaEmu.Benchmarks -- measuring</c>, or <c>measuring IMAGE</c>. Processor time of the process, not wall time.</remarks>
internal static class MeasuringFigures
{
    private const int Warm = 4, Rounds = 11;

    private static readonly (string Image, ulong Argument, string What)[] Runs =
    [
        ("hostcall", 40_000, "40,000 host calls: nothing but crossings"),
        ("touch", 32, "32 MiB touched page by page: faults, delegation, mapping"),
        ("spin", 40, "a guest that computes: hardly a crossing"),
    ];

    /// <summary>Measures and prints.</summary>
    /// <param name="only">One of the images; empty for all.</param>
    public static void Print(string only)
    {
        foreach ((string image, ulong argument, string what) in Runs.Where(run => only.Length == 0 || run.Image == only))
            Print(image, argument, what);
    }

    private static void Print(string image, ulong argument, string what)
    {
        Listeners[] all = Enum.GetValues<Listeners>();
        var times = all.ToDictionary(listeners => listeners, _ => new List<double>());
        var ratios = all.ToDictionary(listeners => listeners, _ => new List<double>());
        var allocated = new Dictionary<Listeners, long>();
        var digests = new HashSet<ulong>();
        for (int round = -Warm; round < Rounds; round++)
        {
            double nobody = 0;
            foreach (Listeners listeners in all)
            {
                (double time, allocated[listeners]) = Measure(image, argument, listeners, digests);
                if (listeners == Listeners.Nobody)
                    nobody = time;
                if (round < 0)
                    continue;
                times[listeners].Add(time);
                ratios[listeners].Add(time / nobody);
            }
        }
        Console.WriteLine($"{image} {argument} ({what}): {Rounds} rounds, {(digests.Count == 1 ? "all the same run" : "NOT the same run")}");
        foreach (Listeners listeners in all)
        {
            double[] sorted = [.. ratios[listeners].Order()];
            Console.WriteLine($"  {listeners,-9} {Median(times[listeners]),8:F2} ms   {sorted[Rounds / 2]:F3} of nobody, half of the rounds {sorted[Rounds / 4]:F3} to {sorted[Rounds * 3 / 4]:F3}; {allocated[listeners] / 1024,7:N0} KiB allocated");
        }
    }

    // Processor time in ms, and bytes that were allocated: both of the run alone.
    private static (double Milliseconds, long Bytes) Measure(string image, ulong argument, Listeners listeners, HashSet<ulong> digests)
    {
        using var run = new MeasuredRun(image, argument, listeners);
        GC.Collect();
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan start = Environment.CpuUsage.TotalTime;
        run.Run();
        double time = (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        digests.Add(run.Digest);
        return (time, bytes);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
