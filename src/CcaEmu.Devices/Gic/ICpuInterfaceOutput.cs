using CcaEmu.Arm;

namespace CcaEmu.Devices.Gic;

/// <summary>What the CPU interface of a GIC drives at its PE.</summary>
public interface ICpuInterfaceOutput
{
    /// <summary>The group of the physical interrupt that is signalled has changed.</summary>
    /// <param name="signal">The group, or none.</param>
    void Signal(GroupSignal signal);

    /// <summary>The virtual lines have changed.</summary>
    /// <param name="irq">Whether a virtual IRQ is signalled.</param>
    /// <param name="fiq">Whether a virtual FIQ is signalled.</param>
    void SignalVirtual(bool irq, bool fiq);
}
