using CcaEmu.Diagnostics.Crossings;

namespace CcaEmu.Diagnostics.Reports;

/// <summary>Finds the times in which no PE does anything: virtual time jumps over them, and a timeline may fold them.</summary>
internal static class IdleGaps
{
    /// <summary>Shorter ones are no gaps, in cycles.</summary>
    public const ulong Shortest = 20_000;

    /// <summary>The gaps, ascending, none touching another.</summary>
    /// <param name="legs">Where PEs were. A PE that waits does so at the end of a leg: what ends its waiting is what it leaves for.</param>
    public static IReadOnlyList<(ulong Start, ulong End)> Of(IReadOnlyList<CrossingLeg> legs)
    {
        List<(ulong Start, ulong End)> gaps = [];
        ulong reached = 0, last = 0;
        foreach (CrossingLeg leg in legs.OrderBy(leg => leg.StartCycles))
        {
            ulong busyEnd = leg.EndCycles - Math.Min(leg.IdleCycles, leg.EndCycles - leg.StartCycles);
            if (busyEnd > leg.StartCycles && leg.StartCycles >= reached + Shortest)
                gaps.Add((reached, leg.StartCycles));
            reached = Math.Max(reached, busyEnd);
            last = Math.Max(last, leg.EndCycles);
        }
        if (last >= reached + Shortest)
            gaps.Add((reached, last));
        return gaps;
    }
}
