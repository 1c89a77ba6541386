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

    /// <summary>Saving the host's context before a guest is entered, and restoring it after.</summary>
    public static readonly Work GuestEnter = Work.One(WorkStep.HostGuestEnter);

    /// <summary>Saving one general-purpose register, PC or PSTATE of an ordinary virtual CPU.</summary>
    public static readonly Work GeneralSave = Work.One(WorkStep.HostGeneralSave);

    /// <summary>Restoring one general-purpose register, PC or PSTATE.</summary>
    public static readonly Work GeneralRestore = Work.One(WorkStep.HostGeneralRestore);

    /// <summary>Saving one system register of an ordinary virtual CPU.</summary>
    public static readonly Work SystemSave = Work.One(WorkStep.HostSystemSave);

    /// <summary>Restoring one system register, or setting one that controls the virtual CPU.</summary>
    public static readonly Work SystemRestore = Work.One(WorkStep.HostSystemRestore);

    /// <summary>Saving one SIMD&amp;FP register of an ordinary virtual CPU.</summary>
    public static readonly Work VectorSave = Work.One(WorkStep.HostVectorSave);

    /// <summary>Restoring one SIMD&amp;FP register.</summary>
    public static readonly Work VectorRestore = Work.One(WorkStep.HostVectorRestore);

    /// <summary>TLBI VMALLS12E1IS and the DSB behind it.</summary>
    public static readonly Work TlbInvalidate = Work.One(WorkStep.HostInvalidateTlb);

    /// <summary>Finding out why a guest came back and dispatching to the handler.</summary>
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
