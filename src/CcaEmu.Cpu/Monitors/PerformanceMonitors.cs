using System.Numerics;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>The performance monitors of a PE (FEAT_PMUv3p7): the cycle counter, the event counters, overflow and its interrupt.</summary>
/// <remarks>
/// <para>Arm ARM, D13 "The Performance Monitors Extension". Counts are those of virtual time and retired instructions: two runs agree.</para>
/// <para>Nothing is counted while instructions execute. What has passed since the last look is added to the counters when the state that
/// decides about counting changes (level, security state, a register of the monitors) and when a counter is read. Events that are not
/// a function of cycles and instructions are added when they happen. While no counter is enabled, all this is one test of
/// <see cref="IsActive"/>.</para>
/// </remarks>
internal sealed class PerformanceMonitors(ProcessingElement pe)
{
    private ulong _cycles;
    private ulong _instructions;
    private ulong _ticks;

    /// <summary>Whether any counter is enabled.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether an enabled counter counts branches: then the engine looks at each instruction that retires.</summary>
    public bool CountsBranches { get; private set; }

    /// <summary>The overflow interrupt request, PMUIRQ: level sensitive.</summary>
    /// <remarks>J1.3 shared pseudocode CheckPMUOverflowCondition.</remarks>
    public bool IsInterruptRequested
    {
        get
        {
            ulong overflowed = pe.Raw(R.PMOVSSET_EL0) & pe.Raw(R.PMINTENSET_EL1);
            for (; overflowed != 0; overflowed &= overflowed - 1)
            {
                if (PmuFilter.IsRangeEnabled(pe, BitOperations.TrailingZeroCount(overflowed)))
                    return true;
            }
            return false;
        }
    }

    /// <summary>Adds to the counters what has passed since the last look, under the conditions that have held since then.</summary>
    public void Synchronize()
    {
        ulong cycles = pe.ModelledCycles - _cycles, instructions = pe.RetiredInstructions - _instructions;
        ulong count = pe.Environment.SystemCount(pe), ticks = count - _ticks;
        _cycles += cycles;
        _instructions += instructions;
        _ticks = count;
        if (!IsActive || (cycles | ticks) == 0)
            return;
        for (ulong enabled = pe.Raw(R.PMCNTENSET_EL0); enabled != 0; enabled &= enabled - 1)
        {
            int counter = BitOperations.TrailingZeroCount(enabled);
            ulong increment = counter == PmuFilter.CycleCounter ? cycles : EventOf(counter) switch
            {
                PmuEvent.CPU_CYCLES => cycles,
                PmuEvent.INST_RETIRED => instructions,
                PmuEvent.STALL or PmuEvent.STALL_FRONTEND => cycles - instructions,
                PmuEvent.CNT_CYCLES => ticks,
                _ => 0,
            };
            if (increment != 0 && PmuFilter.Counts(pe, counter))
                Increment(counter, increment);
        }
    }

    /// <summary>One event that is not a function of cycles and instructions has happened.</summary>
    public void Count(PmuEvent what)
    {
        for (ulong enabled = pe.Raw(R.PMCNTENSET_EL0) & 0x7FFF_FFFF; enabled != 0; enabled &= enabled - 1)
        {
            int counter = BitOperations.TrailingZeroCount(enabled);
            if (EventOf(counter) == what && PmuFilter.Counts(pe, counter))
                Increment(counter, 1);
        }
    }

    /// <summary>A write of PMSWINC_EL0: the chosen counters that count SW_INCR go up by one.</summary>
    /// <param name="counters">One bit per counter.</param>
    public void SoftwareIncrement(ulong counters)
    {
        for (ulong chosen = counters & AccessMask & 0x7FFF_FFFF & pe.Raw(R.PMCNTENSET_EL0); chosen != 0; chosen &= chosen - 1)
        {
            int counter = BitOperations.TrailingZeroCount(chosen);
            if (EventOf(counter) == PmuEvent.SW_INCR && PmuFilter.Counts(pe, counter))
                Increment(counter, 1);
        }
    }

    /// <summary>The counters that the current level may see: EL1 and EL0 not those that MDCR_EL2.HPMN keeps for EL2.</summary>
    /// <remarks>J1.3 shared pseudocode GetPMUAccessMask.</remarks>
    public ulong AccessMask => 1UL << PmuFilter.CycleCounter | ((1UL << AccessibleCounters) - 1);

    /// <summary>Number of event counters that the current level may see.</summary>
    public int AccessibleCounters => pe.CurrentLevel < ExceptionLevel.EL2 && pe.El2Enabled ? PmuFilter.FirstRange(pe) : PeFeatures.EventCounters;

    /// <summary>Resets counters: PMCR_EL0.P and PMCR_EL0.C.</summary>
    /// <param name="counters">One bit per counter.</param>
    public void Zero(ulong counters)
    {
        for (; counters != 0; counters &= counters - 1)
            pe.SetRaw(PmuFilter.CounterOf(BitOperations.TrailingZeroCount(counters)), 0);
    }

    /// <summary>A register of the monitors was written: what counts may have changed.</summary>
    public void Reconsider()
    {
        IsActive = pe.Raw(R.PMCNTENSET_EL0) != 0
            && ((pe.Raw(R.PMCR_EL0) & PMCR_EL0.E) != 0 || (pe.Raw(R.MDCR_EL2) & MDCR_EL2.HPME) != 0);
        CountsBranches = IsActive && IsAnyEnabled(PmuEvent.BR_RETIRED);
    }

    /// <summary>
    /// Cycles until a counter that may request an interrupt overflows, where every cycle retires an instruction: no overflow comes
    /// earlier, but for those of single events.
    /// </summary>
    public ulong CyclesToOverflow
    {
        get
        {
            ulong soonest = ulong.MaxValue;
            for (ulong watched = pe.Raw(R.PMCNTENSET_EL0) & pe.Raw(R.PMINTENSET_EL1); watched != 0; watched &= watched - 1)
            {
                int counter = BitOperations.TrailingZeroCount(watched);
                bool advances = counter == PmuFilter.CycleCounter || EventOf(counter) is PmuEvent.CPU_CYCLES or PmuEvent.INST_RETIRED or PmuEvent.BR_RETIRED;
                if (!advances || !PmuFilter.Counts(pe, counter))
                    continue;
                ulong value = pe.Raw(PmuFilter.CounterOf(counter));
                ulong left = IsLong(counter) ? 0 - value : 0x1_0000_0000UL - (uint)value;
                if (left != 0)
                    soonest = Math.Min(soonest, left);
            }
            return soonest;
        }
    }

    /// <summary>Starts from reset: nothing is enabled, and time counts from now.</summary>
    public void Reset()
    {
        IsActive = CountsBranches = false;
        Synchronize();
    }

    private bool IsAnyEnabled(PmuEvent what)
    {
        for (ulong enabled = pe.Raw(R.PMCNTENSET_EL0) & 0x7FFF_FFFF; enabled != 0; enabled &= enabled - 1)
        {
            if (EventOf(BitOperations.TrailingZeroCount(enabled)) == what)
                return true;
        }
        return false;
    }

    private PmuEvent EventOf(int counter) => (PmuEvent)PMEVTYPER_EL0.evtCount.Get(pe.Raw(PmuFilter.EventTypeOf(counter)));

    // The cycle counter always overflows at 64 bits without AArch32 (PMCR_EL0.LC is RES1).
    private bool IsLong(int counter) => counter == PmuFilter.CycleCounter || (PmuFilter.IsFirstRange(pe, counter)
        ? (pe.Raw(R.PMCR_EL0) & PMCR_EL0.LP) != 0
        : (pe.Raw(R.MDCR_EL2) & MDCR_EL2.HLP) != 0);

    // J1.1 shared pseudocode AArch64.IncrementEventCounter, AArch64.IncrementCycleCounter.
    private void Increment(int counter, ulong by)
    {
        R register = PmuFilter.CounterOf(counter);
        ulong old = pe.Raw(register), value = old + by;
        pe.SetRaw(register, value);
        bool isLong = IsLong(counter);
        bool overflows = isLong ? value < old : by >= 0x1_0000_0000UL - (uint)old;
        if (!overflows)
            return;
        pe.SetRaw(R.PMOVSSET_EL0, pe.Raw(R.PMOVSSET_EL0) | 1UL << counter);
        int next = counter + 1;
        bool chains = !isLong && (counter & 1) == 0 && next < PeFeatures.EventCounters && EventOf(next) == PmuEvent.CHAIN
            && PmuFilter.IsFirstRange(pe, counter) == PmuFilter.IsFirstRange(pe, next) && (pe.Raw(R.PMCNTENSET_EL0) >> next & 1) != 0;
        if (chains && PmuFilter.Counts(pe, next))
            Increment(next, ((uint)old + by) >> 32);
    }
}
