using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <content>The generic timers as interrupt sources: outputs for the board's interrupt controller.</content>
public sealed unsafe partial class ProcessingElement
{
    private static readonly GenericTimer[] Timers = Enum.GetValues<GenericTimer>();

    private bool _watchesTimers;
    private bool _timersChanged;

    /// <summary>
    /// Whether <see cref="Run(ulong, bool)"/> returns with <see cref="RunStop.InterruptOutput"/> when software has changed what the
    /// timers' outputs depend on. A board whose interrupt controller takes the timers turns it on.
    /// </summary>
    public bool WatchesTimers
    {
        get => _watchesTimers;
        set => _watchesTimers = _timersChanged = value;
    }

    /// <summary>Says whether the timers' outputs, or the moment of their next change, may have changed since this was last asked.</summary>
    /// <returns>False always while <see cref="WatchesTimers"/> is off.</returns>
    public bool TakeTimerChange()
    {
        bool changed = _timersChanged;
        _timersChanged = false;
        return changed;
    }

    /// <summary>Whether a timer requests its interrupt: enabled, condition met, not masked.</summary>
    /// <param name="timer">Which.</param>
    /// <remarks>Level sensitive. Arm ARM, D12.2.4 "Timers"; CNTHCTL_EL2.{CNTVMASK, CNTPMASK} (FEAT_RME) mask for Realm and Root state.</remarks>
    public bool IsTimerInterruptRequested(GenericTimer timer)
    {
        SystemRegister register = ControlOf(timer);
        if ((Raw(register) & CNTx_CTL.ENABLE) == 0)
            return false;
        ulong control = this[register];
        return (control & (CNTx_CTL.ENABLE | CNTx_CTL.IMASK | CNTx_CTL.ISTATUS)) == (CNTx_CTL.ENABLE | CNTx_CTL.ISTATUS)
            && !IsMaskedByEl2(timer);
    }

    /// <summary>
    /// Ticks of the system counter until a timer that is enabled and not masked meets its condition, at least 1; null where none will.
    /// </summary>
    /// <remarks>Timers that request their interrupt already do not count. A board bounds its runs by this.</remarks>
    public ulong? TicksToTimerEvent
    {
        get
        {
            if (!IsTimerEnabled)
                return null;
            ulong? soonest = null;
            foreach (GenericTimer timer in Timers)
            {
                SystemRegister register = ControlOf(timer);
                if ((Raw(register) & CNTx_CTL.ENABLE) == 0)
                    continue;
                ulong control = this[register];
                if ((control & (CNTx_CTL.ENABLE | CNTx_CTL.IMASK | CNTx_CTL.ISTATUS)) == CNTx_CTL.ENABLE && !IsMaskedByEl2(timer))
                    soonest = Earlier(soonest, TimerRegisters.TicksToCondition(this, register));
            }
            return soonest;
        }
    }

    /// <summary>Whether any timer is enabled at all: without one no output is asserted, and none will be.</summary>
    public bool IsTimerEnabled => ((Raw(SystemRegister.CNTV_CTL_EL0) | Raw(SystemRegister.CNTP_CTL_EL0) | Raw(SystemRegister.CNTHP_CTL_EL2)
        | Raw(SystemRegister.CNTHV_CTL_EL2) | Raw(SystemRegister.CNTHPS_CTL_EL2) | Raw(SystemRegister.CNTHVS_CTL_EL2)
        | Raw(SystemRegister.CNTPS_CTL_EL1)) & CNTx_CTL.ENABLE) != 0;

    private void OnTimerRegisterWritten()
    {
        if (!_watchesTimers)
            return;
        _timersChanged = true;
        InterruptRun();
    }

    // CNTHCTL_EL2.{CNTVMASK, CNTPMASK} count in two security states only.
    private void OnSecurityStateChanged()
    {
        if ((Raw(SystemRegister.CNTHCTL_EL2) & (CNTHCTL_EL2.CNTVMASK | CNTHCTL_EL2.CNTPMASK)) != 0)
            OnTimerRegisterWritten();
    }

    private bool IsMaskedByEl2(GenericTimer timer)
    {
        ulong mask = timer switch
        {
            GenericTimer.Virtual => CNTHCTL_EL2.CNTVMASK,
            GenericTimer.Physical => CNTHCTL_EL2.CNTPMASK,
            _ => 0,
        };
        return (Raw(SystemRegister.CNTHCTL_EL2) & mask) != 0 && SecurityState is (SecurityState.Realm or SecurityState.Root);
    }

    private static SystemRegister ControlOf(GenericTimer timer) => timer switch
    {
        GenericTimer.Virtual => SystemRegister.CNTV_CTL_EL0,
        GenericTimer.Physical => SystemRegister.CNTP_CTL_EL0,
        GenericTimer.HypervisorPhysical => SystemRegister.CNTHP_CTL_EL2,
        GenericTimer.HypervisorVirtual => SystemRegister.CNTHV_CTL_EL2,
        GenericTimer.SecureHypervisorPhysical => SystemRegister.CNTHPS_CTL_EL2,
        GenericTimer.SecureHypervisorVirtual => SystemRegister.CNTHVS_CTL_EL2,
        _ => SystemRegister.CNTPS_CTL_EL1,
    };
}
