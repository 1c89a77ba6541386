namespace CcaEmu.Hypervisor.Kvm;

/// <summary>What <c>struct kvm_run</c> is: the page that a virtual CPU shares with its VMM. What of it means something <see cref="ExitReason"/> says.</summary>
public sealed class KvmRun
{
    /// <summary>Has KVM_RUN come back with EINTR once it has completed what the last exit left open (immediate_exit).</summary>
    public bool ImmediateExit { get; set; }

    /// <summary>Why KVM_RUN came back.</summary>
    public KvmExitReason ExitReason { get; internal set; }

    /// <summary>A device access. A read is completed by the next KVM_RUN with what the VMM has put into its data.</summary>
    public KvmMmio Mmio { get; } = new();

    /// <summary>Memory that the VMM is to convert.</summary>
    public KvmMemoryFault MemoryFault { get; internal set; }

    /// <summary>A call that the VMM asked to be forwarded, or a realm's host call with an immediate. Arguments and answer are X0 to X30.</summary>
    public KvmHypercall Hypercall { get; internal set; }

    /// <summary>What the guest asks of its system.</summary>
    public KvmSystemEvent SystemEvent { get; internal set; }

    /// <summary>What the guest did that cannot be gone on from, as a clause: "accessed ...".</summary>
    public string InternalError { get; internal set; } = "";
}
