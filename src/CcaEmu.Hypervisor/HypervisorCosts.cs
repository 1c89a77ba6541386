namespace CcaEmu.Hypervisor;

/// <summary>Modelled cycles charged for the hypervisor's own work, which no A64 instruction stands for.</summary>
/// <remarks>
/// Estimates of what a KVM-like hypervisor on a core at the machine's nominal frequency spends; the costs of the exceptions and of the
/// layers below are charged by those. One place, so that a calibration can replace them.
/// </remarks>
internal static class HypervisorCosts
{
    /// <summary>Putting an RMI command's arguments into registers and looking at its status.</summary>
    public const ulong RmiCall = 40;

    /// <summary>Saving the host's context before a REC entry, and restoring it after.</summary>
    public const ulong RecEnter = 600;

    /// <summary>Loading the registers of an ordinary virtual CPU, or saving them.</summary>
    public const ulong ContextSwitch = 400;

    /// <summary>TLBI VMALLS12E1IS and the DSB behind it.</summary>
    public const ulong TlbInvalidate = 200;

    /// <summary>Finding out why a REC came back and dispatching to the handler.</summary>
    public const ulong ExitDispatch = 150;

    /// <summary>Putting a virtual CPU's interrupts into the virtual interface, or taking them back.</summary>
    public const ulong InterruptSwitch = 120;

    /// <summary>Acknowledging and ending one physical interrupt.</summary>
    public const ulong Interrupt = 200;

    /// <summary>Taking memory from the page allocator or giving it back.</summary>
    public const ulong PageAllocation = 200;

    /// <summary>Copying or clearing one 4 KiB page.</summary>
    public const ulong PageCopy = 512;

    /// <summary>Finding the memory slot of a stage 2 fault and deciding what to map.</summary>
    public const ulong FaultHandling = 1500;

    /// <summary>Emulating one device access in the VMM.</summary>
    public const ulong MmioEmulation = 2500;

    /// <summary>Answering one host call or PSCI call.</summary>
    public const ulong CallHandling = 400;
}
