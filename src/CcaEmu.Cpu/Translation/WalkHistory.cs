namespace CcaEmu.Cpu;

/// <summary>Every descriptor fetch, in order, of the walk that led to a PE's last memory fault.</summary>
/// <remarks>
/// The PE fills it by walking once more when it reports a fault, before any register changes; room for the longest nested walk is there
/// from the start. It holds until the next fault.
/// </remarks>
public sealed class WalkHistory
{
    // Five levels of stage 1, each behind five of stage 2, then stage 2 of the output, and a second stage 2 walk for an update.
    private const int Longest = 5 * (5 + 1) + 5 + 5;

    private readonly WalkStep[] _steps = new WalkStep[Longest];
    private int _count;

    /// <summary>The fetches, first to last.</summary>
    public ReadOnlySpan<WalkStep> Steps => _steps.AsSpan(0, _count);

    internal void Clear() => _count = 0;

    internal void Add(in WalkStep step)
    {
        if (_count < _steps.Length)
            _steps[_count++] = step;
    }
}
