namespace CcaEmu.Hypervisor.Kvm;

/// <summary>The argument of KVM_CREATE_VM: width of the guest's addresses in bits 7:0, kind in bits 31:30.</summary>
public static class VmType
{
    /// <summary>KVM_VM_TYPE_ARM_NORMAL.</summary>
    public const ulong Normal = 0;

    /// <summary>KVM_VM_TYPE_ARM_REALM.</summary>
    public const ulong Realm = 1UL << 30;

    /// <summary>KVM_VM_TYPE_ARM_PROTECTED: pKVM's, which this host does not make.</summary>
    public const ulong Protected = 1UL << 31;

    /// <summary>KVM_VM_TYPE_ARM_IPA_SIZE_MASK.</summary>
    public const ulong IpaSizeMask = 0xFF;

    /// <summary>The width that 0 stands for.</summary>
    public const int DefaultIpaBits = 40;

    /// <summary>KVM_VM_TYPE_ARM_IPA_SIZE.</summary>
    /// <param name="bits">Width in bits; of a realm, one more than its highest address needs, for the bit that tells shared ones.</param>
    public static ulong IpaSize(int bits) => (ulong)bits & IpaSizeMask;
}
