using CcaEmu.Cpu;
using CcaEmu.Machine.Board;

namespace CcaEmu.Machine.Scheduling;

/// <summary>Carries the interrupt outputs of one PE, its generic timers and its performance monitors, to the interrupt controller.</summary>
/// <param name="pe">The PE.</param>
/// <param name="controller">Who takes them.</param>
internal sealed class PrivateInterrupts(ProcessingElement pe, IInterruptController controller)
{
    /// <summary>INTID of the performance monitors' overflow interrupt.</summary>
    /// <remarks>Arm Base System Architecture (DEN0094), section "PPI assignments".</remarks>
    public const int PmuIntid = 23;

    private static readonly GenericTimer[] Timers = Enum.GetValues<GenericTimer>();

    private uint _asserted;
    private bool _pmu;

    /// <summary>Modelled cycles at which a timer asserts its output next by time alone.</summary>
    public ulong? NextTimerCycles { get; private set; }

    /// <summary>Brings the controller's inputs up to date, where something may have changed.</summary>
    public void Update()
    {
        if (pe.TakeTimerChange() || pe.ModelledCycles >= NextTimerCycles)
            Refresh();
        if (pe.IsPmuInterruptRequested != _pmu)
        {
            _pmu = !_pmu;
            controller.SetPrivateLine(pe, PmuIntid, _pmu);
        }
    }

    /// <summary>Brings the timers' inputs up to date; for a controller whose pending state software asks for.</summary>
    public void Refresh()
    {
        if (_asserted == 0 && !pe.IsTimerEnabled)
        {
            NextTimerCycles = null;
            return;
        }
        foreach (GenericTimer timer in Timers)
        {
            uint bit = 1u << (int)timer;
            bool requested = pe.IsTimerInterruptRequested(timer);
            if (requested == ((_asserted & bit) != 0))
                continue;
            _asserted ^= bit;
            controller.SetPrivateLine(pe, (int)timer, requested);
        }
        NextTimerCycles = pe.TicksToTimerEvent is { } ticks ? VirtualClock.CyclesAfter(pe.ModelledCycles, ticks) : null;
    }
}
