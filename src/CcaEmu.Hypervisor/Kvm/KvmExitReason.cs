namespace CcaEmu.Hypervisor.Kvm;

/// <summary>Why KVM_RUN came back, by the numbers of the uAPI.</summary>
public enum KvmExitReason
{
    /// <summary>KVM_EXIT_UNKNOWN: nothing to report; the error says it all.</summary>
    Unknown = 0,

    /// <summary>KVM_EXIT_HYPERCALL: <see cref="KvmRun.Hypercall"/>.</summary>
    Hypercall = 3,

    /// <summary>KVM_EXIT_MMIO: <see cref="KvmRun.Mmio"/>.</summary>
    Mmio = 6,

    /// <summary>KVM_EXIT_SHUTDOWN: the realm is not active any more.</summary>
    Shutdown = 8,

    /// <summary>KVM_EXIT_INTR: a signal, or <see cref="KvmRun.ImmediateExit"/>.</summary>
    Intr = 10,

    /// <summary>KVM_EXIT_INTERNAL_ERROR: <see cref="KvmRun.InternalError"/>.</summary>
    InternalError = 17,

    /// <summary>KVM_EXIT_SYSTEM_EVENT: <see cref="KvmRun.SystemEvent"/>.</summary>
    SystemEvent = 24,

    /// <summary>KVM_EXIT_MEMORY_FAULT, with EFAULT: <see cref="KvmRun.MemoryFault"/>.</summary>
    MemoryFault = 39,
}
