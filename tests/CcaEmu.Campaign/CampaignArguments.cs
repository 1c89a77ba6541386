using System.Globalization;

namespace CcaEmu.Campaign;

/// <summary>The tool's command line.</summary>
/// <param name="Campaign">How large the campaign is.</param>
/// <param name="Record">Record vectors instead.</param>
/// <param name="Keep">Shrink mismatches and keep them as vectors.</param>
internal sealed record CampaignArguments(CampaignOptions Campaign, bool Record, bool Keep)
{
    private const string Usage = """
        usage: CcaEmu.Campaign [--cases N] [--sequences N] [--seed N] [--lines REGEX] [--keep] [--record]
          --cases N      cases of one instruction, spread evenly over the lines (2000000)
          --sequences N  cases of 5 to 12 instructions (20000)
          --seed N       what everything is drawn from (1)
          --lines REGEX  only lines of the encoding table with such a name
          --keep         make mismatches small and keep them in tests/CcaEmu.Cpu.Tests/Vectors/Found.txt
          --record       record the vectors of tests/CcaEmu.Cpu.Tests/Vectors anew instead
        """;

    /// <summary>Reads the command line; null, with a message, when it is wrong.</summary>
    public static CampaignArguments? Parse(string[] args)
    {
        var result = new CampaignArguments(new CampaignOptions(2_000_000, 20_000, 1, "", 8), false, false);
        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out string? option))
        {
            CampaignArguments? next = option switch
            {
                "--record" => result with { Record = true },
                "--keep" => result with { Keep = true },
                _ => rest.TryDequeue(out string? value) ? result.WithValue(option, value) : null,
            };
            if (next is null)
            {
                Console.Error.WriteLine(Usage);
                return null;
            }
            result = next;
        }
        return result;
    }

    private CampaignArguments? WithValue(string option, string value)
    {
        if (option == "--lines")
            return this with { Campaign = Campaign with { Lines = value } };
        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return null;
        return option switch
        {
            "--cases" => this with { Campaign = Campaign with { Cases = number } },
            "--sequences" => this with { Campaign = Campaign with { Sequences = number } },
            "--seed" => this with { Campaign = Campaign with { Seed = (ulong)number } },
            _ => null,
        };
    }
}
