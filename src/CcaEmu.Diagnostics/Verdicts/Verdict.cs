namespace CcaEmu.Diagnostics.Verdicts;

/// <summary>Why a run ended as it did: the causes that fit, most certain first.</summary>
/// <param name="Case">What it was judged by.</param>
/// <param name="Suspects">The causes that fit; empty where none is known.</param>
public sealed record Verdict(CaseFile Case, IReadOnlyList<Suspect> Suspects)
{
    private const int Sure = 80;
    private const int Close = 15;

    /// <summary>The cause that fits best, or null.</summary>
    public Suspect? Best => Suspects.Count == 0 ? null : Suspects[0];

    /// <summary>Whether the best one is certain enough, and far enough from the next, to be named alone.</summary>
    public bool IsSure => Best is { Finding.Certainty: >= Sure } best
        && (Suspects.Count == 1 || best.Finding.Certainty - Suspects[1].Finding.Certainty >= Close || best.Finding.Certainty >= 90);

    /// <summary>Judges a run by every known cause.</summary>
    /// <param name="file">The evidence.</param>
    public static Verdict Of(CaseFile file) => new(file,
    [
        .. CauseTable.All
            .Select(cause => (Cause: cause, Finding: cause.Recognise(file)))
            .Where(found => found.Finding is not null)
            .Select(found => new Suspect(found.Cause, found.Finding!))
            .OrderByDescending(suspect => suspect.Finding.Certainty),
    ]);
}
