using CcaEmu.Diagnostics.Tracing.Events;

namespace CcaEmu.Diagnostics.Explanations;

/// <summary>The last few of a sequence of events.</summary>
internal sealed class RecentEvents
{
    private const int Most = 8;

    private readonly Queue<TraceEvent> _last = [];

    /// <summary>How many there were.</summary>
    public ulong Total { get; private set; }

    /// <summary>The last ones, oldest first.</summary>
    public IReadOnlyCollection<TraceEvent> Last => _last;

    /// <summary>Adds one.</summary>
    public void Add(TraceEvent one)
    {
        if (_last.Count == Most)
            _last.Dequeue();
        _last.Enqueue(one);
        Total++;
    }
}
