namespace CcaEmu.Hypervisor.Kvm;

/// <summary>What becomes of a range of SMCCC functions (KVM_ARM_VM_SMCCC_FILTER).</summary>
public enum SmcccFilterAction
{
    /// <summary>KVM_SMCCC_FILTER_HANDLE: the kernel answers.</summary>
    Handle = 0,

    /// <summary>KVM_SMCCC_FILTER_DENY: NOT_SUPPORTED.</summary>
    Deny = 1,

    /// <summary>KVM_SMCCC_FILTER_FWD_TO_USER: an exit to the VMM.</summary>
    ForwardToUser = 2,
}
