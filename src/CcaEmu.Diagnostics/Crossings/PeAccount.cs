using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Cpu.Accounting;

namespace CcaEmu.Diagnostics.Crossings;

/// <summary>Where one PE is, since when, and what it had done then.</summary>
internal sealed class PeAccount(ProcessingElement pe, CrossingTally leg)
{
    private readonly ulong[] _now = new ulong[WorkSteps.Count];
    private readonly ulong[] _delta = new ulong[WorkSteps.Count];

    public ulong[] Last { get; } = new ulong[WorkSteps.Count];

    /// <summary>What has been done in guests.</summary>
    public ulong[] Guest { get; } = new ulong[WorkSteps.Count];

    /// <summary>What had been done when a guest was last left; meaningful while <see cref="IsOut"/>.</summary>
    public ulong[] AtExit { get; } = new ulong[WorkSteps.Count];

    public CrossingTally Leg { get; set; } = leg;

    public ulong LegStart { get; set; }

    public SecurityState State { get; set; } = SecurityState.Root;

    public ExceptionLevel Level { get; set; } = ExceptionLevel.EL3;

    public bool IsOut { get; set; }

    public bool ReachedHost { get; set; }

    public CrossingCause ExitCause { get; set; }

    /// <summary>How the PE came to where it is.</summary>
    public CrossingRoute Route { get; } = new();

    public ReadOnlySpan<ulong> Since(ReadOnlySpan<ulong> then)
    {
        pe.ReadWork(_now);
        WorkVector.Subtract(_now, then, _delta);
        return _delta;
    }

    /// <summary>What was done since the last leg ended; the next one begins now.</summary>
    public ReadOnlySpan<ulong> TakeLeg()
    {
        ReadOnlySpan<ulong> delta = Since(Last);
        _now.CopyTo(Last, 0);
        if (Level < ExceptionLevel.EL2)
        {
            WorkVector.Add(Guest, delta);
        }
        return delta;
    }
}
