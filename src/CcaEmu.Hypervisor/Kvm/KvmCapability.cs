namespace CcaEmu.Hypervisor.Kvm;

/// <summary>What KVM_CHECK_EXTENSION asks for, by the numbers of the uAPI.</summary>
/// <remarks>KVM_CAP_ARM_RMI has the number of the series "Support for Arm CCA in KVM" v14; it is not merged.</remarks>
public enum KvmCapability
{
    /// <summary>KVM_CAP_IRQCHIP: an interrupt controller in the kernel.</summary>
    Irqchip = 0,

    /// <summary>KVM_CAP_USER_MEMORY.</summary>
    UserMemory = 3,

    /// <summary>KVM_CAP_NR_VCPUS: recommended number of virtual CPUs.</summary>
    NrVcpus = 9,

    /// <summary>KVM_CAP_MP_STATE.</summary>
    MpState = 14,

    /// <summary>KVM_CAP_MAX_VCPUS.</summary>
    MaxVcpus = 66,

    /// <summary>KVM_CAP_ONE_REG.</summary>
    OneReg = 70,

    /// <summary>KVM_CAP_READONLY_MEM.</summary>
    ReadonlyMem = 81,

    /// <summary>KVM_CAP_ARM_PSCI.</summary>
    ArmPsci = 87,

    /// <summary>KVM_CAP_DEVICE_CTRL.</summary>
    DeviceCtrl = 89,

    /// <summary>KVM_CAP_ARM_PSCI_0_2.</summary>
    ArmPsci02 = 102,

    /// <summary>KVM_CAP_MAX_VCPU_ID.</summary>
    MaxVcpuId = 128,

    /// <summary>KVM_CAP_IMMEDIATE_EXIT.</summary>
    ImmediateExit = 136,

    /// <summary>KVM_CAP_ARM_VM_IPA_SIZE: the widest guest physical address, in bits.</summary>
    ArmVmIpaSize = 165,

    /// <summary>KVM_CAP_ARM_PTRAUTH_ADDRESS.</summary>
    ArmPtrauthAddress = 171,

    /// <summary>KVM_CAP_ARM_PTRAUTH_GENERIC.</summary>
    ArmPtrauthGeneric = 172,

    /// <summary>KVM_CAP_COUNTER_OFFSET.</summary>
    CounterOffset = 227,

    /// <summary>KVM_CAP_USER_MEMORY2.</summary>
    UserMemory2 = 231,

    /// <summary>KVM_CAP_MEMORY_FAULT_INFO.</summary>
    MemoryFaultInfo = 232,

    /// <summary>KVM_CAP_MEMORY_ATTRIBUTES: which attributes a page can have.</summary>
    MemoryAttributes = 233,

    /// <summary>KVM_CAP_GUEST_MEMFD.</summary>
    GuestMemfd = 234,

    /// <summary>KVM_CAP_VM_TYPES is x86's; on arm64 KVM_CAP_ARM_RMI says whether realms can be made.</summary>
    ArmRmi = 249,
}
