namespace CcaEmu.Hypervisor.Kvm;

/// <summary>The features of KVM_ARM_VCPU_INIT, by bit.</summary>
[Flags]
public enum VcpuFeatures
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>KVM_ARM_VCPU_POWER_OFF: it waits for PSCI CPU_ON.</summary>
    PowerOff = 1 << 0,

    /// <summary>KVM_ARM_VCPU_EL1_32BIT: not offered.</summary>
    El1Aarch32 = 1 << 1,

    /// <summary>KVM_ARM_VCPU_PSCI_0_2: needed.</summary>
    Psci02 = 1 << 2,

    /// <summary>KVM_ARM_VCPU_PMU_V3: performance monitors, of all virtual CPUs of a realm or of none, where the RMM offers them. Its interrupt is PPI 7 (INTID 23).</summary>
    PmuV3 = 1 << 3,

    /// <summary>KVM_ARM_VCPU_SVE: not offered.</summary>
    Sve = 1 << 4,

    /// <summary>KVM_ARM_VCPU_PTRAUTH_ADDRESS.</summary>
    PtrauthAddress = 1 << 5,

    /// <summary>KVM_ARM_VCPU_PTRAUTH_GENERIC.</summary>
    PtrauthGeneric = 1 << 6,
}
