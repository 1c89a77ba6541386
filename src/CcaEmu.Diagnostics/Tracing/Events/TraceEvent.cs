namespace CcaEmu.Diagnostics.Tracing.Events;

/// <summary>One thing that happened in a run, as a trace has it.</summary>
/// <param name="place">Where.</param>
/// <param name="stamp">When.</param>
public abstract class TraceEvent(TracePlace place, TraceStamp stamp)
{
    /// <summary>Where it happened; of an exception, where it came from; of a call, who made it.</summary>
    public TracePlace Place { get; } = place;

    /// <summary>When it happened.</summary>
    public TraceStamp Stamp { get; } = stamp;

    /// <summary>Number of the event in its trace, from 0.</summary>
    public ulong Number { get; internal set; }

    /// <summary>What kinds it is of: a trace of any of them holds it.</summary>
    public abstract TraceKinds Kinds { get; }

    /// <summary>Whether a trace holds it.</summary>
    /// <param name="kinds">What was recorded.</param>
    public virtual bool IsHeldBy(TraceKinds kinds) => (Kinds & kinds) != 0;

    /// <summary>Whether an address is one that it is about.</summary>
    /// <param name="first">First address.</param>
    /// <param name="last">Last address.</param>
    /// <returns>True where an address of code or data, virtual, intermediate or physical, or an argument of a call lies there.</returns>
    public abstract bool Touches(ulong first, ulong last);

    /// <summary>Whether another event says the same, wherever it stands in its trace.</summary>
    /// <param name="other">The other.</param>
    /// <param name="ignoresTime">Whether modelled cycles may differ.</param>
    public bool IsSame(TraceEvent other, bool ignoresTime) =>
        other.GetType() == GetType() && other.Place == Place && (ignoresTime || other.Stamp == Stamp) && SaysSame(other, ignoresTime);

    /// <summary>Whether an event of the same type says the same, place and time apart.</summary>
    /// <param name="other">The other.</param>
    /// <param name="ignoresTime">Whether modelled cycles may differ.</param>
    private protected abstract bool SaysSame(TraceEvent other, bool ignoresTime);

    private protected static bool IsWithin(ulong address, ulong first, ulong last) => address >= first && address <= last;
}
