using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>Whether a counter counts in the current state.</summary>
/// <remarks>
/// Arm ARM, J1.3 shared pseudocode CountPMUEvents, D13.5 "Controlling the PMU counters", D13.7 "Event filtering". External counters
/// (PMCCR), Debug state and SPE freezing are absent.
/// </remarks>
internal static class PmuFilter
{
    /// <summary>Number of the cycle counter.</summary>
    public const int CycleCounter = 31;

    /// <summary>Counters with numbers below belong to the first range, of PMCR_EL0; the rest to EL2. The cycle counter is in the first.</summary>
    public static int FirstRange(ProcessingElement pe) => Math.Min(MDCR_EL2.HPMN.GetInt(pe.Raw(R.MDCR_EL2)), PeFeatures.EventCounters);

    /// <summary>Whether a counter is in the first range.</summary>
    public static bool IsFirstRange(ProcessingElement pe, int counter) => counter == CycleCounter || counter < FirstRange(pe);

    /// <summary>Whether a counter's range is enabled: PMCR_EL0.E or MDCR_EL2.HPME.</summary>
    public static bool IsRangeEnabled(ProcessingElement pe, int counter) => IsFirstRange(pe, counter)
        ? (pe.Raw(R.PMCR_EL0) & PMCR_EL0.E) != 0
        : (pe.Raw(R.MDCR_EL2) & MDCR_EL2.HPME) != 0;

    /// <summary>Whether a counter that PMCNTENSET_EL0 enables counts now.</summary>
    public static bool Counts(ProcessingElement pe, int counter)
    {
        if (!IsRangeEnabled(pe, counter))
            return false;
        bool held = IsProhibited(pe, counter) || IsFrozen(pe, counter);
        if (counter != CycleCounter)
            return !held && !IsFiltered(pe, pe.Raw(EventTypeOf(counter)));
        bool stopped = held && (pe.Raw(R.PMCR_EL0) & PMCR_EL0.DP) != 0;
        return !stopped && !CyclesAreProhibited(pe) && !IsFiltered(pe, pe.Raw(R.PMCCFILTR_EL0));
    }

    /// <summary>PMEVTYPERn_EL0.</summary>
    public static R EventTypeOf(int counter) => R.PMEVTYPER0_EL0 + (ushort)counter;

    /// <summary>PMEVCNTRn_EL0, or PMCCNTR_EL0.</summary>
    public static R CounterOf(int counter) => counter == CycleCounter ? R.PMCCNTR_EL0 : R.PMEVCNTR0_EL0 + (ushort)counter;

    private static bool IsProhibited(ProcessingElement pe, int counter)
    {
        ulong mdcr3 = pe.Raw(R.MDCR_EL3);
        bool spme = (mdcr3 & MDCR_EL3.SPME) != 0, mpmx = (mdcr3 & MDCR_EL3.MPMX) != 0;
        bool atEl3 = pe.CurrentLevel == ExceptionLevel.EL3;
        if ((atEl3 || pe.SecurityState == SecurityState.Secure) && !spme && !mpmx)
            return true;
        bool first = IsFirstRange(pe, counter);
        if (atEl3 && mpmx && (!spme || first))
            return true;
        return pe.CurrentLevel == ExceptionLevel.EL2 && first && (pe.Raw(R.MDCR_EL2) & MDCR_EL2.HPMD) != 0;
    }

    private static bool CyclesAreProhibited(ProcessingElement pe)
    {
        ulong mdcr3 = pe.Raw(R.MDCR_EL3);
        bool atEl3 = pe.CurrentLevel == ExceptionLevel.EL3;
        return ((atEl3 || pe.SecurityState == SecurityState.Secure) && (mdcr3 & MDCR_EL3.SCCD) != 0)
            || (atEl3 && (mdcr3 & MDCR_EL3.MCCD) != 0)
            || (pe.CurrentLevel == ExceptionLevel.EL2 && (pe.Raw(R.MDCR_EL2) & MDCR_EL2.HCCD) != 0);
    }

    // J1.3 shared pseudocode ShouldPMUFreeze: an event counter of the same range has overflowed.
    private static bool IsFrozen(ProcessingElement pe, int counter)
    {
        bool first = IsFirstRange(pe, counter);
        ulong control = first ? pe.Raw(R.PMCR_EL0) & PMCR_EL0.FZO : pe.Raw(R.MDCR_EL2) & MDCR_EL2.HPMFZO;
        if (control == 0)
            return false;
        ulong below = (1UL << FirstRange(pe)) - 1;
        ulong range = first ? below : 0x7FFF_FFFF & ~below;
        return (pe.Raw(R.PMOVSSET_EL0) & range) != 0;
    }

    private static bool IsFiltered(ProcessingElement pe, ulong filter)
    {
        bool p = (filter & PMEVTYPER_EL0.P) != 0, u = (filter & PMEVTYPER_EL0.U) != 0, nsh = (filter & PMEVTYPER_EL0.NSH) != 0;
        bool Bit(ulong bit) => (filter & bit) != 0;
        return (pe.CurrentLevel, pe.SecurityState) switch
        {
            (ExceptionLevel.EL0, SecurityState.NonSecure) => u != Bit(PMEVTYPER_EL0.NSU),
            (ExceptionLevel.EL0, SecurityState.Realm) => u != Bit(PMEVTYPER_EL0.RLU),
            (ExceptionLevel.EL0, _) => u,
            (ExceptionLevel.EL1, SecurityState.NonSecure) => p != Bit(PMEVTYPER_EL0.NSK),
            (ExceptionLevel.EL1, SecurityState.Realm) => p != Bit(PMEVTYPER_EL0.RLK),
            (ExceptionLevel.EL1, _) => p,
            (ExceptionLevel.EL2, SecurityState.NonSecure) => !nsh,
            (ExceptionLevel.EL2, SecurityState.Realm) => nsh == Bit(PMEVTYPER_EL0.RLH),
            (ExceptionLevel.EL2, _) => nsh == Bit(PMEVTYPER_EL0.SH),
            _ => Bit(PMEVTYPER_EL0.M) != p,
        };
    }
}
