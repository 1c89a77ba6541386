using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using CcaEmu.Cli.Commands;
using CcaEmu.Cli.Options;
using CcaEmu.Cli.Tracing;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Diagnostics.Tracing.Format;

namespace CcaEmu.Cli.Runs.Attachments;

/// <summary>A trace of the run: <c>--trace</c>, <c>--trace-kinds</c>. <c>ccaemu trace</c> looks at it.</summary>
internal sealed class TraceOptions : IRunOptions
{
    // They say what is shown or written of a run and make it no other run; some of them have a field of their own.
    private static readonly string[] NotOfTheRun = ["--trace", "--trace-kinds", "--json", "--report", "--perfetto", "--profile", "--measure-cost", "--quiet"];

    private readonly Option<string> _file = new("--trace")
    {
        HelpName = "FILE",
        Description = "Write a trace of the run to FILE; 'ccaemu trace show FILE' prints it",
    };

    private readonly Option<TraceKinds> _kinds = OptionReading.Of<TraceKinds>("--trace-kinds", TraceList.TryParse, "LIST",
        $"What the trace holds: {string.Join(", ", TraceKindList.Words)}; several separated by commas [default: {TraceKindList.Format(TraceKinds.Default)}]");

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_file, _kinds];

    /// <inheritdoc/>
    public string? FindError(ParseResult parsed)
    {
        bool lacksFile = parsed.GetResult(_kinds) is not null && parsed.GetValue(_file) is null;
        return lacksFile ? "--trace-kinds: expected --trace with it, found none; add --trace FILE" : null;
    }

    /// <inheritdoc/>
    public RunRequest Read(ParseResult parsed, RunRequest request)
    {
        string? file = parsed.GetValue(_file);
        TraceKinds kinds = OptionReading.ValueOr(parsed, _kinds, TraceKinds.Default);
        return file is null ? request : request.With(Open);

        bool Open(RunSurroundings run, [NotNullWhen(true)] out RunAttachment? attachment, [NotNullWhen(false)] out string? error)
        {
            bool opened = OutputFile.TryOpen("--trace", file, out FileStream? stream, out error);
            attachment = opened ? new TraceFile(stream!, HeaderOf(parsed.CommandResult, run.ImagePath, kinds)) : null;
            return opened;
        }
    }

    // Seed, features and number of PEs are the machine's to say.
    private static TraceHeader HeaderOf(CommandResult parsed, string image, TraceKinds kinds) => new()
    {
        Image = image,
        ImageSha256 = TracedImage.HashOf(image),
        Options = string.Join(' ', Given(parsed).Where(option => !NotOfTheRun.Contains(option.Option.Name)).Select(TextOf)),
        Profile = GivenText(parsed, "--profile") ?? "machine",
        Kinds = kinds,
    };

    private static IEnumerable<OptionResult> Given(CommandResult parsed) => parsed.Children.OfType<OptionResult>().Where(option => !option.Implicit);

    private static string? GivenText(CommandResult parsed, string name) =>
        Given(parsed).FirstOrDefault(option => option.Option.Name == name)?.Tokens is { } tokens ? string.Join(' ', tokens.Select(token => token.Value)) : null;

    private static string TextOf(OptionResult option) =>
        string.Join(' ', option.Tokens.Select(token => token.Value).Prepend(option.IdentifierToken?.Value ?? option.Option.Name));
}
