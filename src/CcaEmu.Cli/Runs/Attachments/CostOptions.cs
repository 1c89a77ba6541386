using System.CommandLine;
using System.CommandLine.Parsing;
using CcaEmu.Cli.Options;

namespace CcaEmu.Cli.Runs.Attachments;

/// <summary>What measuring costs, measured: <c>--measure-cost</c>.</summary>
internal sealed class CostOptions : IRunOptions
{
    private static readonly string[] Measured = ["--report", "--perfetto", "--trace"];

    private readonly Option<bool> _measures = new("--measure-cost")
    {
        Description = "Measure what --report, --perfetto and --trace cost: run the guest again and again with and without them, and compare the processor time",
    };

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_measures];

    /// <inheritdoc/>
    public string? FindError(ParseResult parsed) => parsed.GetValue(_measures) && !parsed.CommandResult.Children.OfType<OptionResult>().Any(given => Measured.Contains(given.Option.Name))
        ? "--measure-cost: expected --report, --perfetto or --trace with it, found none; add --report FILE"
        : null;

    /// <inheritdoc/>
    public RunRequest Read(ParseResult parsed, RunRequest request) => request with { MeasuresCost = parsed.GetValue(_measures) };
}
