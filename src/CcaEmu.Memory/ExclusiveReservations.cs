namespace CcaEmu.Memory;

/// <summary>The global exclusive monitor: which granule of memory each observer has marked by a load-exclusive.</summary>
/// <remarks>
/// <para>Arm ARM, B2.12 "Synchronization and semaphores". Locations are host addresses, so that every alias of a byte, in any physical
/// address space, is the same location. A store by another observer anywhere in the granule clears the mark and tells its owner.</para>
/// <para>Whoever may write RAM without calling <see cref="NotifyWrite"/> must ask <see cref="IsMarkedByOther"/> when it begins to: PEs
/// take turns, so that no mark is made by another while one is running.</para>
/// </remarks>
public sealed class ExclusiveReservations
{
    /// <summary>The exclusives reservation granule in bytes: CTR_EL0.ERG promises it.</summary>
    public const ulong GranuleBytes = 64;

    private const ulong NoMark = 0;

    private readonly List<ulong> _marks = [];
    private readonly List<IExclusiveOwner> _owners = [];
    private int _marked;

    /// <summary>Whether any observer has a mark.</summary>
    public bool AnyMarked => _marked != 0;

    /// <summary>Adds an observer.</summary>
    /// <param name="owner">Who is told that its mark was cleared by another.</param>
    /// <returns>The observer's number for the other methods.</returns>
    public int Subscribe(IExclusiveOwner owner)
    {
        _marks.Add(NoMark);
        _owners.Add(owner);
        return _owners.Count - 1;
    }

    /// <summary>Marks the granule of a location, in place of what the observer had marked.</summary>
    /// <param name="observer">Number of the observer.</param>
    /// <param name="host">Host address of the location.</param>
    public void Mark(int observer, ulong host)
    {
        if (_marks[observer] == NoMark)
            _marked++;
        _marks[observer] = host & ~(GranuleBytes - 1);
    }

    /// <summary>Takes an observer's mark away, if it has one.</summary>
    /// <param name="observer">Number of the observer.</param>
    public void Clear(int observer)
    {
        if (_marks[observer] == NoMark)
            return;
        _marks[observer] = NoMark;
        _marked--;
    }

    /// <summary>Whether an observer's mark stands on the granule of a location.</summary>
    /// <param name="observer">Number of the observer.</param>
    /// <param name="host">Host address of the location.</param>
    public bool IsMarked(int observer, ulong host) => _marks[observer] == (host & ~(GranuleBytes - 1));

    /// <summary>Whether another observer has a mark at all.</summary>
    /// <param name="observer">Number of the observer that asks.</param>
    public bool AnyMarkedByOther(int observer) => _marked > (_marks[observer] == NoMark ? 0 : 1);

    /// <summary>Whether another observer's mark stands in a range.</summary>
    /// <param name="observer">Number of the observer that asks.</param>
    /// <param name="host">Host address of the range.</param>
    /// <param name="sizeBytes">Its length in bytes.</param>
    public bool IsMarkedByOther(int observer, ulong host, ulong sizeBytes)
    {
        for (int i = 0; i < _marks.Count; i++)
        {
            if (i != observer && Overlaps(_marks[i], host, sizeBytes))
                return true;
        }
        return false;
    }

    /// <summary>Tells that RAM was written: marks of all other observers on it are cleared.</summary>
    /// <param name="observer">Number of the observer that wrote; negative for one that has none.</param>
    /// <param name="host">Host address of the first byte.</param>
    /// <param name="sizeBytes">Length in bytes.</param>
    public void NotifyWrite(int observer, ulong host, ulong sizeBytes)
    {
        if (_marked == 0)
            return;
        for (int i = 0; i < _marks.Count; i++)
        {
            if (i == observer || !Overlaps(_marks[i], host, sizeBytes))
                continue;
            Clear(i);
            _owners[i].OnMarkCleared();
        }
    }

    private static bool Overlaps(ulong mark, ulong host, ulong sizeBytes) =>
        mark != NoMark && host < mark + GranuleBytes && mark < host + sizeBytes;
}
