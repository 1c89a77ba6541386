using System.CommandLine;
using CcaEmu.Cli.Bench;
using CcaEmu.Cli.Options;
using CcaEmu.Diagnostics.Costs;

namespace CcaEmu.Cli.Commands;

/// <summary><c>ccaemu bench</c>: what world switches cost.</summary>
internal sealed class BenchCommandLine
{
    private const int DefaultRepetitions = 100;

    private readonly Option<int> _repetitions = OptionReading.Of<int>("-n", Repetitions.TryParse, "N", "How often each operation is repeated [default: 100]");

    private readonly Option<ulong> _seed = OptionReading.Of<ulong>("--seed", NumberText.TryParse, "N", "Seed of the machine's randomness [default: 1]");

    private readonly Option<CostProfile> _profile = OptionReading.Of<CostProfile>("--profile", ProfileName.TryParse, "NAME|FILE",
        "What cycles are by: machine, instructions, a55-opencca, n1-osdi22, or a file [default: a55-opencca]");

    private readonly Option<string> _json = new("--json") { HelpName = "FILE", Description = "Write the measurements to FILE as JSON" };

    private readonly Option<string> _csv = new("--csv") { HelpName = "FILE", Description = "Write the measurements to FILE as CSV" };

    private readonly Option<string> _html = new("--html") { HelpName = "FILE", Description = "Write a report to FILE: one page that needs no network" };

    private readonly Option<string> _refit = new("--refit")
    {
        HelpName = "FILE",
        Description = "Fit the profile to its fitted figures by these measurements and write it to FILE",
    };

    private readonly Option<string[]> _compare = new("--compare")
    {
        HelpName = "A.json B.json",
        Description = "Measure nothing: say what has changed from one --json file to another",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<double> _failAbove = OptionReading.Of<double>("--fail-above", Percentage.TryParse, "PERCENT",
        "With --compare: exit code 1 when a median has grown by more than this");

    private readonly Option<bool> _calibration = new("--calibration")
    {
        Description = "Hold the shipped profiles, or the one of --profile, against the figures published for their machines",
    };

    /// <summary>The command.</summary>
    /// <param name="console">Where output goes.</param>
    /// <param name="clock">Host time.</param>
    public BenchCommandLine(CliConsole console, HostClock clock)
    {
        var worldSwitch = new Command("world-switch", "Measures calls, exits, interrupts and a realm's life, and what each is made of.")
        {
            _repetitions, _seed, _profile, _json, _csv, _html, _refit, _compare, _failAbove,
        };
        worldSwitch.SetAction(parsed => new BenchCommand(console, clock).Execute(Read(parsed)));
        Command = new Command("bench", "Measures what world switches cost.") { worldSwitch, _calibration, _profile };
        Command.SetAction(parsed => parsed.GetValue(_calibration)
            ? new BenchCommand(console, clock).Calibrate(parsed.GetResult(_profile) is null ? null : parsed.GetValue(_profile))
            : console.Refuse("bench: expected world-switch or --calibration, found neither; try 'ccaemu bench --help'"));
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private BenchRequest Read(ParseResult parsed) => new()
    {
        Repetitions = OptionReading.ValueOr(parsed, _repetitions, DefaultRepetitions),
        Seed = OptionReading.ValueOr(parsed, _seed, 1UL),
        Profile = parsed.GetResult(_profile) is null ? ShippedProfiles.Load("a55-opencca") : parsed.GetValue(_profile)!,
        JsonFile = parsed.GetValue(_json),
        CsvFile = parsed.GetValue(_csv),
        HtmlFile = parsed.GetValue(_html),
        RefitFile = parsed.GetValue(_refit),
        Compare = parsed.GetResult(_compare) is null ? null : parsed.GetValue(_compare),
        FailAbovePercent = parsed.GetResult(_failAbove) is null ? null : parsed.GetValue(_failAbove),
    };
}
