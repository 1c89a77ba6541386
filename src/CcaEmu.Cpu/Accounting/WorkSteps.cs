namespace CcaEmu.Cpu.Accounting;

/// <summary>The steps as data: their names in files and reports, and what they cost the machine's own clock.</summary>
public static class WorkSteps
{
    private static readonly WorkStepInfo[] Table =
    [
        new(WorkStep.Instruction, "instruction", 1, "A64 instruction retired"),
        new(WorkStep.ExceptionTaken, "exception.taken", 30, "Exception taken"),
        new(WorkStep.ExceptionReturn, "exception.return", 30, "Exception return"),
        new(WorkStep.Idle, "pe.idle", 1, "Cycle in which the PE waits: for an interrupt, or for another PE"),
        new(WorkStep.BulkCopy, "pe.bulk-copy", 1, "Cycle of a memory copy or set instruction beyond its retirement"),
        new(WorkStep.MonitorDispatch, "monitor.dispatch", 40, "The monitor finds the handler of an SMC"),
        new(WorkStep.MonitorGeneralSave, "monitor.general-save", 1, "The monitor saves a general-purpose register, ELR_EL3 or SPSR_EL3"),
        new(WorkStep.MonitorGeneralRestore, "monitor.general-restore", 1, "The monitor restores a general-purpose register, ELR_EL3 or SPSR_EL3"),
        new(WorkStep.MonitorSystemSave, "monitor.system-save", 4, "The monitor saves a system register of EL1 or EL2"),
        new(WorkStep.MonitorSystemRestore, "monitor.system-restore", 4, "The monitor restores a system register of EL1 or EL2"),
        new(WorkStep.MonitorGptUpdate, "monitor.gpt-update", 60, "The monitor reads, changes and writes a run of Granule Protection Table entries, with barriers"),
        new(WorkStep.MonitorGptInvalidate, "monitor.tlbi-pa", 100, "The monitor invalidates translations by physical address on all PEs, to completion"),
        new(WorkStep.MonitorWipeGranule, "monitor.wipe", 128, "The monitor writes zeros over 4 KiB, at a reset"),
        new(WorkStep.RmmCommand, "rmm.command", 120, "The RMM receives an RMI command, or sends its results"),
        new(WorkStep.RmmRealmCall, "rmm.realm-call", 60, "The RMM handles a call of a Realm"),
        new(WorkStep.RmmTrap, "rmm.trap", 80, "The RMM handles a trapped instruction or an abort"),
        new(WorkStep.RmmGeneralSave, "rmm.general-save", 4, "The RMM saves a general-purpose register, PC or PSTATE of a REC"),
        new(WorkStep.RmmGeneralRestore, "rmm.general-restore", 4, "The RMM restores a general-purpose register, PC or PSTATE of a REC"),
        new(WorkStep.RmmSystemSave, "rmm.system-save", 4, "The RMM saves a system register of a REC or of the host"),
        new(WorkStep.RmmSystemRestore, "rmm.system-restore", 4, "The RMM restores a system register of a REC or of the host"),
        new(WorkStep.RmmVectorSave, "rmm.vector-save", 4, "The RMM saves a SIMD&FP register of a REC or of the host"),
        new(WorkStep.RmmVectorRestore, "rmm.vector-restore", 4, "The RMM restores a SIMD&FP register of a REC or of the host"),
        new(WorkStep.RmmGranuleState, "rmm.granule-state", 20, "The RMM looks up or changes the state of a granule, with its lock"),
        new(WorkStep.RmmWalkStep, "rmm.rtt-read", 20, "The RMM reads an RTT entry on a walk"),
        new(WorkStep.RmmWriteEntry, "rmm.rtt-write", 10, "The RMM writes an RTT entry"),
        new(WorkStep.RmmFillTable, "rmm.rtt-fill", 300, "The RMM fills an RTT of 512 entries"),
        new(WorkStep.RmmWipeGranule, "rmm.wipe", 128, "The RMM writes zeros over 4 KiB"),
        new(WorkStep.RmmCopyGranule, "rmm.copy", 256, "The RMM copies 4 KiB"),
        new(WorkStep.RmmInvalidateTlb, "rmm.tlbi", 200, "The RMM invalidates a Realm's translations on all PEs, to completion"),
        new(WorkStep.RmmHashBlock, "rmm.hash-block", 90, "The RMM hashes 64 bytes"),
        new(WorkStep.RmmSignToken, "rmm.sign-token", 46_875, "The RMM does a 64th of what signing a token with ES384 takes"),
        new(WorkStep.RmmTokenByte, "rmm.token-byte", 1, "The RMM copies a byte of a token"),
        new(WorkStep.HostRmiCall, "host.rmi-call", 40, "The hypervisor puts a command's arguments into registers and looks at its status"),
        new(WorkStep.HostGuestEnter, "host.guest-enter", 600, "The hypervisor saves its own context before it enters a guest, and restores it after"),
        new(WorkStep.HostExitDispatch, "host.exit-dispatch", 150, "The hypervisor finds out why a guest came back"),
        new(WorkStep.HostGeneralSave, "host.general-save", 4, "The hypervisor saves a general-purpose register, PC or PSTATE of an ordinary VM"),
        new(WorkStep.HostGeneralRestore, "host.general-restore", 4, "The hypervisor restores a general-purpose register, PC or PSTATE of an ordinary VM"),
        new(WorkStep.HostSystemSave, "host.system-save", 4, "The hypervisor saves a system register of an ordinary VM"),
        new(WorkStep.HostSystemRestore, "host.system-restore", 4, "The hypervisor restores a system register of an ordinary VM, or sets one that controls it"),
        new(WorkStep.HostVectorSave, "host.vector-save", 4, "The hypervisor saves a SIMD&FP register of an ordinary VM"),
        new(WorkStep.HostVectorRestore, "host.vector-restore", 4, "The hypervisor restores a SIMD&FP register of an ordinary VM"),
        new(WorkStep.HostInvalidateTlb, "host.tlbi", 200, "The hypervisor invalidates translations of ordinary VMs on all PEs, to completion"),
        new(WorkStep.HostInterruptSwitch, "host.interrupt-switch", 120, "The hypervisor puts interrupts into the virtual interface or takes them back"),
        new(WorkStep.HostInterrupt, "host.interrupt", 200, "The hypervisor acknowledges and ends a physical interrupt"),
        new(WorkStep.HostPageAllocation, "host.page-allocation", 200, "The hypervisor takes memory from its allocator or gives it back"),
        new(WorkStep.HostCopy, "host.copy", 1, "The hypervisor copies or clears 8 bytes"),
        new(WorkStep.HostFaultHandling, "host.fault", 1500, "The hypervisor finds the memory slot of a stage 2 fault and decides what to map"),
        new(WorkStep.HostMmioEmulation, "host.mmio", 2500, "The VMM emulates a device access"),
        new(WorkStep.HostCallHandling, "host.call", 400, "The hypervisor or VMM answers a host call or PSCI call"),
        new(WorkStep.MemoryRead, "memory.read", 0, "Read of memory or a device that no fast TLB entry answered: managed layers' accesses and a PE's slow ones"),
        new(WorkStep.MemoryWrite, "memory.write", 0, "Write of memory or a device that no fast TLB entry answered"),
        new(WorkStep.DescriptorRead, "walk.descriptor", 0, "Descriptor fetched by a walk of stage 1 or 2, where no cached last-level table answered"),
        new(WorkStep.GptWalk, "gpt.walk", 0, "Granule protection check by a walk of the table, where no cached GPI answered"),
        new(WorkStep.GptRead, "gpt.read", 0, "Entry of the Granule Protection Table read by the monitor"),
        new(WorkStep.GptWrite, "gpt.write", 0, "Entry of the Granule Protection Table written by the monitor"),
        new(WorkStep.GranuleMove, "gpt.granule", 0, "Granule moved to another physical address space"),
        new(WorkStep.TlbMaintenance, "tlb.instruction", 0, "TLBI executed by A64 code"),
    ];

    private static readonly ulong[] Cycles = [.. Table.Select(step => step.MachineCycles)];

    /// <summary>Number of steps.</summary>
    public static int Count => Table.Length;

    /// <summary>All steps, by number.</summary>
    public static ReadOnlySpan<WorkStepInfo> All => Table;

    /// <summary>What is known of a step.</summary>
    /// <param name="step">The step.</param>
    public static WorkStepInfo Of(WorkStep step) => Table[(int)step];

    /// <summary>Modelled cycles that one step takes of the machine's own clock: asked with every charge.</summary>
    internal static ulong CyclesOf(WorkStep step) => Cycles[(int)step];

    /// <summary>Finds a step by its name.</summary>
    /// <param name="name">For example <c>monitor.dispatch</c>.</param>
    /// <param name="step">The step.</param>
    /// <returns>False where no step has that name.</returns>
    public static bool TryFind(string name, out WorkStep step)
    {
        foreach (WorkStepInfo info in Table)
        {
            if (info.Name == name)
            {
                step = info.Step;
                return true;
            }
        }
        step = default;
        return false;
    }
}
