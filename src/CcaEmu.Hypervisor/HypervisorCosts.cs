using CcaEmu.Cpu.Accounting;

namespace CcaEmu.Hypervisor;

/// <summary>The hypervisor's own work, which no A64 instruction stands for, as steps with a price.</summary>
/// <remarks>
/// Estimates of what a KVM-like hypervisor spends; the costs of the exceptions and of the layers below are charged by those. What a step
/// takes of the machine's clock stands in <see cref="WorkSteps"/>.
/// </remarks>
internal static class HypervisorCosts
{
    /// <summary>Putting an RMI command's arguments into registers and looking at its status.</summary>
    public static readonly Work RmiCall = Work.One(WorkStep.HostRmiCall);

    /// <summary>Saving the host's context before a REC entry, and restoring it after.</summary>
    public static readonly Work RecEnter = Work.One(WorkStep.HostRecEnter);

    /// <summary>Loading the registers of an ordinary virtual CPU, or saving them.</summary>
    public const ulong ContextSwitch = 400;

    /// <summary>TLBI VMALLS12E1IS and the DSB behind it.</summary>
    public const ulong TlbInvalidate = 200;

    /// <summary>Finding out why a REC came back and dispatching to the handler.</summary>
    public static readonly Work ExitDispatch = Work.One(WorkStep.HostExitDispatch);

    /// <summary>Putting a virtual CPU's interrupts into the virtual interface, or taking them back.</summary>
    public static readonly Work InterruptSwitch = Work.One(WorkStep.HostInterruptSwitch);

    /// <summary>Acknowledging and ending one physical interrupt.</summary>
    public static readonly Work Interrupt = Work.One(WorkStep.HostInterrupt);

    /// <summary>Taking memory from the page allocator or giving it back.</summary>
    public static readonly Work PageAllocation = Work.One(WorkStep.HostPageAllocation);

    /// <summary>Copying or clearing memory.</summary>
    /// <param name="bytes">How much; less than 8 bytes are free.</param>
    public static Work Copy(ulong bytes) => new(WorkStep.HostCopy, bytes / 8);

    /// <summary>Finding the memory slot of a stage 2 fault and deciding what to map.</summary>
    public static readonly Work FaultHandling = Work.One(WorkStep.HostFaultHandling);

    /// <summary>Emulating one device access in the VMM.</summary>
    public static readonly Work MmioEmulation = Work.One(WorkStep.HostMmioEmulation);

    /// <summary>Answering one host call or PSCI call.</summary>
    public static readonly Work CallHandling = Work.One(WorkStep.HostCallHandling);
}
