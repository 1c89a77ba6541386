using System.CommandLine;
using CcaEmu.Attestation.Tokens;
using CcaEmu.Cli.Options;
using CcaEmu.Rmm;

namespace CcaEmu.Cli.Runs;

/// <summary>How monitor and RMM behave: <c>--rmm-sro</c>, <c>--rmm-rem</c>, <c>--rmm-token</c>, <c>--gpt</c>.</summary>
internal sealed class FirmwareOptions : IRunOptions
{
    private readonly Option<SroMode> _rmmSro = OptionReading.Of<SroMode>(
        "--rmm-sro", new NamedChoice<SroMode>(("off", SroMode.Off), ("spec", SroMode.Spec), ("aggressive", SroMode.Aggressive)).TryParse, "MODE",
        "Stateful RMI operations: off, spec (where a command needs memory), or aggressive (wherever allowed, by seed) [default: off]");

    private readonly Option<RemInput> _rmmRem = OptionReading.Of<RemInput>(
        "--rmm-rem", new NamedChoice<RemInput>(("digest", RemInput.DigestAndBytes), ("padded", RemInput.Padded)).TryParse, "INPUT",
        "What RSI_MEASUREMENT_EXTEND hashes: the old digest and the bytes given, or both padded to 64 bytes [default: digest]");

    private readonly Option<TokenForm> _rmmToken = OptionReading.Of<TokenForm>(
        "--rmm-token", new NamedChoice<TokenForm>(("907", TokenForm.Collection), ("399", TokenForm.Legacy)).TryParse, "TAG",
        "Outer form of attestation tokens by its CBOR tag: 907 (RMM 2.0) or 399 (RMM 1.0) [default: 907]");

    private readonly Option<GptMode> _gpt = OptionReading.Of<GptMode>(
        "--gpt", new NamedChoice<GptMode>(("static", GptMode.Static), ("dynamic", GptMode.Dynamic)).TryParse, "MODE",
        "Level 1 GPTs: static (all at boot), or dynamic (in memory that the host donates; --rmm-sro is spec then, unless given) [default: static]");

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_rmmSro, _rmmRem, _rmmToken, _gpt];

    /// <inheritdoc/>
    public RunRequest Read(ParseResult parsed, RunRequest request)
    {
        GptMode gpt = OptionReading.ValueOr(parsed, _gpt, request.Gpt);
        return request with
        {
            Gpt = gpt,
            RmmRem = OptionReading.ValueOr(parsed, _rmmRem, request.RmmRem),
            RmmToken = OptionReading.ValueOr(parsed, _rmmToken, request.RmmToken),
            RmmSro = OptionReading.ValueOr(parsed, _rmmSro, gpt == GptMode.Dynamic ? SroMode.Spec : request.RmmSro),
        };
    }
}
