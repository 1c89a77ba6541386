using System.Diagnostics;
using CcaEmu.Campaign.Fuzz;
using CcaEmu.Campaign.Oracle;
using CcaEmu.Campaign.RmiFuzz;
using CcaEmu.Campaign.Sweep;
using CcaEmu.Campaign.Vectors;

namespace CcaEmu.Campaign;

/// <summary>The campaign: random cases of every line of the encoding table, here and under QEMU.</summary>
internal static class CampaignCommand
{
    /// <summary>Runs the tool.</summary>
    /// <returns>0 when all cases agree, 1 when some differ, 2 when the command line is wrong.</returns>
    public static int Run(string[] args)
    {
        if (CampaignArguments.Parse(args) is not { } options)
            return 2;
        if (options.Sweep is { } sweep)
            return sweep == "every" ? SweepText(options) : Sweep(sweep);
        if (options.RmiFuzz > 0)
            return RmiFuzzCommand.Run(options.RmiFuzz, options.Campaign.Seed, options.HasMec);
        if (options.Replay is { } script)
            return RmiFuzzCommand.Replay(script);
        if (options.Fuzz > 0)
            return Fuzz(options.Fuzz, options.Campaign.Seed);
        if (options.Record)
        {
            VectorRecorder.Record(options.Campaign);
            return 0;
        }
        var clock = Stopwatch.StartNew();
        CampaignResult result = CampaignRunner.Run(options.Campaign);
        result.Print(Console.Out);
        if (options.Keep)
            Keep(result, options.Campaign.Features());
        Console.WriteLine($"{clock.Elapsed.TotalSeconds:f1} s");
        return result.Mismatches.Count == 0 ? 0 : 1;
    }

    private static int Fuzz(long steps, ulong seed)
    {
        var clock = Stopwatch.StartNew();
        FuzzResult result = FuzzRun.Run(steps, seed);
        result.Print(Console.Out);
        Console.WriteLine($"{clock.Elapsed.TotalSeconds:f1} s");
        return result.Failures.Count == 0 ? 0 : 1;
    }

    private static int Sweep(string what)
    {
        var clock = Stopwatch.StartNew();
        int? slice = what == "all" ? null : DecoderSweep.SliceOf(what);
        SweepResult result = DecoderSweep.Run(slice);
        foreach (string complaint in result.Complaints)
            Console.WriteLine(complaint);
        Console.WriteLine($"{result.Words} words{(slice is null ? "" : $" (slice {slice})")}, {result.Defined} defined, "
            + $"{result.Complaints.Count} complaints, {clock.Elapsed.TotalSeconds:f1} s");
        return result.Complaints.Count == 0 ? 0 : 1;
    }

    private static int SweepText(CampaignArguments options)
    {
        int threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        SweepResult result = TextSweep.Run(options.From, (ulong)options.To + 1, threads, Console.Out);
        Console.WriteLine($"{result.Words} words, both know {result.Defined}, {result.Complaints.Count} complaints");
        return result.Complaints.Count == 0 ? 0 : 1;
    }

    // Mismatches, made small, go where dotnet test runs them.
    private static void Keep(CampaignResult result, PeFeatures features)
    {
        using var pe = new UserPe(features);
        var shrinker = new Shrinker(pe);
        string file = Path.Combine(VectorLibrary.Folder(), VectorLibrary.FoundFile);
        foreach (Mismatch mismatch in result.Mismatches)
        {
            Mismatch small = shrinker.Shrink(mismatch) ?? mismatch;
            Console.WriteLine($"shrunk: {small}");
            File.AppendAllText(file, new CaseVector(small.Op, small.Words, small.Input, small.Expected).Format() + '\n');
        }
    }
}
