using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Devices.Gic;
using CcaEmu.Hypervisor.Core;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Hypervisor.Interrupts;

/// <summary>The interrupts of one virtual CPU: its part of the virtual interface while it does not run, and its timers.</summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), section "Realm interrupts": a realm runs on what the host has written into ICH_*, and the host reads back what
/// it has left. The counterpart of KVM's vgic flush and sync.
/// </remarks>
/// <param name="gic">The virtual machine's GIC.</param>
/// <param name="index">Number of the virtual CPU.</param>
internal sealed class VcpuInterrupts(GicV3 gic, int index)
{
    private const int ListRegisters = 16;
    private const ulong VENG0 = 1, VENG1 = 2;
    private const uint Monitors = 23, VirtualTimer = 27, PhysicalTimer = 30;

    private readonly ListRegisterFeed _feed = new(gic, index);
    private readonly ulong[] _list = new ulong[ListRegisters];
    private ulong _machineControl, _active0, _active1;

    /// <summary>Whether an interrupt is pending that would interrupt the virtual CPU: its own mask and group enables are asked too.</summary>
    public bool HasPending => _feed.HasPending((_machineControl & VENG0) != 0, (_machineControl & VENG1) != 0, (int)(_machineControl >> 24));

    /// <summary>Puts the virtual CPU's interrupts onto the PE, before it runs.</summary>
    public void Load(ProcessingElement pe)
    {
        bool more = _feed.Flush(_list);
        for (int i = 0; i < ListRegisters; i++)
            pe[R.ICH_LR0_EL2 + (ushort)i] = _list[i];
        pe[R.ICH_AP0R0_EL2] = _active0;
        pe[R.ICH_AP1R0_EL2] = _active1;
        pe[R.ICH_VMCR_EL2] = _machineControl;
        pe[R.ICH_HCR_EL2] = ICH_HCR_EL2.En | (more ? ICH_HCR_EL2.UIE : 0);
        pe.Charge(HypervisorCosts.InterruptSwitch);
    }

    /// <summary>Takes them back after it has run.</summary>
    public void Store(ProcessingElement pe)
    {
        for (int i = 0; i < ListRegisters; i++)
            _list[i] = pe[R.ICH_LR0_EL2 + (ushort)i];
        _active0 = pe[R.ICH_AP0R0_EL2];
        _active1 = pe[R.ICH_AP1R0_EL2];
        _machineControl = pe[R.ICH_VMCR_EL2];
        int ends = ICH_HCR_EL2.EOIcount.GetInt(pe[R.ICH_HCR_EL2]);
        pe[R.ICH_HCR_EL2] = 0;
        _feed.Sync(_list, ends);
        pe.Charge(HypervisorCosts.InterruptSwitch);
    }

    /// <summary>Drives the timers' lines as the virtual CPU left them.</summary>
    /// <param name="vcpu">The virtual CPU.</param>
    /// <param name="count">The system counter now.</param>
    public void SetTimers(Vcpu vcpu, ulong count)
    {
        gic.SetPpiLine(index, VirtualTimer, IsAsserted(vcpu.VirtualTimer, count));
        gic.SetPpiLine(index, PhysicalTimer, IsAsserted(vcpu.PhysicalTimer, count));
    }

    /// <summary>Drives the line of the performance monitors as the virtual CPU left them.</summary>
    /// <param name="isOverflowing">Whether a counter has overflowed that may interrupt.</param>
    public void SetMonitors(bool isOverflowing) => gic.SetPpiLine(index, Monitors, isOverflowing);

    /// <summary>When a timer asserts its line next by time alone; null where none will.</summary>
    /// <param name="vcpu">The virtual CPU.</param>
    /// <param name="count">The system counter now.</param>
    public static ulong? NextTimerEvent(Vcpu vcpu, ulong count) => Earlier(Deadline(vcpu.VirtualTimer, count), Deadline(vcpu.PhysicalTimer, count));

    /// <summary>Whether a timer asserts its line.</summary>
    /// <param name="timer">Its control register, and its compare value as a value of the system counter.</param>
    /// <param name="count">The system counter now.</param>
    public static bool IsAsserted((ulong Control, ulong CompareValue) timer, ulong count) => IsOn(timer.Control) && count >= timer.CompareValue;

    private static ulong? Deadline((ulong Control, ulong CompareValue) timer, ulong count) =>
        IsOn(timer.Control) && timer.CompareValue > count ? timer.CompareValue : null;

    private static bool IsOn(ulong control) => (control & (CNTx_CTL.ENABLE | CNTx_CTL.IMASK)) == CNTx_CTL.ENABLE;

    private static ulong? Earlier(ulong? a, ulong? b) => a is null || b < a ? b : a;
}
