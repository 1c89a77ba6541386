using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Cpu.Accounting;

namespace CcaEmu.Diagnostics.Crossings;

/// <summary>Where one PE is, since when, and what it had done then.</summary>
internal sealed class PeAccount(ProcessingElement pe, CrossingTally leg)
{
    private readonly ulong[] _atStart = new ulong[WorkSteps.Count];
    private readonly ulong[] _atExit = new ulong[WorkSteps.Count];
    private readonly ulong[] _difference = new ulong[WorkSteps.Count];
    private readonly ulong[] _guest = new ulong[WorkSteps.Count];

    /// <summary>What has been done in guests.</summary>
    public ReadOnlySpan<ulong> Guest => _guest;

    /// <summary>The kind of the leg that the PE is in.</summary>
    public CrossingTally Leg { get; set; } = leg;

    public ulong LegStart { get; set; }

    public SecurityState State { get; set; } = SecurityState.Root;

    public ExceptionLevel Level { get; set; } = ExceptionLevel.EL3;

    public bool IsOut { get; private set; }

    public bool ReachedHost { get; set; }

    public CrossingCause ExitCause { get; private set; }

    /// <summary>How the PE came to where it is.</summary>
    public CrossingRoute Route { get; } = new();

    /// <summary>Whether anything was done since the last leg ended.</summary>
    public bool HasBegun => !pe.WorkDone.SequenceEqual(_atStart);

    /// <summary>Counts what was done since some moment as one crossing of a kind.</summary>
    /// <param name="then">What had been done then.</param>
    /// <param name="tally">The kind.</param>
    public void AddSince(ReadOnlySpan<ulong> then, CrossingTally tally) => tally.Add(pe.WorkDone, then, _difference);

    /// <summary>Ends the leg; the next one begins now.</summary>
    /// <returns>What was done in it.</returns>
    public ReadOnlySpan<ulong> EndLeg()
    {
        ReadOnlySpan<ulong> now = pe.WorkDone;
        Leg.Add(now, _atStart, _difference);
        now.CopyTo(_atStart);
        if (Level < ExceptionLevel.EL2)
            WorkVector.Add(_guest, _difference);
        return _difference;
    }

    /// <summary>The guest is left, at the end of its leg.</summary>
    /// <param name="cause">Why.</param>
    public void LeaveGuest(CrossingCause cause)
    {
        _atStart.CopyTo(_atExit, 0);
        (IsOut, ReachedHost, ExitCause) = (true, false, cause);
    }

    /// <summary>A guest goes on.</summary>
    /// <param name="tally">The kind of the exit that is over.</param>
    public void EnterGuest(CrossingTally tally)
    {
        IsOut = false;
        AddSince(_atExit, tally);
    }
}
