using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <content>Performance and activity monitors: their registers, and where the PE tells them of events.</content>
public sealed unsafe partial class ProcessingElement
{
    private const ulong SelectedCycleCounter = 31;

    private readonly PerformanceMonitors _monitors;
    private bool _interruptRequested;
    private readonly ActivityMonitors _activity;

    /// <summary>PMUIRQ, the overflow interrupt request of the performance monitors: an output for the board's interrupt controller.</summary>
    /// <remarks>
    /// Level sensitive. <see cref="Run"/> returns <see cref="RunStop.InterruptOutput"/> where it becomes asserted, so that it can be
    /// answered in the middle of a budget.
    /// </remarks>
    public bool IsPmuInterruptRequested
    {
        get
        {
            if (!_monitors.IsActive && Raw(SystemRegister.PMOVSSET_EL0) == 0)
                return false;
            _monitors.Synchronize();
            return _monitors.IsInterruptRequested;
        }
    }

    /// <summary>Tells the performance monitors of an event that is not a function of cycles and instructions.</summary>
    internal void CountEvent(PmuEvent what)
    {
        if (_monitors.IsActive)
            _monitors.Count(what);
    }

    // The level or security state is about to change, and with it what counts.
    private void SynchronizeMonitors(PmuEvent what)
    {
        if (!_monitors.IsActive)
            return;
        _monitors.Synchronize();
        _monitors.Count(what);
    }

    // Bounds the run by the next overflow; true where one has just come.
    private bool OverflowIsDue()
    {
        bool before = _interruptRequested;
        _monitors.Synchronize();
        _interruptRequested = _monitors.IsInterruptRequested;
        ulong left = _monitors.CyclesToOverflow;
        if (left < _s->Deadline - _s->Retired)
            _s->Deadline = _s->Retired + left;
        return _interruptRequested && !before;
    }

    private void ResetMonitors()
    {
        _monitors.Reset();
        _activity.Synchronize();
        _interruptRequested = false;
        foreach (PmuEvent what in Enum.GetValues<PmuEvent>().Where(what => _profiling is not null || what is < PmuEvent.SAMPLE_POP or > PmuEvent.SAMPLE_COLLISION))
        {
            SystemRegister promise = ((int)what & 0x20) == 0 ? SystemRegister.PMCEID0_EL0 : SystemRegister.PMCEID1_EL0;
            int bit = ((int)what & 0x1F) + ((int)what >= 0x4000 ? 32 : 0);
            SetRaw(promise, Raw(promise) | 1UL << bit);
        }
    }

    private static bool IsMonitorRegister(SystemRegister register) =>
        register is (>= SystemRegister.PMCR_EL0 and <= SystemRegister.AMEVCNTVOFF03_EL2) or SystemRegister.MDCR_EL2 or SystemRegister.MDCR_EL3;

    private ulong ReadMonitor(SystemRegister register, SystemRegister storage)
    {
        _monitors.Synchronize();
        _activity.Synchronize();
        ulong stored = _registers[(int)storage];
        switch (storage)
        {
            case SystemRegister.PMCR_EL0:
                return PMCR_EL0.N.Set(stored, (ulong)_monitors.AccessibleCounters);
            case SystemRegister.PMCNTENSET_EL0 or SystemRegister.PMOVSSET_EL0 or SystemRegister.PMINTENSET_EL1:
                return stored & _monitors.AccessMask;
            case SystemRegister.PMXEVTYPER_EL0:
                return SelectedType is { } type ? Raw(type) : 0;
            case SystemRegister.PMXEVCNTR_EL0:
                return SelectedCounter is { } counter ? Raw(counter) : 0;
            default:
                return IsHiddenCounter(register) ? 0 : stored;
        }
    }

    private void WriteMonitor(SystemRegister register, ulong value, in RegisterTrait trait)
    {
        _monitors.Synchronize();
        _activity.Synchronize();
        var storage = (SystemRegister)trait.Storage;
        ulong old = _registers[trait.Storage];
        switch (storage)
        {
            case SystemRegister.PMCR_EL0:
                WritePmcr(value);
                break;
            case SystemRegister.PMCNTENSET_EL0 or SystemRegister.PMOVSSET_EL0 or SystemRegister.PMINTENSET_EL1:
                value &= _monitors.AccessMask;
                _registers[trait.Storage] = trait.Effect == WriteEffect.Clear ? old & ~value : old | value;
                break;
            case SystemRegister.PMSWINC_EL0:
                _monitors.SoftwareIncrement(value);
                break;
            case SystemRegister.PMXEVTYPER_EL0:
                if (SelectedType is { } type)
                    this[type] = value;
                break;
            case SystemRegister.PMXEVCNTR_EL0:
                if (SelectedCounter is { } counter)
                    SetRaw(counter, value);
                break;
            default:
                value = trait.Effect switch { WriteEffect.Set => old | value, WriteEffect.Clear => old & ~value, _ => value };
                if (!IsHiddenCounter(register))
                    _registers[trait.Storage] = value;
                break;
        }
        _monitors.Reconsider();
    }

    // P and C reset counters and read as zero. At EL1 and EL0, P leaves those of EL2 alone.
    private void WritePmcr(ulong value)
    {
        SetRaw(SystemRegister.PMCR_EL0, value & ~(PMCR_EL0.P | PMCR_EL0.C));
        if ((value & PMCR_EL0.P) != 0)
            _monitors.Zero(_monitors.AccessMask & ~(1UL << PmuFilter.CycleCounter));
        if ((value & PMCR_EL0.C) != 0)
            _monitors.Zero(1UL << PmuFilter.CycleCounter);
    }

    // PMSELR_EL0.SEL: an event counter the level may see, or 31 for the cycle counter, which has a filter but no PMXEVCNTR_EL0.
    private SystemRegister? SelectedType => Raw(SystemRegister.PMSELR_EL0) is var selected && selected == SelectedCycleCounter
        ? SystemRegister.PMCCFILTR_EL0
        : selected < (ulong)_monitors.AccessibleCounters ? PmuFilter.EventTypeOf((int)selected) : null;

    private SystemRegister? SelectedCounter => Raw(SystemRegister.PMSELR_EL0) is var selected && selected < (ulong)_monitors.AccessibleCounters
        ? PmuFilter.CounterOf((int)selected)
        : null;

    // CONSTRAINED UNPREDICTABLE choice: a counter that MDCR_EL2.HPMN keeps for EL2 is RAZ/WI for EL1 and EL0.
    private bool IsHiddenCounter(SystemRegister register)
    {
        int counter = register switch
        {
            >= SystemRegister.PMEVCNTR0_EL0 and <= SystemRegister.PMEVCNTR30_EL0 => register - SystemRegister.PMEVCNTR0_EL0,
            >= SystemRegister.PMEVTYPER0_EL0 and <= SystemRegister.PMEVTYPER30_EL0 => register - SystemRegister.PMEVTYPER0_EL0,
            _ => 0,
        };
        return counter >= _monitors.AccessibleCounters && counter != 0;
    }
}
