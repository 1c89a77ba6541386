namespace CcaEmu.Diagnostics.Faults;

/// <summary>The first few and the last few of a sequence of exceptions.</summary>
public sealed class ExceptionWindow
{
    /// <summary>How many of the first are kept.</summary>
    public const int FirstCount = 4;

    /// <summary>How many of the last are kept.</summary>
    public const int LastCount = 16;

    private readonly List<ExceptionRecord> _first = [];
    private readonly Queue<ExceptionRecord> _last = [];

    /// <summary>How many there were.</summary>
    public ulong Total { get; private set; }

    /// <summary>The first ones, oldest first.</summary>
    public IReadOnlyList<ExceptionRecord> First => _first;

    /// <summary>The last ones, oldest first; while there are few, the same as the first.</summary>
    public IReadOnlyCollection<ExceptionRecord> Last => _last;

    /// <summary>All that are kept, oldest first, none twice.</summary>
    public IEnumerable<ExceptionRecord> Kept => _first.Concat(_last.Where(record => record.Number > _first[^1].Number));

    internal void Add(in ExceptionRecord record)
    {
        Total++;
        if (_first.Count < FirstCount)
            _first.Add(record);
        if (_last.Count == LastCount)
            _last.Dequeue();
        _last.Enqueue(record);
    }
}
