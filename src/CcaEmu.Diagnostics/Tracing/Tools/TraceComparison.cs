using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Tracing.Events;

namespace CcaEmu.Diagnostics.Tracing.Tools;

/// <summary>Finds where two runs stop being the same.</summary>
public static class TraceComparison
{
    /// <summary>Compares two traces, event by event.</summary>
    /// <param name="left">Events of one.</param>
    /// <param name="right">Events of the other.</param>
    /// <param name="ignoresTime">Whether modelled time may differ as long as the same happens in the same order.</param>
    /// <param name="context">How many events before and behind are kept.</param>
    /// <returns>The first divergence; null where the traces say the same.</returns>
    public static TraceDivergence? Find(IEnumerable<TraceEvent> left, IEnumerable<TraceEvent> right, bool ignoresTime = false, int context = 8)
    {
        var before = new Queue<TraceEvent>();
        var calls = new Dictionary<(int, Arm.SecurityState, Arm.ExceptionLevel, ulong), CallEvent>();
        using IEnumerator<TraceEvent> one = left.GetEnumerator(), other = right.GetEnumerator();
        for (ulong common = 0; ; common++)
        {
            bool hasOne = one.MoveNext(), hasOther = other.MoveNext();
            if (!hasOne && !hasOther)
                return null;
            if (!hasOne || !hasOther || !one.Current.IsSame(other.Current, ignoresTime))
            {
                TraceEvent at = hasOne ? one.Current : other.Current;
                return new TraceDivergence
                {
                    Common = common,
                    Before = [.. before],
                    Left = Rest(one, hasOne, context),
                    Right = Rest(other, hasOther, context),
                    CallsUnderWay = [.. calls.Values.Where(call => call.Place.PeIndex == at.Place.PeIndex).OrderBy(call => call.Stamp.Cycles)],
                };
            }
            Follow(calls, one.Current);
            before.Enqueue(one.Current);
            if (before.Count > context)
                before.Dequeue();
        }
    }

    private static void Follow(Dictionary<(int, Arm.SecurityState, Arm.ExceptionLevel, ulong), CallEvent> calls, TraceEvent @event)
    {
        if (@event is not CallEvent call || call.Call.Outcome == CallOutcome.OneWay)
            return;
        var key = (call.Call.PeIndex, call.Call.CallerState, call.Call.CallerLevel, call.Call.StartCycles);
        if (call.IsReturn)
            calls.Remove(key);
        else
            calls[key] = call;
    }

    private static List<TraceEvent> Rest(IEnumerator<TraceEvent> events, bool has, int count)
    {
        var rest = new List<TraceEvent>();
        for (; has && rest.Count < count; has = events.MoveNext())
            rest.Add(events.Current);
        return rest;
    }
}
