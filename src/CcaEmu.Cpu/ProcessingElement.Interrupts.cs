using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <content>Asynchronous exceptions: the input lines, what is pending, and taking it between two instructions.</content>
public sealed unsafe partial class ProcessingElement
{
    private const ulong PendingInHcr = HCR_EL2.VSE | HCR_EL2.VI | HCR_EL2.VF;

    private AsynchronousException _lines;
    private GroupSignal _groupSignal;
    private ICpuInterface? _cpuInterface;
    private uint _errorSyndrome;

    /// <summary>
    /// The GIC CPU interface plugged into the PE; null where the board has none, and then the PE has none of its registers and
    /// ID_AA64PFR0_EL1.GIC says so.
    /// </summary>
    public ICpuInterface? CpuInterface
    {
        get => _cpuInterface;
        set
        {
            _cpuInterface = value;
            Features.Identify(this);
        }
    }

    /// <summary>Tells the PE the group of the interrupt that its GIC CPU interface signals now.</summary>
    /// <param name="signal">The group, or none. It stays until the next call.</param>
    /// <remarks>May be called while the PE executes, as <see cref="SetInterruptLine"/>.</remarks>
    public void SetGroupSignal(GroupSignal signal)
    {
        _groupSignal = signal;
        if (signal == GroupSignal.None)
            return;
        InterruptRun();
        TellOfWakeUp();
    }

    /// <summary>Drives an interrupt input of the PE.</summary>
    /// <param name="line">Which.</param>
    /// <param name="asserted">Whether the interrupt is pending from now on.</param>
    /// <remarks>
    /// May be called while the PE executes (by a device that it writes to): the interrupt is taken at the next branch or page end where
    /// it is not masked. With no line asserted, executing code pays nothing.
    /// </remarks>
    public void SetInterruptLine(InterruptLine line, bool asserted)
    {
        AsynchronousException bit = BitOf(line);
        if (!asserted)
        {
            _lines &= ~bit;
            return;
        }
        _lines |= bit;
        InterruptRun();
        TellOfWakeUp();
    }

    /// <summary>Whether an interrupt input of the PE is asserted.</summary>
    /// <param name="line">Which.</param>
    public bool IsInterruptLineAsserted(InterruptLine line) => ((_lines | Signalled) & BitOf(line)) != 0;

    /// <summary>Makes a physical SError pending; it stays so until it is taken or deferred by an error synchronization barrier.</summary>
    /// <param name="syndrome">ISS of the exception: IDS, AET, EA and DFSC, 25 bits.</param>
    /// <exception cref="ArgumentOutOfRangeException">The syndrome has more than 25 bits.</exception>
    /// <remarks>
    /// <para>Edge triggered, as FEAT_DoubleFault has it. A second error before the first was taken is merged into it: the first syndrome
    /// stays.</para>
    /// <para>An error reaches the PE between two blocks. So an unmasked one is taken before the next exception or exception return, and
    /// the implicit error synchronization events of SCTLR_ELx.IESB find none left to synchronize.</para>
    /// </remarks>
    public void PendSError(uint syndrome)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(syndrome, (uint)ESR_ELx.ISS.Mask);
        if ((_lines & AsynchronousException.SError) == 0)
            _errorSyndrome = syndrome;
        _lines |= AsynchronousException.SError;
        InterruptRun();
    }

    /// <summary>Whether a physical SError is pending.</summary>
    public bool IsSErrorPending => (_lines & AsynchronousException.SError) != 0;

    /// <summary>Everything that is pending, masked or not, whether or not it could be taken from here.</summary>
    internal AsynchronousException Pending
    {
        get
        {
            AsynchronousException pending = _lines | Signalled;
            ulong hcr = Raw(SystemRegister.HCR_EL2) & PendingInHcr;
            if (hcr == 0)
                return pending;
            return pending | ((hcr & HCR_EL2.VSE) != 0 ? AsynchronousException.VirtualSError : 0)
                | ((hcr & HCR_EL2.VF) != 0 ? AsynchronousException.VirtualFiq : 0)
                | ((hcr & HCR_EL2.VI) != 0 ? AsynchronousException.VirtualIrq : 0);
        }
    }

    /// <summary>ISR_EL1: at EL1 the virtual interrupt of a kind that HCR_EL2 enables, else the physical one.</summary>
    /// <remarks>Arm ARM, D24.2 ISR_EL1.</remarks>
    internal ulong InterruptStatus
    {
        get
        {
            AsynchronousException pending = Pending;
            ulong hcr = _level == ExceptionLevel.EL1 && El2Enabled ? Raw(SystemRegister.HCR_EL2) : 0;
            ulong Status(ulong enable, AsynchronousException physical, AsynchronousException @virtual, ulong bit) =>
                (pending & ((hcr & enable) != 0 ? @virtual : physical)) != 0 ? bit : 0;
            return Status(HCR_EL2.AMO, AsynchronousException.SError, AsynchronousException.VirtualSError, PSTATE.A)
                | Status(HCR_EL2.IMO, AsynchronousException.Irq, AsynchronousException.VirtualIrq, PSTATE.I)
                | Status(HCR_EL2.FMO, AsynchronousException.Fiq, AsynchronousException.VirtualFiq, PSTATE.F);
        }
    }

    /// <summary>Whether the engine has to look for an asynchronous exception before the next instruction.</summary>
    private bool MayHaveInterrupt => _lines != 0 || _groupSignal != GroupSignal.None || (Raw(SystemRegister.HCR_EL2) & PendingInHcr) != 0;

    // The same interrupt is an FIQ to one world and an IRQ to another.
    private AsynchronousException Signalled => _groupSignal switch
    {
        GroupSignal.None => AsynchronousException.None,
        GroupSignal.Group1 => AsynchronousException.Irq,
        GroupSignal.Group1Secure when SecurityState == SecurityState.Secure => AsynchronousException.Irq,
        GroupSignal.Group1NonSecure when SecurityState is SecurityState.NonSecure or SecurityState.Realm => AsynchronousException.Irq,
        _ => AsynchronousException.Fiq,
    };

    /// <summary>Makes a running PE come back to the engine at its next branch or page end.</summary>
    internal void InterruptRun() => _s->Deadline = 0;

    /// <summary>Takes the first asynchronous exception that is pending and not masked.</summary>
    /// <returns>Whether one was taken.</returns>
    private bool TryTakeInterrupt() => TryTakeInterrupt(above: null);

    /// <summary>Takes the first asynchronous exception that goes to a level above the one the PE is at, which cannot mask it.</summary>
    /// <returns>Whether one was taken.</returns>
    /// <remarks>For a PE at a managed layer, which takes its own by looking; engines take all others between instructions.</remarks>
    public bool TryTakeInterruptAbove() => MayHaveInterrupt && TryTakeInterrupt(above: _level);

    private bool TryTakeInterrupt(ExceptionLevel? above)
    {
        AsynchronousException pending = Pending;
        for (var one = AsynchronousException.SError; one <= AsynchronousException.VirtualIrq; one = (AsynchronousException)((int)one << 1))
        {
            if ((pending & one) == 0)
                continue;
            InterruptRoute route = InterruptRouting.Of(this, one);
            if (!route.IsTaken || route.Target <= above)
                continue;
            TakeInterrupt(one, route.Target!.Value);
            return true;
        }
        return false;
    }

    private void TakeInterrupt(AsynchronousException which, ExceptionLevel target)
    {
        ulong syndrome = 0;
        if (which == AsynchronousException.SError)
        {
            syndrome = EsrValue.Create(ExceptionClass.SError, _errorSyndrome).Value;
            ClearPendingSError();
        }
        else if (which == AsynchronousException.VirtualSError)
        {
            syndrome = EsrValue.Create(ExceptionClass.SError, Raw(SystemRegister.VSESR_EL2)).Value;
            ClearPendingVirtualSError();
        }
        ulong pc = TranslationRegime.WithoutTag(this, _level, _s->PC);
        TakeException(target, InterruptRouting.TypeOf(which), syndrome, pc);
    }

    /// <summary>ESB: what is pending and masked is recorded in DISR_EL1 or VDISR_EL2 instead; what is not masked is taken next.</summary>
    /// <remarks>J1.1 shared pseudocode AArch64.ESBOperation, AArch64.vESBOperation.</remarks>
    internal void SynchronizeErrors()
    {
        const ulong Deferred = 1UL << 31;
        AsynchronousException pending = Pending;
        if ((pending & AsynchronousException.SError) != 0 && !InterruptRouting.Of(this, AsynchronousException.SError).IsTaken)
        {
            SetRaw(SystemRegister.DISR_EL1, Deferred | _errorSyndrome);
            ClearPendingSError();
        }
        if ((pending & AsynchronousException.VirtualSError) != 0
            && InterruptRouting.Of(this, AsynchronousException.VirtualSError) is { Target: not null, IsMasked: true })
        {
            SetRaw(SystemRegister.VDISR_EL2, Deferred | (Raw(SystemRegister.VSESR_EL2) & ESR_ELx.ISS.Mask));
            ClearPendingVirtualSError();
        }
    }

    private void ClearPendingSError() => _lines &= ~AsynchronousException.SError;

    private void ClearPendingVirtualSError() => this[SystemRegister.HCR_EL2] &= ~HCR_EL2.VSE;

    private void ResetInterrupts()
    {
        _lines &= ~AsynchronousException.SError;
        _errorSyndrome = 0;
        LeaveLowPowerState();
        _event = false;
        _eventStreamSeen = 0;
    }

    private static AsynchronousException BitOf(InterruptLine line) => line switch
    {
        InterruptLine.Irq => AsynchronousException.Irq,
        InterruptLine.Fiq => AsynchronousException.Fiq,
        InterruptLine.VirtualIrq => AsynchronousException.VirtualIrq,
        _ => AsynchronousException.VirtualFiq,
    };
}
