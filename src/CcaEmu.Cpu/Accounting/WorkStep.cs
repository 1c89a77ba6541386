namespace CcaEmu.Cpu.Accounting;

/// <summary>What a PE, or a managed layer on it, can do that is counted: each step has one price in a table of costs.</summary>
/// <remarks>
/// The layer that does the work counts it, by <see cref="ProcessingElement.Charge(in Work)"/> and <see cref="ProcessingElement.Count"/>.
/// Steps that cost the machine's own clock nothing are evidence: how many accesses, descriptors and table entries there were.
/// </remarks>
public enum WorkStep : byte
{
    /// <summary>A64 instruction retired.</summary>
    Instruction,

    /// <summary>Exception taken.</summary>
    ExceptionTaken,

    /// <summary>Exception return.</summary>
    ExceptionReturn,

    /// <summary>Cycle in which the PE waits: for an interrupt, or for another PE.</summary>
    Idle,

    /// <summary>Cycle of a memory copy or set instruction beyond its retirement.</summary>
    BulkCopy,

    /// <summary>The monitor finds the handler of an SMC.</summary>
    MonitorDispatch,

    /// <summary>The monitor saves a general-purpose register, ELR_EL3 or SPSR_EL3.</summary>
    MonitorGeneralSave,

    /// <summary>The monitor restores a general-purpose register, ELR_EL3 or SPSR_EL3.</summary>
    MonitorGeneralRestore,

    /// <summary>The monitor saves a system register of EL1 or EL2.</summary>
    MonitorSystemSave,

    /// <summary>The monitor restores a system register of EL1 or EL2.</summary>
    MonitorSystemRestore,

    /// <summary>The monitor reads, changes and writes a run of Granule Protection Table entries, with barriers.</summary>
    MonitorGptUpdate,

    /// <summary>The monitor invalidates translations by physical address on all PEs, to completion.</summary>
    MonitorGptInvalidate,

    /// <summary>The monitor writes zeros over 4 KiB.</summary>
    MonitorWipeGranule,

    /// <summary>The RMM receives an RMI command, or sends its results.</summary>
    RmmCommand,

    /// <summary>The RMM handles a call of a Realm.</summary>
    RmmRealmCall,

    /// <summary>The RMM handles a trapped instruction or an abort.</summary>
    RmmTrap,

    /// <summary>The RMM saves a general-purpose register, PC or PSTATE of a REC.</summary>
    RmmGeneralSave,

    /// <summary>The RMM restores a general-purpose register, PC or PSTATE of a REC.</summary>
    RmmGeneralRestore,

    /// <summary>The RMM saves a system register of a REC or of the host.</summary>
    RmmSystemSave,

    /// <summary>The RMM restores a system register of a REC or of the host.</summary>
    RmmSystemRestore,

    /// <summary>The RMM saves a SIMD&amp;FP register of a REC or of the host.</summary>
    RmmVectorSave,

    /// <summary>The RMM restores a SIMD&amp;FP register of a REC or of the host.</summary>
    RmmVectorRestore,

    /// <summary>The RMM looks up or changes the state of a granule, with its lock.</summary>
    RmmGranuleState,

    /// <summary>The RMM reads an RTT entry on a walk.</summary>
    RmmWalkStep,

    /// <summary>The RMM writes an RTT entry.</summary>
    RmmWriteEntry,

    /// <summary>The RMM fills an RTT of 512 entries.</summary>
    RmmFillTable,

    /// <summary>The RMM writes zeros over 4 KiB.</summary>
    RmmWipeGranule,

    /// <summary>The RMM copies 4 KiB.</summary>
    RmmCopyGranule,

    /// <summary>The RMM invalidates a Realm's translations on all PEs, to completion.</summary>
    RmmInvalidateTlb,

    /// <summary>The RMM hashes 64 bytes.</summary>
    RmmHashBlock,

    /// <summary>The RMM does a 64th of what signing a token with ES384 takes.</summary>
    RmmSignToken,

    /// <summary>The RMM copies a byte of a token.</summary>
    RmmTokenByte,

    /// <summary>The hypervisor puts a command's arguments into registers and looks at its status.</summary>
    HostRmiCall,

    /// <summary>The hypervisor saves its own context before it enters a guest, and restores it after.</summary>
    HostGuestEnter,

    /// <summary>The hypervisor finds out why a guest came back.</summary>
    HostExitDispatch,

    /// <summary>The hypervisor saves a general-purpose register, PC or PSTATE of an ordinary virtual machine.</summary>
    HostGeneralSave,

    /// <summary>The hypervisor restores a general-purpose register, PC or PSTATE of an ordinary virtual machine.</summary>
    HostGeneralRestore,

    /// <summary>The hypervisor saves a system register of an ordinary virtual machine.</summary>
    HostSystemSave,

    /// <summary>The hypervisor restores a system register of an ordinary virtual machine, or sets one that controls it.</summary>
    HostSystemRestore,

    /// <summary>The hypervisor saves a SIMD&amp;FP register of an ordinary virtual machine.</summary>
    HostVectorSave,

    /// <summary>The hypervisor restores a SIMD&amp;FP register of an ordinary virtual machine.</summary>
    HostVectorRestore,

    /// <summary>The hypervisor invalidates translations of ordinary virtual machines on all PEs, to completion.</summary>
    HostInvalidateTlb,

    /// <summary>The hypervisor puts interrupts into the virtual interface or takes them back.</summary>
    HostInterruptSwitch,

    /// <summary>The hypervisor acknowledges and ends a physical interrupt.</summary>
    HostInterrupt,

    /// <summary>The hypervisor takes memory from its allocator or gives it back.</summary>
    HostPageAllocation,

    /// <summary>The hypervisor copies or clears 8 bytes.</summary>
    HostCopy,

    /// <summary>The hypervisor finds the memory slot of a stage 2 fault and decides what to map.</summary>
    HostFaultHandling,

    /// <summary>The VMM emulates a device access.</summary>
    HostMmioEmulation,

    /// <summary>The hypervisor or VMM answers a host call or PSCI call.</summary>
    HostCallHandling,

    /// <summary>Read of memory or a device that no fast TLB entry answered: managed layers' accesses and a PE's slow ones.</summary>
    MemoryRead,

    /// <summary>Write of memory or a device that no fast TLB entry answered.</summary>
    MemoryWrite,

    /// <summary>Descriptor fetched by a walk of stage 1 or 2, where no cached last-level table answered.</summary>
    DescriptorRead,

    /// <summary>Granule protection check by a walk of the table, where no cached GPI answered.</summary>
    GptWalk,

    /// <summary>Entry of the Granule Protection Table read by the monitor.</summary>
    GptRead,

    /// <summary>Entry of the Granule Protection Table written by the monitor.</summary>
    GptWrite,

    /// <summary>Granule moved to another physical address space.</summary>
    GranuleMove,

    /// <summary>TLBI executed by A64 code.</summary>
    TlbMaintenance,
}
