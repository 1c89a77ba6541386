using System.Diagnostics;
using CcaEmu.Campaign.Oracle;
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
        if (options.Record)
        {
            VectorRecorder.Record(options.Campaign.Lines, options.Campaign.Seed);
            return 0;
        }
        var clock = Stopwatch.StartNew();
        CampaignResult result = CampaignRunner.Run(options.Campaign);
        result.Print(Console.Out);
        if (options.Keep)
            Keep(result);
        Console.WriteLine($"{clock.Elapsed.TotalSeconds:f1} s");
        return result.Mismatches.Count == 0 ? 0 : 1;
    }

    // Mismatches, made small, go where dotnet test runs them.
    private static void Keep(CampaignResult result)
    {
        using var pe = new UserPe();
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
