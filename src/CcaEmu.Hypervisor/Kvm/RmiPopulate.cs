namespace CcaEmu.Hypervisor.Kvm;

/// <summary>The argument of KVM_ARM_RMI_POPULATE. The call moves it forward by what it has done, so that the VMM repeats until nothing is left.</summary>
public sealed class RmiPopulate
{
    /// <summary>The contents enter the realm's initial measurement; without it only their address does.</summary>
    /// <remarks>The measurement is the RMM's and is read by the guest, with its token. Order and split of the calls count.</remarks>
    public const uint Measure = 1;

    /// <summary>First guest address, a multiple of the page size, in private memory.</summary>
    public ulong Base { get; set; }

    /// <summary>Bytes left, a multiple of the page size. With 0 the realm is created and nothing else done.</summary>
    public ulong Size { get; set; }

    /// <summary>Memory with the contents.</summary>
    public UserMemory? Source { get; set; }

    /// <summary>Where in it they begin, a multiple of the page size.</summary>
    public ulong SourceOffset { get; set; }

    /// <summary><see cref="Measure"/> or 0.</summary>
    public uint Flags { get; set; }

    /// <summary>0.</summary>
    public uint Reserved { get; set; }
}
