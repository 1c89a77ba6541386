using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <content>The low-power state of WFI, WFE, WFIT and WFET, and what ends it.</content>
/// <remarks>
/// Arm ARM, D1.7 "Mechanisms for entering a low-power state". <see cref="Run"/> ends when the PE enters the state; whoever runs the PE
/// asks <see cref="HasWakeUpEvent"/> and <see cref="TicksToWakeUp"/> when to run it again. Running it without a wake-up event is
/// allowed too: the architecture lets a PE leave the state for any reason.
/// </remarks>
public sealed unsafe partial class ProcessingElement
{
    private WaitKind _wait;
    private ulong? _waitThreshold;
    private bool _event;
    private ulong _eventStreamSeen;

    /// <summary>Whether the PE executed WFI, WFE, WFIT or WFET, was sent to sleep by it, and has not been run since.</summary>
    public bool WaitingForInterrupt => _wait != WaitKind.None;

    /// <summary>Whether something has happened that ends the wait: an event, a pending interrupt, the time-out.</summary>
    /// <remarks>Arm ARM, D1.7.1.4 "WFE wakeup events in AArch64 state", D1.7.2.1 "WFI wakeup events": a WFI ends for masked interrupts too.</remarks>
    public bool HasWakeUpEvent
    {
        get
        {
            if (_wait == WaitKind.None || TicksToWakeUp == 0)
                return true;
            bool byEvent = _wait == WaitKind.Event;
            if (byEvent && EventRegister)
                return true;
            AsynchronousException pending = Pending;
            for (var one = AsynchronousException.SError; one <= AsynchronousException.VirtualIrq; one = (AsynchronousException)((int)one << 1))
            {
                if ((pending & one) == 0)
                    continue;
                InterruptRoute route = InterruptRouting.Of(this, one);
                if (byEvent ? route.IsTaken : route.Target is not null)
                    return true;
            }
            return false;
        }
    }

    /// <summary>
    /// Ticks of the system counter until time alone ends the wait (WFIT, WFET, an event stream during WFE or WFET); 0 where it has,
    /// null where it never does.
    /// </summary>
    public ulong? TicksToWakeUp
    {
        get
        {
            ulong? ticks = null;
            if (_waitThreshold is { } threshold)
            {
                ulong now = VirtualCount;
                ticks = now >= threshold ? 0 : threshold - now;
            }
            if (_wait == WaitKind.Event)
                ticks = Earlier(Earlier(ticks, TicksToEvent(SystemRegister.CNTKCTL_EL1)), TicksToEvent(SystemRegister.CNTHCTL_EL2));
            return ticks;
        }
    }

    /// <summary>The WFE event register. Reading it looks first whether an event stream has set it.</summary>
    internal bool EventRegister
    {
        get
        {
            LookAtEventStreams();
            return _event;
        }
        set
        {
            LookAtEventStreams();
            _event = value;
            if (value)
                TellOfWakeUp();
        }
    }

    /// <summary>CNTVCT_EL0 as the current level reads it.</summary>
    /// <remarks>J1.3 shared pseudocode VirtualCounterTimer.</remarks>
    internal ulong VirtualCount => RegisterAccess.Read(this, SystemRegister.CNTVCT_EL0);

    /// <summary>Whether any interrupt is pending that makes WFI complete at once.</summary>
    /// <remarks>J1.1 shared pseudocode AArch64.InterruptPending: where physical ones would be taken does not matter.</remarks>
    internal bool InterruptPending
    {
        get
        {
            AsynchronousException pending = Pending;
            if ((pending & AsynchronousException.Physical) != 0)
                return true;
            for (var one = AsynchronousException.VirtualSError; one <= AsynchronousException.VirtualIrq; one = (AsynchronousException)((int)one << 1))
            {
                if ((pending & one) != 0 && InterruptRouting.Of(this, one).Target is not null)
                    return true;
            }
            return false;
        }
    }

    /// <summary>Enters the low-power state.</summary>
    /// <param name="kind">What ends it.</param>
    /// <param name="threshold">Value of CNTVCT_EL0 that ends it too; null for none.</param>
    internal void Wait(WaitKind kind, ulong? threshold)
    {
        _wait = kind;
        _waitThreshold = threshold;
    }

    /// <summary>Enters the low-power state as WFI does, for a managed layer; where an interrupt is pending already, the wait is over at once.</summary>
    public void WaitForInterrupt() => Wait(WaitKind.Interrupt, threshold: null);

    private void TellOfWakeUp()
    {
        if (_wait != WaitKind.None)
            Environment.OnWakeUp(this);
    }

    /// <summary>Leaves the low-power state, as <see cref="Run(ulong, bool)"/> does; for whoever enters a managed layer after its wait.</summary>
    public void LeaveLowPowerState()
    {
        _wait = WaitKind.None;
        _waitThreshold = null;
    }

    private ulong? TicksToEvent(SystemRegister control)
    {
        ulong value = StreamControl(control);
        return EventStream.IsEnabled(value) ? EventStream.TicksToNext(value, StreamCount(control, Environment.SystemCount(this))) : null;
    }

    private void LookAtEventStreams()
    {
        if (!EventStream.IsEnabled(Raw(SystemRegister.CNTKCTL_EL1) | Raw(SystemRegister.CNTHCTL_EL2)))
            return;
        ulong earlier = _eventStreamSeen, now = Environment.SystemCount(this);
        _eventStreamSeen = now;
        _event |= CameSince(SystemRegister.CNTKCTL_EL1, earlier, now) || CameSince(SystemRegister.CNTHCTL_EL2, earlier, now);
    }

    private bool CameSince(SystemRegister control, ulong earlier, ulong now)
    {
        ulong value = StreamControl(control);
        return EventStream.IsEnabled(value) && EventStream.CameBetween(value, StreamCount(control, earlier), StreamCount(control, now));
    }

    // The stream of CNTKCTL_EL1 is off while EL2 is host.
    private ulong StreamControl(SystemRegister control)
    {
        const ulong Host = HCR_EL2.E2H | HCR_EL2.TGE;
        bool host = El2Enabled && (Raw(SystemRegister.HCR_EL2) & Host) == Host;
        return control == SystemRegister.CNTKCTL_EL1 && host ? 0 : Raw(control);
    }

    // CNTKCTL_EL1 taps the virtual counter, CNTHCTL_EL2 the physical one.
    private ulong StreamCount(SystemRegister control, ulong count) =>
        control == SystemRegister.CNTKCTL_EL1 ? count - Raw(SystemRegister.CNTVOFF_EL2) : count;

    private static ulong? Earlier(ulong? a, ulong? b) => a is null || b < a ? b : a;
}
