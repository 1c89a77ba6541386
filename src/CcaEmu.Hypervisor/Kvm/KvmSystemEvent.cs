namespace CcaEmu.Hypervisor.Kvm;

/// <summary>What the guest asks of its system by PSCI (kvm_run.system_event.type).</summary>
public enum KvmSystemEvent
{
    /// <summary>KVM_SYSTEM_EVENT_SHUTDOWN: SYSTEM_OFF.</summary>
    Shutdown = 1,

    /// <summary>KVM_SYSTEM_EVENT_RESET: SYSTEM_RESET.</summary>
    Reset = 2,
}
