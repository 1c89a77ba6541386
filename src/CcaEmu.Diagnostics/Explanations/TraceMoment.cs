using System.Globalization;
using CcaEmu.Arm.Rmi;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Machine.Board;

namespace CcaEmu.Diagnostics.Explanations;

/// <summary>The moment of a trace that an explanation speaks of: what is later does not count.</summary>
/// <remarks>Behind its guest's end a trace shows how the host takes the realm apart, and then nothing is any more as the guest found it.</remarks>
internal sealed class TraceMoment
{
    // Moments are printed rounded: one that is printed as the one that was asked for may be so much later.
    private const ulong Rounding = 1;

    private readonly ulong _lastEvent, _lastCycles;

    private TraceMoment(string text, ulong lastEvent, ulong lastCycles = ulong.MaxValue) => (Text, _lastEvent, _lastCycles) = (text, lastEvent, lastCycles);

    /// <summary>Which it is, to stand behind "as of".</summary>
    public string Text { get; }

    /// <summary>A moment that somebody asks for: an event counts by its own PE's clock.</summary>
    /// <param name="cycles">The machine's modelled cycles.</param>
    public static TraceMoment At(ulong cycles) => new(Microseconds(cycles), ulong.MaxValue, cycles + Rounding);

    /// <summary>The moment that is most likely meant: the last fault that a page has to do with, else the guest's last exit, else the end.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="isFault">Whether an exception is a fault that the page has to do with.</param>
    public static TraceMoment Find(TraceFileReader trace, Predicate<ExceptionEvent> isFault)
    {
        TraceEvent? fault = null, exit = null;
        foreach (TraceEvent one in trace.Read())
        {
            if (one is ExceptionEvent taken && isFault(taken))
                fault = one;
            else if (one is CallEvent { IsReturn: true } call && call.Call.Is(RmiCommand.RecEnter))
                exit = one;
        }
        return (fault, exit) switch
        {
            ({ } last, _) => new TraceMoment($"the last fault on its page, at {Microseconds(last.Stamp.Cycles)}", last.Number),
            (_, { } last) => new TraceMoment($"the guest's last exit, at {Microseconds(last.Stamp.Cycles)}", last.Number),
            _ => new TraceMoment("the end of the trace", ulong.MaxValue),
        };
    }

    /// <summary>Whether an event has happened by then.</summary>
    public bool Covers(TraceEvent one) => one.Number <= _lastEvent && one.Stamp.Cycles <= _lastCycles;

    private static string Microseconds(ulong cycles) => string.Create(CultureInfo.InvariantCulture, $"{VirtualClock.NanosecondsAt(cycles) / 1000:F3} us");
}
