using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using CcaEmu.Cli.Commands;
using CcaEmu.Cli.Options;
using CcaEmu.Diagnostics.Summaries;

namespace CcaEmu.Cli.Runs.Attachments;

/// <summary>The summary, printed or not, and as JSON: <c>--quiet</c>, <c>--json</c>.</summary>
internal sealed class SummaryOptions : IRunOptions
{
    private readonly Option<bool> _quiet = new("--quiet", "-q")
    {
        Description = "Print the realm's console and nothing else",
    };

    private readonly Option<string> _json = new("--json")
    {
        HelpName = "FILE",
        Description = "Write the summary to FILE as JSON",
    };

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_quiet, _json];

    /// <inheritdoc/>
    public RunRequest Read(ParseResult parsed, RunRequest request)
    {
        string? file = parsed.GetValue(_json);
        request = request with { Quiet = parsed.GetValue(_quiet) };
        return file is null ? request : request.With(Open);

        bool Open(RunSurroundings run, [NotNullWhen(true)] out RunAttachment? attachment, [NotNullWhen(false)] out string? error)
        {
            bool opened = OutputFile.TryOpen("--json", file, out FileStream? stream, out error);
            attachment = opened ? new SummaryFile(stream!) : null;
            return opened;
        }
    }

    private sealed class SummaryFile(FileStream file) : RunAttachment
    {
        public override void Write(EndedRun ended)
        {
            OutputFile.Truncate(file);
            RunSummaryJson.Write(file, ended.Summary);
        }

        public override void Dispose() => file.Dispose();
    }
}
