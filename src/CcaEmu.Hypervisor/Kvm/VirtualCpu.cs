using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Realms;
using CcaEmu.Hypervisor.Scheduling;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Kvm;

/// <summary>A virtual CPU, as its VMM holds it: what the file descriptor of KVM_CREATE_VCPU is.</summary>
public sealed class VirtualCpu
{
    private readonly HostKernel _kernel;
    private readonly VirtualMachine _machine;
    private readonly Vcpu _vcpu;
    private bool _isInitialised;
    private bool _hasPendingRead;

    internal VirtualCpu(HostKernel kernel, VirtualMachine machine, Vcpu vcpu) => (_kernel, _machine, _vcpu) = (kernel, machine, vcpu);

    /// <summary>The page shared with the VMM.</summary>
    public KvmRun Kvm { get; } = new();

    /// <summary>Number in the virtual machine.</summary>
    public int Id => _vcpu.Index;

    /// <summary>KVM_GET_MP_STATE.</summary>
    public MpState MpState => _vcpu.IsOn ? MpState.Runnable : MpState.Stopped;

    /// <summary>The last exit from the guest, as far as a host sees it; null before the first.</summary>
    public RealmExitReport? LastExit => _vcpu.HasExited ? _vcpu.Report() : null;

    /// <summary>Whether it has been run.</summary>
    internal bool HasRun { get; private set; }

    /// <summary>Whether a thread is in KVM_RUN.</summary>
    internal bool IsInRun { get; private set; }

    private Guest Guest => _machine.Kind.Guest;

    private VmmProcess Process => _machine.Process;

    /// <summary>KVM_ARM_VCPU_INIT.</summary>
    /// <param name="features">PSCI 0.2 is needed; a virtual CPU that is not powered off starts with the guest.</param>
    /// <returns>EINVAL: a feature that is not offered, or PSCI 0.2 is missing; EBUSY: it has run, or the realm has been created without these monitors.</returns>
    public HostResult Init(VcpuFeatures features)
    {
        VcpuFeatures offered = VcpuFeatures.PowerOff | VcpuFeatures.Psci02 | VcpuFeatures.PtrauthAddress | VcpuFeatures.PtrauthGeneric
            | (_machine.IsRealm && _kernel.Features!.Realm.Pmu ? VcpuFeatures.PmuV3 : 0);
        if ((features & ~offered) != 0 || (features & VcpuFeatures.Psci02) == 0)
            return HostResult.Fail(Errno.EINVAL, $"PSCI 0.2 and no more than {offered} are expected, found {features}");
        if (HasRun)
            return HostResult.Fail(Errno.EBUSY, "the virtual CPU has run");
        if (_vcpu is Rec rec)
        {
            bool hasMonitors = (features & VcpuFeatures.PmuV3) != 0;
            if (hasMonitors != rec.HasMonitors && ((RealmOperations)_machine.Kind).Realm.IsCreated)
                return HostResult.Fail(Errno.EBUSY, "the realm has been created");
            rec.HasMonitors = hasMonitors;
        }
        _vcpu.IsOn = (features & VcpuFeatures.PowerOff) == 0;
        _isInitialised = true;
        return HostResult.Ok;
    }

    /// <summary>KVM_SET_ONE_REG. Of a realm X0 to X30 and PC count at its start, X0 to X30 in the answer to a call.</summary>
    /// <param name="id">Made by <see cref="OneReg"/>.</param>
    /// <param name="value">The value.</param>
    /// <returns>
    /// EINVAL: not one that can be set, or not now. ID_AA64DFR0_EL1 says how many breakpoints and watchpoints a realm has: EINVAL for more than the RMM offers,
    /// EBUSY for other numbers than it was created with.
    /// </returns>
    public HostResult SetOneReg(ulong id, ulong value)
    {
        if (id == OneReg.IdAa64Dfr0El1 && _machine.Kind is RealmOperations realm)
            return realm.SetDebugResources(value);
        int number = OneReg.NumberOf(id);
        if (number >= 0)
            _vcpu.Gprs[number] = value;
        else if (id == OneReg.Pc && !HasRun)
            _vcpu.StartPc = value;
        else
            return HostResult.Fail(Errno.EINVAL, $"register 0x{id:X} cannot be set {(HasRun ? "any more" : "at all")}");
        return HostResult.Ok;
    }

    /// <summary>KVM_GET_ONE_REG: what the host saw of it last.</summary>
    /// <param name="id">Made by <see cref="OneReg"/>.</param>
    /// <returns>ENOENT: not one that can be read.</returns>
    public HostResult<ulong> GetOneReg(ulong id)
    {
        int number = OneReg.NumberOf(id);
        return number >= 0 ? new(HostResult.Ok, _vcpu.Gprs[number])
            : id == OneReg.IdAa64Dfr0El1 && _machine.Kind is RealmOperations realm ? new(HostResult.Ok, realm.DebugResources)
            : id == OneReg.Pc ? new(HostResult.Ok, _vcpu.StartPc)
            : new(HostResult.Fail(Errno.ENOENT, $"there is no register 0x{id:X}"), 0);
    }

    /// <summary>KVM_GET_REG_LIST: which registers can be read.</summary>
    /// <returns>Identifiers in ascending order.</returns>
    public IReadOnlyList<ulong> GetRegList() =>
    [
        .. Enumerable.Range(0, Vcpu.GprCount).Select(OneReg.X), OneReg.Pc, .. _machine.IsRealm ? [OneReg.IdAa64Dfr0El1] : Array.Empty<ulong>(),
    ];

    /// <summary>KVM_SET_VCPU_EVENTS with a pending SError: no kind of virtual machine of this host takes one.</summary>
    /// <returns>EINVAL.</returns>
    public HostResult SetSErrorPending() => HostResult.Fail(Errno.EINVAL, $"an SError cannot be given to virtual CPU {Id}");

    /// <summary>KVM_SET_VCPU_EVENTS with an external data abort, in place of completing the device access of the last exit.</summary>
    /// <returns>EINVAL: no access waits to be completed.</returns>
    public HostResult SetExternalDataAbort()
    {
        if (!_vcpu.HasPendingMmio)
            return HostResult.Fail(Errno.EINVAL, "no device access waits to be completed");
        _hasPendingRead = false;
        _vcpu.AbortMmio();
        return HostResult.Ok;
    }

    /// <summary>KVM_RUN: runs until the VMM is needed. Waits while the virtual CPU is off, or waits for an interrupt.</summary>
    /// <returns>
    /// Success: see <see cref="KvmRun.ExitReason"/>. EFAULT with a memory fault; EINTR; EAGAIN: not runnable yet, run it again; EBUSY: another
    /// thread runs it; EINVAL: it was not initialised, or the realm is not active; EOPNOTSUPP: no interrupt
    /// controller at the first run; ENXIO: the guest did what cannot be gone on from (an internal error says what), or the RMM refused;
    /// ENOMEM; EIO: the virtual machine is dead; EBADF: it has been closed.
    /// </returns>
    public async Script<HostResult> Run()
    {
        await Process.Checkpoint();
        if (IsInRun)
            return HostResult.Fail(Errno.EBUSY, $"another thread runs virtual CPU {Id}");
        if (_machine.IsClosed)
            return HostResult.Fail(Errno.EBADF, "the virtual machine has been closed");
        if (!_isInitialised)
            return HostResult.Fail(Errno.EINVAL, $"virtual CPU {Id} has not been initialised");
        IsInRun = true;
        _kernel.Scheduler.Current.RunsVcpu = true;
        await Guest.Lock.Acquire(_kernel.Services);
        _vcpu.HostAffinity = _kernel.Services.Pe[SystemRegister.MPIDR_EL1];
        HostResult result = await RunLocked();
        Guest.KickOthers(_kernel.Services.Gic, _vcpu.HostAffinity);
        Guest.Lock.Release();
        IsInRun = false;
        if (Guest.IsClosing)
            _kernel.Scheduler.KickAll();
        await Process.Checkpoint();
        return result;
    }

    /// <summary>Has the KVM_RUN that is under way, or the next, come back with EINTR: immediate_exit, and a signal to the thread.</summary>
    public void RequestExit()
    {
        Kvm.ImmediateExit = true;
        Interrupt();
    }

    /// <summary>Has KVM_RUN look whether it may go on.</summary>
    internal void Interrupt()
    {
        if (_vcpu.HostAffinity != 0 && _vcpu.HostAffinity != _kernel.Services.Pe[SystemRegister.MPIDR_EL1])
            _kernel.Services.Gic.SendKick(_vcpu.HostAffinity);
    }

    private async Script<HostResult> RunLocked()
    {
        Kvm.ExitReason = KvmExitReason.Unknown;
        if (_machine.IsDead)
            return HostResult.Fail(Errno.EIO, "the virtual machine is dead");
        if (_hasPendingRead)
            _vcpu.CompleteMmio(Kvm.Mmio.IsWrite ? 0 : Kvm.Mmio.Value);
        _hasPendingRead = false;
        HostResult started = await Start();
        if (!started.IsOk)
            return started;
        for (int patience = VirtualMachine.Patience; ;)
        {
            if (MustLeave())
            {
                Kvm.ExitReason = KvmExitReason.Intr;
                return HostResult.Fail(Errno.EINTR, "a signal came");
            }
            if (!Guest.HasWork(_vcpu))
            {
                await Block();
                continue;
            }
            _vcpu.IsWaiting = false;
            if (_kernel.Scheduler.IsShared)
                _kernel.Scheduler.BeginSlice();
            RunExit exit = await _machine.Kind.Run(_vcpu);
            if (exit is RunExit.Idle)
                await TakeTurns();
            else if (exit is RunExit.HostCall call && TryAnswer(call))
                continue;
            else if (exit is not RunExit.HostFailure { Failure.Error: Errno.ENOMEM } || patience-- == 0 || !await MakeRoom())
                return Report(exit);
            if (exit is not RunExit.HostFailure)
                patience = VirtualMachine.Patience;
        }
    }

    private bool MustLeave() => Kvm.ImmediateExit || Process.IsKilled || Process.IsAtStandstill || Guest.IsClosing;

    private async Script<HostResult> Start()
    {
        HasRun = true;
        if (_machine.Kind.IsStarted)
            return HostResult.Ok;
        if (Guest.Gic is null)
            return HostResult.Fail(Errno.EOPNOTSUPP, "there is no interrupt controller");
        HostResult started = await _machine.Kind.Start();
        // Nothing of the guest is lost by a host that is out of memory: room is made, and the start goes on.
        while (started.Error == Errno.ENOMEM && await MakeRoom() && !MustLeave())
            started = await _machine.Kind.Start();
        _machine.IsDead |= !started.IsOk;
        return started;
    }

    // Another PE, a timer or an interrupt has to come. The lock is free meanwhile.
    private async Script Block()
    {
        HostThread thread = _kernel.Scheduler.Current;
        Guest.KickOthers(_kernel.Services.Gic, _vcpu.HostAffinity);
        Guest.Lock.Release();
        await thread.Park(CanGoOn, () => Guest.Deadline(_vcpu, Count));
        await Guest.Lock.Acquire(_kernel.Services);
    }

    private ulong Count => _kernel.Services.Pe[SystemRegister.CNTPCT_EL0];

    private bool CanGoOn()
    {
        _vcpu.IsKicked = false;
        Guest.UpdateTimers(_vcpu, Count);
        return MustLeave() || Guest.HasWork(_vcpu);
    }

    private async Script TakeTurns()
    {
        if (!_kernel.Scheduler.IsShared)
            return;
        Guest.Lock.Release();
        await _kernel.Scheduler.Current.Park(null);
        await Guest.Lock.Acquire(_kernel.Services);
    }

    private async Script<bool> MakeRoom()
    {
        Guest.Lock.Release();
        bool any = await _kernel.Services.Reclaim.MakeRoom();
        await Guest.Lock.Acquire(_kernel.Services);
        return any;
    }

    private HostResult Report(RunExit exit)
    {
        switch (exit)
        {
            case RunExit.Mmio access:
                Kvm.ExitReason = KvmExitReason.Mmio;
                (Kvm.Mmio.PhysAddr, Kvm.Mmio.Len, Kvm.Mmio.IsWrite, Kvm.Mmio.Value) =
                    (access.Address, access.SizeBytes, access.IsWrite, access.Value);
                _hasPendingRead = true;
                return HostResult.Ok;
            case RunExit.MemoryFault fault:
                Kvm.ExitReason = KvmExitReason.MemoryFault;
                Kvm.MemoryFault = new KvmMemoryFault(
                    fault.Target == Ripas.Ram ? KvmMemoryFault.Private : 0, fault.Range.Base, fault.Range.SizeBytes);
                return HostResult.Fail(Errno.EFAULT, $"memory {fault.Range} is to be {(fault.Target == Ripas.Ram ? "private" : "shared")}");
            case RunExit.HostCall call:
                return Call(call);
            case RunExit.SystemEvent system:
                Kvm.ExitReason = KvmExitReason.SystemEvent;
                Kvm.SystemEvent = system.IsReset ? KvmSystemEvent.Reset : KvmSystemEvent.Shutdown;
                return HostResult.Ok;
            case RunExit.Shutdown:
                Kvm.ExitReason = KvmExitReason.Shutdown;
                return HostResult.Ok;
            case RunExit.Unknown unknown:
                Kvm.ExitReason = KvmExitReason.InternalError;
                Kvm.InternalError = unknown.Why;
                return HostResult.Ok;
            case RunExit.Stuck stuck:
                Kvm.ExitReason = KvmExitReason.InternalError;
                Kvm.InternalError = stuck.Why;
                return HostResult.Fail(Errno.ENXIO, $"the guest {stuck.Why}");
            default:
                HostResult failure = ((RunExit.HostFailure)exit).Failure;
                // The RMM did what it should not: nothing that it says of this guest can be relied on any more.
                _machine.IsDead |= failure.Error == Errno.ENXIO;
                return failure;
        }
    }

    // Calls that are not the VMM's. A realm's host call with an immediate always is.
    private bool TryAnswer(RunExit.HostCall call)
    {
        if (_machine.IsRealm && call.Immediate != 0)
            return false;
        SmcccFilterAction action = _machine.FilterOf((uint)_vcpu.Gprs[0]);
        if (action == SmcccFilterAction.ForwardToUser)
            return false;
        _kernel.Services.Pe.Charge(HypervisorCosts.CallHandling);
        if (action == SmcccFilterAction.Deny || !_machine.IsRealm || !RealmHostInterface.TryAnswer(_vcpu.Gprs, Process.PageSize))
            _vcpu.Gprs[0] = unchecked((ulong)SmcccStatus.NotSupported);
        return true;
    }

    private HostResult Call(RunExit.HostCall call)
    {
        Kvm.ExitReason = KvmExitReason.Hypercall;
        Kvm.Hypercall = new KvmHypercall(_vcpu.Gprs[0], call.Immediate);
        return HostResult.Ok;
    }
}
