namespace CcaEmu.Hypervisor.Kvm;

/// <summary>The argument of KVM_SET_MEMORY_ATTRIBUTES.</summary>
/// <param name="Address">First byte, without the bit that tells a realm's unprotected half.</param>
/// <param name="Size">Length in bytes, not 0.</param>
/// <param name="Attributes"><see cref="Private"/>, or 0 for shared.</param>
/// <param name="Flags">0.</param>
public readonly record struct MemoryAttributes(ulong Address, ulong Size, ulong Attributes, ulong Flags = 0)
{
    /// <summary>KVM_MEMORY_ATTRIBUTE_PRIVATE.</summary>
    public const ulong Private = 1UL << 3;
}
