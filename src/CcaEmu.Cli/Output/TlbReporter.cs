using CcaEmu.Cpu;

namespace CcaEmu.Cli.Output;

/// <summary>Prints what <c>--tlb strict</c> finds, a line each; after very many it only counts.</summary>
/// <param name="output">Where lines go.</param>
internal sealed class TlbReporter(TextWriter output) : ITlbObserver
{
    private const int MaxLines = 100;
    private const int KeptFindings = 4;
    private readonly List<StaleTranslation> _first = [];
    private int _count;

    /// <summary>Findings so far.</summary>
    public int Count => _count;

    /// <summary>The first few of them.</summary>
    public IReadOnlyList<StaleTranslation> First => _first;

    /// <inheritdoc/>
    public void OnStaleTranslation(ProcessingElement pe, in StaleTranslation stale)
    {
        _count++;
        if (_first.Count < KeptFindings)
            _first.Add(stale);
        if (_count <= MaxLines)
            output.WriteLine($"tlb: PE {pe.Index}: {stale}");
        if (_count == MaxLines + 1)
            output.WriteLine($"tlb: more than {MaxLines} findings; the rest is counted only");
    }
}
