using System.CommandLine;
using CcaEmu.Cli.Options;
using CcaEmu.Rmm;

namespace CcaEmu.Cli.Runs;

/// <summary>How monitor and RMM behave: <c>--rmm-sro</c>, <c>--gpt</c>.</summary>
internal sealed class FirmwareOptions : IRunOptions
{
    private readonly Option<SroMode> _rmmSro = OptionReading.Of<SroMode>(
        "--rmm-sro", new NamedChoice<SroMode>(("off", SroMode.Off), ("spec", SroMode.Spec), ("aggressive", SroMode.Aggressive)).TryParse, "MODE",
        "Stateful RMI operations: off, spec (where a command needs memory), or aggressive (wherever allowed, by seed) [default: off]");

    private readonly Option<GptMode> _gpt = OptionReading.Of<GptMode>(
        "--gpt", new NamedChoice<GptMode>(("static", GptMode.Static), ("dynamic", GptMode.Dynamic)).TryParse, "MODE",
        "Level 1 GPTs: static (all at boot), or dynamic (in memory that the host donates; --rmm-sro is spec then, unless given) [default: static]");

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_rmmSro, _gpt];

    /// <inheritdoc/>
    public RunRequest Read(ParseResult parsed, RunRequest request)
    {
        GptMode gpt = OptionReading.ValueOr(parsed, _gpt, request.Gpt);
        return request with
        {
            Gpt = gpt,
            RmmSro = OptionReading.ValueOr(parsed, _rmmSro, gpt == GptMode.Dynamic ? SroMode.Spec : request.RmmSro),
        };
    }
}
