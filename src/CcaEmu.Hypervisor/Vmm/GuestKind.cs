namespace CcaEmu.Hypervisor.Vmm;

/// <summary>What a guest is run as.</summary>
public enum GuestKind
{
    /// <summary>A realm: Realm world, by the RMM.</summary>
    Realm,

    /// <summary>An ordinary virtual machine: Non-secure world, under a stage 2 of the hypervisor.</summary>
    Vm,
}
