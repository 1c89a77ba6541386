using System.Diagnostics;

namespace CcaEmu.Campaign;

/// <summary>The campaign: random cases of every line of the encoding table, here and under QEMU.</summary>
internal static class CampaignCommand
{
    private const int StatesPerSlot = 8;

    /// <summary>Runs the tool.</summary>
    /// <returns>0 when all cases agree, 1 when some differ, 2 when the command line is wrong.</returns>
    public static int Run(string[] args)
    {
        long cases = 2_000_000, sequences = 20_000;
        ulong seed = 1;
        string lines = "";
        for (int n = 0; n + 1 < args.Length; n += 2)
        {
            switch (args[n])
            {
                case "--cases": cases = long.Parse(args[n + 1]); break;
                case "--sequences": sequences = long.Parse(args[n + 1]); break;
                case "--seed": seed = ulong.Parse(args[n + 1]); break;
                case "--lines": lines = args[n + 1]; break;
                default: Console.Error.WriteLine($"unknown option {args[n]}; known: --cases --sequences --seed --lines"); return 2;
            }
        }
        var clock = Stopwatch.StartNew();
        CampaignResult result = CampaignRunner.Run(new CampaignOptions(cases, sequences, seed, lines, StatesPerSlot));
        result.Print(Console.Out);
        Console.WriteLine($"{clock.Elapsed.TotalSeconds:f1} s");
        return result.Mismatches.Count == 0 ? 0 : 1;
    }
}
