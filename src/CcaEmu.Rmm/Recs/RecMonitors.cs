using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Rmm.Recs;

/// <summary>The performance monitors of one context: those of a Realm's event counters and the cycle counter, as words of memory.</summary>
/// <remarks>
/// A Realm has the event counters 0 to pmu_num_ctrs - 1 and the cycle counter. The others do not count while it runs and are not visible
/// to it (MDCR_EL2.HPMN). RMM specification 2.0 (DEN0137), section "Realm PMU".
/// </remarks>
internal static class RecMonitors
{
    /// <summary>Most words that a context takes.</summary>
    public const int Words = Counters + 2 * PeFeatures.EventCounters;

    private const int Control = 0, Enabled = 1, Overflowed = 2, Interrupts = 3, Selection = 4, Cycles = 5, CyclesFilter = 6, Counters = 7;

    /// <summary>Words of a context with a number of event counters.</summary>
    public static int WordsOf(int counters) => Counters + 2 * counters;

    /// <summary>One bit for each counter of a Realm.</summary>
    public static ulong MaskOf(int counters) => 1UL << 31 | ((1UL << counters) - 1);

    /// <summary>Takes a context from a PE and leaves nothing enabled.</summary>
    /// <param name="pe">The PE, at EL2.</param>
    /// <param name="values">As many words as <see cref="WordsOf"/> says.</param>
    /// <param name="counters">Event counters of the Realm that runs, or is about to.</param>
    /// <param name="interrupts">PMINTENSET_EL1 of the context; null where it stands in the PE.</param>
    public static void Save(ProcessingElement pe, Span<ulong> values, int counters, ulong? interrupts = null)
    {
        values[Control] = pe[R.PMCR_EL0];
        values[Enabled] = pe[R.PMCNTENSET_EL0];
        values[Overflowed] = pe[R.PMOVSSET_EL0];
        values[Interrupts] = interrupts ?? pe[R.PMINTENSET_EL1];
        values[Selection] = pe[R.PMSELR_EL0];
        values[Cycles] = pe[R.PMCCNTR_EL0];
        values[CyclesFilter] = pe[R.PMCCFILTR_EL0];
        for (int i = 0; i < counters; i++)
        {
            values[Counters + i] = pe[R.PMEVCNTR0_EL0 + (ushort)i];
            values[Counters + counters + i] = pe[R.PMEVTYPER0_EL0 + (ushort)i];
        }
        pe[R.PMCNTENCLR_EL0] = pe[R.PMOVSCLR_EL0] = pe[R.PMINTENCLR_EL1] = uint.MaxValue;
        pe.Charge((ulong)values.Length * RmmCosts.SystemSave);
    }

    /// <summary>Puts a context onto a PE on which nothing is enabled.</summary>
    /// <param name="pe">The PE, at EL2.</param>
    /// <param name="values">What <see cref="Save"/> has stored, or zeros: all off.</param>
    /// <param name="counters">Event counters of the Realm.</param>
    /// <param name="interrupts">Whether the overflow interrupt may be requested.</param>
    public static void Restore(ProcessingElement pe, ReadOnlySpan<ulong> values, int counters, bool interrupts = true)
    {
        for (int i = 0; i < counters; i++)
        {
            pe[R.PMEVCNTR0_EL0 + (ushort)i] = values[Counters + i];
            pe[R.PMEVTYPER0_EL0 + (ushort)i] = values[Counters + counters + i];
        }
        pe[R.PMSELR_EL0] = values[Selection];
        pe[R.PMCCNTR_EL0] = values[Cycles];
        pe[R.PMCCFILTR_EL0] = values[CyclesFilter];
        pe[R.PMOVSSET_EL0] = values[Overflowed];
        pe[R.PMINTENSET_EL1] = interrupts ? values[Interrupts] : 0;
        pe[R.PMCR_EL0] = values[Control];
        pe[R.PMCNTENSET_EL0] = values[Enabled];
        pe.Charge((ulong)values.Length * RmmCosts.SystemRestore);
    }

    /// <summary>PMINTENSET_EL1 of a saved context.</summary>
    public static ulong InterruptsOf(ReadOnlySpan<ulong> values) => values[Interrupts];

    /// <summary>Whether the counters of a saved context request their overflow interrupt.</summary>
    public static bool IsOverflowing(ReadOnlySpan<ulong> values) =>
        (values[Control] & PMCR_EL0.E) != 0 && (values[Overflowed] & values[Interrupts]) != 0;
}
