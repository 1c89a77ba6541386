using System.Globalization;

namespace CcaEmu.Campaign;

/// <summary>The tool's command line.</summary>
/// <param name="Campaign">How large the campaign is.</param>
/// <param name="Record">Record vectors instead.</param>
/// <param name="Keep">Shrink mismatches and keep them as vectors.</param>
/// <param name="Sweep">Sweep the decoder instead: "all", "every" for the text of every word, or what chooses a slice.</param>
/// <param name="Fuzz">Execute this many random steps instead.</param>
/// <param name="RmiFuzz">Make this many random RMI commands instead.</param>
/// <param name="Replay">Play this script of RMI commands instead.</param>
/// <param name="HasMec">Whether all machines for random RMI commands have memory encryption contexts.</param>
/// <param name="From">The first word of a sweep over the text of every word.</param>
/// <param name="To">Its last.</param>
/// <param name="Threads">How many threads such a sweep has; 0 for as many as there are cores.</param>
internal sealed record CampaignArguments(CampaignOptions Campaign, bool Record = false, bool Keep = false, string? Sweep = null, long Fuzz = 0, long RmiFuzz = 0, string? Replay = null,
    bool HasMec = false, uint From = 0, uint To = uint.MaxValue, int Threads = 0)
{
    private const string Usage = """
        usage: CcaEmu.Campaign [--cases N] [--sequences N] [--seed N] [--lines REGEX] [--features A,B] [--keep] [--record] | --sweep all|SEED
               | --sweep every [--from WORD] [--to WORD] [--threads N] | --fuzz STEPS | --rmi-fuzz COMMANDS [--mec] | --rmi-replay FILE
          --cases N      cases of one instruction, spread evenly over the lines (2000000)
          --sequences N  cases of 5 to 12 instructions (20000)
          --seed N       what everything is drawn from (1)
          --lines REGEX  only lines of the encoding table with such a name
          --features A,B more features than the default PE has
          --keep         make mismatches small and keep them in tests/CcaEmu.Cpu.Tests/Vectors/Found.txt
          --record       record vectors instead: of the lines named, or of those that have too few in tests/CcaEmu.Cpu.Tests/Vectors
          --sweep WHAT   decode all words instead, or the 64th of them that a text (the date of a commit) chooses
          --sweep every  compare the text of every word with Capstone's instead
          --from, --to   the first and the last word of that, in hexadecimal: to take up a run that was ended
          --threads N    threads of that (all cores)
          --fuzz STEPS   execute random words in random states at every level instead
          --rmi-fuzz COMMANDS  random RMI commands of several hosts instead, against a model of the specification
          --mec                with memory encryption contexts on all machines of that, and not on a third of them
          --rmi-replay FILE    a counterexample of that once more
        """;

    /// <summary>Reads the command line; null, with a message, when it is wrong.</summary>
    public static CampaignArguments? Parse(string[] args)
    {
        var result = new CampaignArguments(new CampaignOptions(2_000_000, 20_000, 1, "", 8));
        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out string? option))
        {
            CampaignArguments? next = option switch
            {
                "--record" => result with { Record = true },
                "--mec" => result with { HasMec = true },
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
        if (option == "--sweep")
            return this with { Sweep = value };
        if (option is "--from" or "--to")
        {
            string digits = value.StartsWith("0x", StringComparison.Ordinal) ? value[2..] : value;
            return !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint word) ? null
                : option == "--from" ? this with { From = word } : this with { To = word };
        }
        if (option == "--rmi-replay")
            return this with { Replay = value };
        if (option == "--features")
            return this with { Campaign = Campaign with { MoreFeatures = value } };
        if (option == "--lines")
            return this with { Campaign = Campaign with { Lines = value } };
        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return null;
        return option switch
        {
            "--cases" => this with { Campaign = Campaign with { Cases = number } },
            "--sequences" => this with { Campaign = Campaign with { Sequences = number } },
            "--rmi-fuzz" => this with { RmiFuzz = number },
            "--fuzz" => this with { Fuzz = number },
            "--threads" => this with { Threads = (int)Math.Min(number, Environment.ProcessorCount) },
            "--seed" => this with { Campaign = Campaign with { Seed = (ulong)number } },
            _ => null,
        };
    }
}
