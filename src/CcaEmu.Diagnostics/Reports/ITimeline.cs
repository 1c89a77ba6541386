using CcaEmu.Diagnostics.Crossings;

namespace CcaEmu.Diagnostics.Reports;

/// <summary>What happened in a run, when: kept while it went on, or read from its trace.</summary>
public interface ITimeline
{
    /// <summary>Stays at levels, in the order in which they ended.</summary>
    IReadOnlyList<CrossingLeg> Legs { get; }

    /// <summary>Calls, in the order in which they ended.</summary>
    IReadOnlyList<TimelineCall> Calls { get; }

    /// <summary>The memory, in order of time.</summary>
    IReadOnlyList<MemorySample> Samples { get; }

    /// <summary>The guest's console.</summary>
    IReadOnlyList<ConsoleLine> Lines { get; }
}
