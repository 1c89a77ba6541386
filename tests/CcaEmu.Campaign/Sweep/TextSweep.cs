using System.Diagnostics;

namespace CcaEmu.Campaign.Sweep;

/// <summary>Every word of a range against Capstone: see <see cref="TextComparison"/>.</summary>
internal static class TextSweep
{
    private const ulong Block = 1 << 26, Chunk = 1 << 18;
    private const int MaxComplaints = 100;

    /// <summary>Sweeps, and says after every 2^26 words how far it is, so that a run that was ended can be taken up there.</summary>
    /// <param name="first">The first word.</param>
    /// <param name="end">One more than the last.</param>
    /// <param name="threads">How many threads.</param>
    /// <param name="log">Where progress is written.</param>
    /// <returns>Words, words that both know, and what is wrong.</returns>
    public static SweepResult Run(ulong first, ulong end, int threads, TextWriter log)
    {
        List<string> complaints = [];
        long common = 0, excused = 0;
        var clock = Stopwatch.StartNew();
        for (ulong start = first; start < end;)
        {
            ulong stop = Math.Min(end, (start / Block + 1) * Block);
            Parallel.For((long)(start / Chunk), (long)((stop + Chunk - 1) / Chunk), new ParallelOptions { MaxDegreeOfParallelism = threads },
                () => new TextComparison(),
                (chunk, _, comparison) =>
                {
                    ulong to = Math.Min(stop, ((ulong)chunk + 1) * Chunk);
                    for (ulong word = Math.Max(start, (ulong)chunk * Chunk); word < to; word++)
                    {
                        if (comparison.Compare((uint)word) is { } complaint)
                            Add(complaints, complaint, log);
                    }
                    return comparison;
                },
                comparison =>
                {
                    Interlocked.Add(ref common, comparison.Common);
                    Interlocked.Add(ref excused, comparison.Excused);
                    comparison.Dispose();
                });
            log.WriteLine($"0x{first:x8} to 0x{stop - 1:x8}: both know {common}, {excused} differ for a reason, {complaints.Count} complaints, {clock.Elapsed.TotalSeconds:f0} s");
            start = stop;
        }
        return new SweepResult((long)(end - first), common, complaints);
    }

    private static void Add(List<string> complaints, string complaint, TextWriter log)
    {
        lock (complaints)
        {
            complaints.Add(complaint);
            if (complaints.Count <= MaxComplaints)
                log.WriteLine(complaint);
        }
    }
}
