namespace CcaEmu.Diagnostics.Calls;

/// <summary>The calls that are under way, each at a place of its own until it has returned.</summary>
/// <remarks>
/// There are few: one of each layer on each PE, and one of each virtual CPU that waits for an answer. They are searched from the last one on,
/// which is the one that returns first.
/// </remarks>
internal sealed class OpenCalls
{
    private static readonly CallerContext Nobody = new(default, default, ulong.MaxValue, ulong.MaxValue);

    private CallerContext[] _callers = new CallerContext[8];
    private CallRecord[] _records = new CallRecord[8];
    private int _end; // all places from here on are free

    /// <summary>The call at a place.</summary>
    /// <param name="place">A place that was found or opened.</param>
    public ref CallRecord this[int place] => ref _records[place];

    /// <summary>Finds the call that a caller has under way.</summary>
    /// <param name="caller">The caller.</param>
    /// <returns>Its place; negative where there is none.</returns>
    public int Find(in CallerContext caller)
    {
        ReadOnlySpan<CallerContext> callers = _callers.AsSpan(0, _end);
        for (int i = callers.Length - 1; i >= 0; i--)
        {
            if (callers[i].Equals(caller))
                return i;
        }
        return -1;
    }

    /// <summary>Begins a call; one that its caller had under way is forgotten.</summary>
    /// <param name="caller">The caller.</param>
    /// <returns>The record, empty but for its place; it stays there until the call is closed or another is opened.</returns>
    public ref CallRecord Open(in CallerContext caller)
    {
        int place = Find(caller);
        if (place < 0)
            place = TakePlace();
        _callers[place] = caller;
        ref CallRecord record = ref _records[place];
        record = default;
        record.Place = place;
        return ref record;
    }

    /// <summary>Ends a call.</summary>
    /// <param name="place">Its place.</param>
    public void Close(int place)
    {
        _callers[place] = Nobody;
        while (_end > 0 && _callers[_end - 1].Equals(Nobody))
            _end--;
    }

    private int TakePlace()
    {
        int free = Find(Nobody);
        if (free >= 0)
            return free;
        if (_end == _callers.Length)
        {
            Array.Resize(ref _callers, 2 * _end);
            Array.Resize(ref _records, 2 * _end);
        }
        return _end++;
    }
}
