using CcaEmu.Arm;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Crossings;
using CcaEmu.Diagnostics.Reports;
using CcaEmu.Diagnostics.Tracing.Events;

namespace CcaEmu.Diagnostics.Tracing.Tools;

/// <summary>The timeline of a run, made of its trace: the same that <see cref="RunTimeline"/> keeps while it runs, without a limit.</summary>
/// <remarks>Stays at levels are made of exceptions, their returns and SMCs; what a trace does not hold is missing.</remarks>
public sealed class TraceTimeline : ITimeline
{
    private readonly List<CrossingLeg> _legs = [];
    private readonly List<TimelineCall> _calls = [];
    private readonly List<ConsoleLine> _lines = [];
    private readonly Dictionary<int, Stay> _stays = [];
    private readonly MemoryPicture _memory = new([]);
    private bool _hasMemory, _hasLegs;
    private TraceEvent? _pending;
    private uint _functionId;
    private ulong _end;

    private TraceTimeline()
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<CrossingLeg> Legs => _legs;

    /// <inheritdoc/>
    public IReadOnlyList<TimelineCall> Calls => _calls;

    /// <inheritdoc/>
    public IReadOnlyList<MemorySample> Samples => _hasMemory ? _memory.Samples : [];

    /// <inheritdoc/>
    public IReadOnlyList<ConsoleLine> Lines => _lines;

    /// <summary>Makes a timeline.</summary>
    /// <param name="events">The events of a trace, in order.</param>
    public static TraceTimeline Of(IEnumerable<TraceEvent> events)
    {
        var timeline = new TraceTimeline();
        foreach (TraceEvent one in events)
            timeline.Take(one);
        timeline.Settle();
        timeline._memory.Close(timeline._end);
        return timeline;
    }

    private void Take(TraceEvent @event)
    {
        // What an exception or a return brings about belongs to the stay that it ends.
        if (_pending is not null && !BelongsToPending(@event))
            Settle();
        _end = Math.Max(_end, @event.Stamp.Cycles);
        switch (@event)
        {
            case ExceptionEvent { Exception: { IsInjected: false, Target: >= ExceptionLevel.EL2 } }: (_pending, _functionId) = (@event, 0); break;
            case ReturnEvent { Place.Level: >= ExceptionLevel.EL2 } back when back.Level != back.Place.Level: _pending = back; break;
            case CallEvent call: Take(call); break;
            case ConsoleEvent line: _lines.Add(new ConsoleLine(line.Stamp.Cycles, line.Text)); break;
            case GranuleEvent granule:
                _hasMemory = true;
                _memory.OnState(granule.From, granule.To);
                break;
            case SpacesEvent spaces:
                _hasMemory = true;
                _memory.Set(spaces.Bytes);
                break;
            case EndEvent end: End(end); break;
        }
    }

    private bool BelongsToPending(TraceEvent @event) =>
        @event.Place.PeIndex == _pending!.Place.PeIndex && @event.Stamp == _pending.Stamp && @event switch
        {
            CallEvent call => call.IsReturn == _pending is ReturnEvent,
            SpacesEvent => true,
            ExceptionEvent { Exception.IsInjected: true } => _pending is ReturnEvent,
            _ => false,
        };

    private void Take(CallEvent @event)
    {
        ref readonly CallRecord call = ref @event.Call;
        if (!@event.IsReturn)
        {
            _functionId = call.FunctionId;
            if (call.Outcome == CallOutcome.OneWay)
                Keep(call, @event.Stamp.Cycles);
            return;
        }
        _memory.OnReturn(null, call);
        Keep(call, @event.Place.PeIndex == call.PeIndex ? call.EndCycles : call.StartCycles);
    }

    private void Keep(in CallRecord call, ulong end) =>
        _calls.Add(new TimelineCall(call.PeIndex, call.Interface, call.StartCycles, end, call.Name, call.DescribeCall(), call.DescribeResult()));

    private void Settle()
    {
        TraceEvent? pending = _pending;
        _pending = null;
        if (pending is null)
            return;
        _hasLegs = true;
        Stay stay = StayOf(pending.Place.PeIndex);
        Leave(stay, pending);
        TracePlace from = pending.Place;
        if (pending is ExceptionEvent { Exception: var taken })
        {
            CrossingCause cause = CrossingCause.Of(taken.Type, taken.Syndrome.EC, _functionId);
            stay.Route.Enter(taken.SourceState, taken.Target, cause);
            stay.Arrive(from, taken.TargetState, taken.Target, cause);
        }
        else if (pending is ReturnEvent back)
        {
            stay.Arrive(from, back.State, back.Level, stay.Route.Leave(from.Level, back.State));
        }
    }

    private void Leave(Stay stay, TraceEvent at)
    {
        // A trace does not say how long a PE waited.
        _legs.Add(new CrossingLeg(
            at.Place.PeIndex, stay.State, stay.Level, stay.Since.Cycles, at.Stamp.Cycles, at.Stamp.Retired - stay.Since.Retired, IdleCycles: 0, stay.Name));
        _memory.Sample(at.Stamp.Cycles);
        stay.Since = at.Stamp;
    }

    private void End(EndEvent end)
    {
        Stay stay = StayOf(end.Place.PeIndex);
        if (_hasLegs && stay.Since != end.Stamp)
            Leave(stay, end);
    }

    private Stay StayOf(int pe) => _stays.TryGetValue(pe, out Stay? stay) ? stay : _stays[pe] = new Stay();

    private sealed class Stay
    {
        private const int Reset = (int)SecurityState.Root * 4 + (int)ExceptionLevel.EL3;

        public CrossingRoute Route { get; } = new();

        public SecurityState State { get; private set; } = SecurityState.Root;

        public ExceptionLevel Level { get; private set; } = ExceptionLevel.EL3;

        public string Name { get; private set; } = CrossingPlace.NameOfLeg(Reset, Reset, default);

        public TraceStamp Since { get; set; }

        public void Arrive(TracePlace from, SecurityState state, ExceptionLevel level, CrossingCause cause)
        {
            (State, Level) = (state, level == ExceptionLevel.EL0 ? ExceptionLevel.EL1 : level);
            Name = CrossingPlace.NameOfLeg(CrossingPlace.Of(from.State, from.Level), CrossingPlace.Of(State, Level), cause);
        }
    }
}
