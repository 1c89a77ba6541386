using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Core;

/// <summary>What differs between kinds of virtual machines: realms, and ordinary ones. The generic core calls it with the guest's lock held.</summary>
internal interface IGuestKind
{
    /// <summary>What the generic core knows.</summary>
    Guest Guest { get; }

    /// <summary>Width of the guest's addresses in bits; of a realm, with the bit that tells the unprotected half.</summary>
    int IpaBits { get; }

    /// <summary>First address that no memory slot may reach.</summary>
    ulong SlotLimit { get; }

    /// <summary>Memory that could not be had back so far.</summary>
    IReadOnlyList<MemoryLeak> Leaks { get; }

    /// <summary>Whether virtual CPUs may be entered.</summary>
    bool IsStarted { get; }

    /// <summary>Makes the next virtual CPU.</summary>
    Vcpu AddVcpu();

    /// <summary>Makes everything ready to be entered, at the first run of any virtual CPU.</summary>
    Script<HostResult> Start();

    /// <summary>Runs a virtual CPU until the VMM is needed, or another virtual CPU may have its turn.</summary>
    Script<RunExit> Run(Vcpu vcpu);

    /// <summary>Takes private memory from the guest, and gives it back to the host.</summary>
    /// <param name="range">In the numbering of the protected half.</param>
    Script<HostResult> UnmapPrivate(PageRange range);

    /// <summary>Takes shared memory from the guest; it stays the VMM's.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="range">In the numbering of the protected half, inside the slot.</param>
    Script<HostResult> UnmapShared(MemorySlot slot, PageRange range);

    /// <summary>Takes the guest apart, from whatever state. The one place where stage 2 tables go.</summary>
    Script<HostResult> Destroy();
}
