using CcaEmu.Arm;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Format;

namespace CcaEmu.Diagnostics.Tracing.Tools;

/// <summary>Chooses events of a trace. What is not set chooses everything; an event has to please all that is set.</summary>
public sealed record TraceFilter
{
    /// <summary>Kinds of events.</summary>
    public TraceKinds Kinds { get; init; } = TraceKinds.All;

    /// <summary>Names of calls, such as <c>RMI_RTT_CREATE</c>, that are chosen beside <see cref="Kinds"/>; upper case.</summary>
    public IReadOnlySet<string> Calls { get; init; } = new HashSet<string>();

    /// <summary>The security state it happened in; of an exception or a return, either end.</summary>
    public SecurityState? World { get; init; }

    /// <summary>The Exception level it happened at; of an exception or a return, either end.</summary>
    public ExceptionLevel? Level { get; init; }

    /// <summary>Number of the Realm it belongs to.</summary>
    public int? Realm { get; init; }

    /// <summary>Number of the PE.</summary>
    public int? Pe { get; init; }

    /// <summary>First address of a range that it touches.</summary>
    public ulong? FirstAddress { get; init; }

    /// <summary>Last address of that range.</summary>
    public ulong? LastAddress { get; init; }

    /// <summary>The machine's modelled cycles from which on.</summary>
    public ulong FromCycles { get; init; }

    /// <summary>The machine's modelled cycles up to which.</summary>
    public ulong ToCycles { get; init; } = ulong.MaxValue;

    /// <summary>Whether an event is chosen; the end of a run always is.</summary>
    /// <param name="event">The event.</param>
    public bool Takes(TraceEvent @event)
    {
        if (@event is EndEvent)
            return true;
        bool kind = (@event.Kinds & Kinds) != 0 || (@event is CallEvent call && Calls.Contains(call.Call.Name));
        return kind && @event.Stamp.Cycles >= FromCycles && @event.Stamp.Cycles <= ToCycles
            && (Pe is null || Pe == @event.Place.PeIndex) && (Realm is null || Realm == @event.Place.Realm) && IsAtPlace(@event)
            && (FirstAddress is not { } first || @event.Touches(first, LastAddress ?? first));
    }

    /// <summary>Whether a block may hold a chosen event.</summary>
    /// <param name="block">The block.</param>
    public bool MayHold(TraceBlock block) =>
        block.LastCycles >= FromCycles && block.FirstCycles <= ToCycles && (Pe is not { } pe || (block.Pes >> pe & 1) != 0 || (block.Kinds & TraceKinds.Console) != 0)
        && ((block.Kinds & Kinds) != 0 || block.Kinds == TraceKinds.None || Calls.Count > 0);

    private bool IsAtPlace(TraceEvent @event)
    {
        if (World is null && Level is null)
            return true;
        return IsAt(@event.Place.State, @event.Place.Level) || @event switch
        {
            ExceptionEvent { Exception: var taken } => IsAt(taken.TargetState, taken.Target),
            ReturnEvent back => IsAt(back.State, back.Level),
            _ => false,
        };
    }

    private bool IsAt(SecurityState state, ExceptionLevel level) => (World is null || World == state) && (Level is null || Level == level);
}
