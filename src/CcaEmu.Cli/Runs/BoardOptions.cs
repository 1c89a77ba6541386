using System.CommandLine;
using CcaEmu.Cli.Options;
using CcaEmu.Cpu;

namespace CcaEmu.Cli.Runs;

/// <summary>How the machine is made and how long it runs: <c>--max-instructions</c>, <c>--max-resets</c>, <c>--seed</c>, <c>--cpu-feature</c>.</summary>
internal sealed class BoardOptions : IRunOptions
{
    private readonly Option<ulong> _maxInstructions = OptionReading.Of<ulong>("--max-instructions", NumberText.TryParseCount, "N",
        "Stop with exit code 124 after N instructions and exceptions; 10M is ten million [default: no limit]");

    private readonly Option<ulong> _seed = OptionReading.Of<ulong>("--seed", NumberText.TryParse, "N",
        "Seed of everything random a guest can see; same image and seed, same run [default: 1]");

    private readonly Option<int> _maxResets = OptionReading.Of<int>("--max-resets", ResetCount.TryParse, "N",
        "Let the board be reset N times, by its firmware or a watchdog, before the run fails; 0 to 1000 [default: 3]");

    private readonly Option<PeFeatures> _cpuFeatures = CpuFeatureList.Option();

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_maxInstructions, _maxResets, _seed, _cpuFeatures];

    /// <inheritdoc/>
    public RunRequest Read(ParseResult parsed, RunRequest request) => request with
    {
        MaxInstructions = OptionReading.ValueOr(parsed, _maxInstructions, request.MaxInstructions),
        MaxResets = OptionReading.ValueOr(parsed, _maxResets, request.MaxResets),
        Seed = OptionReading.ValueOr(parsed, _seed, request.Seed),
        CpuFeatures = OptionReading.ValueOr(parsed, _cpuFeatures, request.CpuFeatures),
    };
}
