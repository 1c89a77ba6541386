namespace CcaEmu.Hypervisor.Kvm;

/// <summary>Memory that must be converted before the virtual CPU can go on (kvm_run.memory_fault).</summary>
/// <param name="Flags"><see cref="Private"/> where it is to become private, else 0.</param>
/// <param name="Gpa">First byte, without the bit that tells a realm's unprotected half.</param>
/// <param name="Size">Length in bytes; it may reach beyond the guest's memory.</param>
public readonly record struct KvmMemoryFault(ulong Flags, ulong Gpa, ulong Size)
{
    /// <summary>KVM_MEMORY_EXIT_FLAG_PRIVATE.</summary>
    public const ulong Private = 1UL << 3;

    /// <summary>Whether it is to become private.</summary>
    public bool IsPrivate => (Flags & Private) != 0;
}
