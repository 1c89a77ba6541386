using CcaEmu.Diagnostics.Tracing.Events;

namespace CcaEmu.Diagnostics.Tracing.Tools;

/// <summary>Counts what a trace holds.</summary>
public sealed class TraceStatistics
{
    private readonly Dictionary<string, ulong> _kinds = [], _worlds = [], _calls = [], _exceptions = [];
    private readonly Dictionary<ulong, ulong> _pages = [];

    /// <summary>Events by kind.</summary>
    public IReadOnlyList<KeyValuePair<string, ulong>> Kinds => Ordered(_kinds);

    /// <summary>Instructions by PE, world and level.</summary>
    public IReadOnlyList<KeyValuePair<string, ulong>> Worlds => Ordered(_worlds);

    /// <summary>Calls by name.</summary>
    public IReadOnlyList<KeyValuePair<string, ulong>> Calls => Ordered(_calls);

    /// <summary>Exceptions by where they went and what they were.</summary>
    public IReadOnlyList<KeyValuePair<string, ulong>> Exceptions => Ordered(_exceptions);

    /// <summary>Pages of code by instructions executed in them, by virtual address.</summary>
    public IReadOnlyList<KeyValuePair<ulong, ulong>> CodePages => [.. _pages.OrderByDescending(page => page.Value).ThenBy(page => page.Key)];

    /// <summary>Bytes read by instructions.</summary>
    public ulong BytesRead { get; private set; }

    /// <summary>Bytes written by instructions.</summary>
    public ulong BytesWritten { get; private set; }

    /// <summary>Modelled cycles of the first event.</summary>
    public ulong FirstCycles { get; private set; } = ulong.MaxValue;

    /// <summary>Modelled cycles of the last event of the PE that is furthest.</summary>
    public ulong LastCycles { get; private set; }

    /// <summary>Counts an event.</summary>
    /// <param name="event">The event.</param>
    public void Add(TraceEvent @event)
    {
        FirstCycles = Math.Min(FirstCycles, @event.Stamp.Cycles);
        LastCycles = Math.Max(LastCycles, @event.Stamp.Cycles);
        Count(_kinds, @event switch
        {
            InstructionEvent => "instruction",
            RegistersEvent => "registers",
            ExceptionEvent { Exception.IsInjected: true } => "injected exception",
            ExceptionEvent => "exception",
            ReturnEvent => "exception return",
            CallEvent { IsReturn: true } => "call return",
            CallEvent => "call",
            ConsoleEvent => "console line",
            GranuleEvent => "granule",
            SpacesEvent => "memory",
            _ => "end of a PE",
        });
        switch (@event)
        {
            case InstructionEvent one: Add(one); break;
            case CallEvent { IsReturn: false } one: Count(_calls, one.Call.Name); break;
            case ExceptionEvent { Exception: { IsSmc: false } taken }:
                Count(_exceptions, $"{CcaEmu.Diagnostics.Worlds.WorldNames.Of(taken.TargetState, taken.Target)}: {taken.Cause}");
                break;
        }
    }

    private void Add(InstructionEvent one)
    {
        Count(_worlds, $"PE{one.Place.PeIndex} {one.Place.World}");
        _pages[one.Pc & ~0xFFFUL] = _pages.GetValueOrDefault(one.Pc & ~0xFFFUL) + 1;
        foreach (MemoryAccess access in one.Accesses)
        {
            BytesRead += access.IsRead ? (ulong)access.Size : 0;
            BytesWritten += access.IsWrite ? (ulong)access.Size : 0;
        }
    }

    private static void Count(Dictionary<string, ulong> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;

    private static IReadOnlyList<KeyValuePair<string, ulong>> Ordered(Dictionary<string, ulong> counts) =>
        [.. counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)];
}
