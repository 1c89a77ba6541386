using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using CcaEmu.Cli.Options;

namespace CcaEmu.Cli.Runs;

/// <summary>What the realm's measurement must be: <c>--expect-rim</c>.</summary>
internal sealed class MeasurementOptions : IRunOptions
{
    private readonly Option<string?> _rim = OptionReading.Of<string?>("--expect-rim", TryParse, "HEX",
        "Fail unless the Realm Initial Measurement is this; `ccaemu realm measure` prints what it must be");

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_rim];

    /// <inheritdoc/>
    public RunRequest Read(ParseResult parsed, RunRequest request) => request with { ExpectedRim = OptionReading.ValueOr(parsed, _rim, request.ExpectedRim) };

    private static bool TryParse(string text, [MaybeNullWhen(false)] out string? rim, [NotNullWhen(false)] out string? expected)
    {
        rim = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        expected = "64, 96 or 128 hexadecimal digits";
        return rim.Length is 64 or 96 or 128 && rim.All(char.IsAsciiHexDigit);
    }
}
