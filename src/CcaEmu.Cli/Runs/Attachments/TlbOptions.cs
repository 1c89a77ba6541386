using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using CcaEmu.Cli.Options;
using CcaEmu.Cli.Output;
using CcaEmu.Cpu;

namespace CcaEmu.Cli.Runs.Attachments;

/// <summary>A TLB that reports what a real one could have answered differently: <c>--tlb strict</c>.</summary>
internal sealed class TlbOptions : IRunOptions
{
    private readonly Option<TlbMode> _tlb = OptionReading.Of<TlbMode>(
        "--tlb", new NamedChoice<TlbMode>(("fast", TlbMode.Fast), ("strict", TlbMode.Strict)).TryParse, "MODE",
        "fast, or strict: report accesses that a real TLB could have answered differently, and the TLBI that is missing (slow) [default: fast]");

    /// <inheritdoc/>
    public IReadOnlyList<Option> Options => [_tlb];

    /// <inheritdoc/>
    public RunRequest Read(ParseResult parsed, RunRequest request) =>
        OptionReading.ValueOr(parsed, _tlb, TlbMode.Fast) == TlbMode.Strict ? request.With(Open) : request;

    private static bool Open(RunSurroundings run, [NotNullWhen(true)] out RunAttachment? attachment, [NotNullWhen(false)] out string? error)
    {
        attachment = new StrictTlb(run.Console.Error);
        error = null;
        return true;
    }

    private sealed class StrictTlb(TextWriter error) : RunAttachment
    {
        private TlbReporter _reporter = new(error);

        public override IReadOnlyList<StaleTranslation> StaleTranslations => _reporter.First;

        public override void Attach(Emulation emulation)
        {
            _reporter = new TlbReporter(error);
            foreach (ProcessingElement pe in emulation.Machine.Pes)
                pe.TlbObserver = _reporter;
        }

        public override void Close() =>
            error.WriteLine($"tlb: {_reporter.Count} accesses met a translation that no TLBI had dropped and that tables no longer give");
    }
}
