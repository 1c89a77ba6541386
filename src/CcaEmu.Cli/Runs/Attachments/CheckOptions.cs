using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using CcaEmu.Cli.Options;

namespace CcaEmu.Cli.Runs.Attachments;

/// <summary>Isolation checked after every RMI command: <c>--check</c>.</summary>
internal sealed class CheckOptions : IRunOptions
{
    private readonly Option<bool> _check = new("--check")
    {
        Description = "Check after every RMI command that granules, GPT, RTTs and counts agree and nothing of a realm has leaked (slow)",
    };

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_check];

    /// <inheritdoc/>
    public RunRequest Read(ParseResult parsed, RunRequest request) =>
        parsed.GetValue(_check) ? (request with { ChecksIsolation = true }).With(Open) : request;

    private static bool Open(RunSurroundings run, [NotNullWhen(true)] out RunAttachment? attachment, [NotNullWhen(false)] out string? error)
    {
        attachment = new IsolationCheck(run.Console.Error);
        error = null;
        return true;
    }

    private sealed class IsolationCheck(TextWriter error) : RunAttachment
    {
        private bool _hasFailed;

        public override bool HasFailed => _hasFailed;

        public override void Write(EndedRun ended)
        {
            IReadOnlyList<string> findings = ended.Emulation.Rmm.IsolationFindings;
            foreach (string finding in findings)
                error.WriteLine($"check: {finding}");
            error.WriteLine($"check: {findings.Count} findings in {ended.Emulation.Rmm.IsolationChecks} commands");
            _hasFailed = findings.Count != 0;
        }
    }
}
