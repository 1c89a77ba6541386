using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Rmm.Run;

/// <summary>The performance monitors of the REC that runs.</summary>
/// <remarks>
/// An overflow that the host has not seen requests the physical interrupt, which exits. Once it has seen it, the interrupt is suppressed so
/// that the Realm makes progress: PMINTENSET_EL1 of the PE is zero, what the Realm believes it to be stands here, and its accesses to the
/// monitors are trapped and carried out on its counters alone. RMM specification 2.0 (DEN0137), section "Realm PMU".
/// </remarks>
/// <param name="pe">The PE.</param>
internal sealed class RealmMonitors(ProcessingElement pe)
{
    private readonly ulong[] _values = new ulong[RecMonitors.Words];
    private ulong _interrupts;

    /// <summary>Event counters of the Realm; null where it has no performance monitors.</summary>
    public int? Counters { get; private set; }

    /// <summary>Whether the host knows that a counter has overflowed.</summary>
    public bool IsSuppressed { get; private set; }

    /// <summary>Whether pmu_ovf_status is another than the host saw last.</summary>
    public bool HasChanged => Counters is not null && IsOverflowing != IsSuppressed;

    private bool IsOverflowing => (pe[R.PMCR_EL0] & PMCR_EL0.E) != 0 && (pe[R.PMOVSSET_EL0] & Interrupts) != 0;

    private ulong Interrupts => IsSuppressed ? _interrupts : pe[R.PMINTENSET_EL1];

    private ulong Mask => RecMonitors.MaskOf(Counters ?? 0);

    /// <summary>Starts on a REC.</summary>
    public void Begin(Rd rd, Rec rec)
    {
        Counters = rd.PmuCounters;
        IsSuppressed = Counters is not null && rec.IsOverflowSeen;
    }

    /// <summary>Puts the REC's monitors onto the PE, after the host's were saved.</summary>
    public void Restore(Rec rec)
    {
        if (Counters is not { } counters)
            return;
        Span<ulong> values = _values.AsSpan(0, RecMonitors.WordsOf(counters));
        rec.ReadMonitors(values);
        _interrupts = RecMonitors.InterruptsOf(values);
        RecMonitors.Restore(pe, values, counters, interrupts: !IsSuppressed);
    }

    /// <summary>Takes the REC's monitors from the PE, before the host's are restored.</summary>
    /// <returns>pmu_ovf_status.</returns>
    public bool Save(Rec rec)
    {
        if (Counters is not { } counters)
            return false;
        Span<ulong> values = _values.AsSpan(0, RecMonitors.WordsOf(counters));
        RecMonitors.Save(pe, values, counters, Interrupts);
        rec.WriteMonitors(values);
        return rec.IsOverflowSeen = RecMonitors.IsOverflowing(values);
    }

    /// <summary>MDCR_EL2 while the REC runs.</summary>
    public ulong Control => Counters is { } counters
        ? (ulong)counters | MDCR_EL2.HPMD | MDCR_EL2.HCCD | (IsSuppressed ? MDCR_EL2.TPM | MDCR_EL2.TPMCR : 0)
        : MDCR_EL2.TPM | MDCR_EL2.TPMCR | (pe[R.MDCR_EL2] & MDCR_EL2.HPMN.Mask);

    /// <summary>Whether a register is one of the monitors that a Realm has.</summary>
    public bool Has(R register) => Counters is { } counters && register switch
    {
        >= R.PMEVCNTR0_EL0 and <= R.PMEVCNTR30_EL0 => register - R.PMEVCNTR0_EL0 < counters,
        >= R.PMEVTYPER0_EL0 and <= R.PMEVTYPER30_EL0 => register - R.PMEVTYPER0_EL0 < counters,
        _ => register is >= R.PMCR_EL0 and <= R.PMCCFILTR_EL0,
    };

    /// <summary>A trapped MRS.</summary>
    /// <param name="register">One that <see cref="Has"/> holds for.</param>
    public ulong Read(R register) => register switch
    {
        R.PMCR_EL0 => PMCR_EL0.N.Set(pe[register], (ulong)Counters!.Value),
        R.PMINTENSET_EL1 or R.PMINTENCLR_EL1 => Interrupts & Mask,
        R.PMCNTENSET_EL0 or R.PMCNTENCLR_EL0 or R.PMOVSSET_EL0 or R.PMOVSCLR_EL0 => pe[register] & Mask,
        R.PMXEVTYPER_EL0 or R.PMXEVCNTR_EL0 when !IsSelectionOwn => 0,
        _ => pe[register],
    };

    /// <summary>A trapped MSR.</summary>
    /// <param name="register">One that <see cref="Has"/> holds for.</param>
    /// <param name="value">What is written.</param>
    public void Write(R register, ulong value)
    {
        switch (register)
        {
            case R.PMINTENSET_EL1 when IsSuppressed:
                _interrupts |= value & Mask;
                break;
            case R.PMINTENCLR_EL1 when IsSuppressed:
                _interrupts &= ~value;
                break;
            case R.PMCR_EL0:
                // At EL2, P would reset the counters of EL2, too.
                pe[register] = value & ~PMCR_EL0.P;
                for (int i = 0; (value & PMCR_EL0.P) != 0 && i < Counters; i++)
                    pe[R.PMEVCNTR0_EL0 + (ushort)i] = 0;
                break;
            case R.PMXEVTYPER_EL0 or R.PMXEVCNTR_EL0 when !IsSelectionOwn:
                break;
            case R.PMINTENSET_EL1 or R.PMINTENCLR_EL1 or R.PMCNTENSET_EL0 or R.PMCNTENCLR_EL0 or R.PMOVSSET_EL0 or R.PMOVSCLR_EL0 or R.PMSWINC_EL0:
                pe[register] = value & Mask;
                break;
            default:
                pe[register] = value;
                break;
        }
    }

    // 31 selects the filter of the cycle counter, which has no PMXEVCNTR_EL0 for any software.
    private bool IsSelectionOwn => pe[R.PMSELR_EL0] is var selected && (selected < (ulong)Counters!.Value || selected == 31);
}
