using CcaEmu.Cpu;
using CcaEmu.Cpu.Accounting;
using CcaEmu.Machine.Board;

namespace CcaEmu.Machine.Scheduling;

/// <summary>Decides which PE runs next: always one that is least far in virtual time, the lowest number first.</summary>
/// <remarks>
/// <para>A PE runs until it is a quantum ahead of the next one, or until the next event of a device. A PE that sleeps stands at the moment
/// that ends its wait; where nothing will, it takes no part. So all decisions are functions of virtual time, and idle time costs nothing.</para>
/// <para>Invariant: no PE that is running starts a turn more than a quantum ahead of another that could run.</para>
/// </remarks>
internal sealed class Scheduler
{
    private readonly ProcessingElement[] _pes;
    private readonly BoardClock _clock;
    private readonly ulong _quantum;
    private readonly bool[] _on;
    private readonly ulong[] _notBefore;

    public Scheduler(IReadOnlyList<ProcessingElement> pes, BoardClock clock, ulong quantumCycles)
    {
        (_pes, _clock, _quantum) = ([.. pes], clock, quantumCycles);
        _on = new bool[pes.Count];
        _notBefore = new ulong[pes.Count];
        Interrupts = new PrivateInterrupts?[pes.Count];
    }

    /// <summary>What carries each PE's interrupts; null without an interrupt controller.</summary>
    public PrivateInterrupts?[] Interrupts { get; }

    /// <summary>Whether a PE is on.</summary>
    public bool IsOn(ProcessingElement pe) => _on[pe.Index];

    /// <summary>Turns a PE on or off.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="on">Which of the two.</param>
    /// <param name="cycles">Modelled cycles of the moment: a PE that is turned on has seen nothing before it.</param>
    public void SetPower(ProcessingElement pe, bool on, ulong cycles)
    {
        _on[pe.Index] = on;
        if (on)
            Catch(pe, cycles);
    }

    /// <summary>Notes when something happened that may end a PE's wait.</summary>
    public void NoteWakeUp(ProcessingElement pe, ulong cycles) => _notBefore[pe.Index] = cycles;

    /// <summary>The next turn, after all events of devices that are due before it.</summary>
    /// <param name="turn">The turn.</param>
    /// <returns>False where no PE will ever run again by itself.</returns>
    public bool TryNext(out Turn turn)
    {
        while (true)
        {
            ProcessingElement? first = FindFirst(out ulong time, out ulong following);
            ulong? device = _clock.NextEventCycles;
            if (device <= time)
            {
                _clock.Advance(device!.Value);
                continue;
            }
            turn = default;
            if (first is null)
                return false;
            Catch(first, time);
            Interrupts[first.Index]?.Update();
            if (first.WaitingForInterrupt && !first.HasWakeUpEvent)
                continue;
            ulong end = following == ulong.MaxValue ? ulong.MaxValue : Math.Max(following, time) + _quantum;
            turn = new Turn(first, Math.Min(end, device ?? ulong.MaxValue));
            return true;
        }
    }

    // The end of time stands for never, in both numbers.
    private ProcessingElement? FindFirst(out ulong time, out ulong following)
    {
        ProcessingElement? first = null;
        time = following = ulong.MaxValue;
        foreach (ProcessingElement pe in _pes)
        {
            if (!_on[pe.Index])
                continue;
            ulong next = NextTime(pe);
            if (next < time)
            {
                following = time;
                (first, time) = (pe, next);
            }
            else
            {
                following = Math.Min(following, next);
            }
        }
        return first;
    }

    private ulong NextTime(ProcessingElement pe)
    {
        if (!pe.WaitingForInterrupt)
            return pe.ModelledCycles;
        Interrupts[pe.Index]?.Update();
        if (pe.HasWakeUpEvent)
            return Math.Max(pe.ModelledCycles, _notBefore[pe.Index]);
        ulong byTimer = Interrupts[pe.Index]?.NextTimerCycles ?? ulong.MaxValue;
        return pe.TicksToWakeUp is { } ticks ? Math.Min(byTimer, VirtualClock.CyclesAfter(pe.ModelledCycles, ticks)) : byTimer;
    }

    // Time in which a PE does nothing passes for it too.
    private static void Catch(ProcessingElement pe, ulong cycles)
    {
        if (cycles > pe.ModelledCycles)
            pe.Charge(new Work(WorkStep.Idle, cycles - pe.ModelledCycles));
    }
}
