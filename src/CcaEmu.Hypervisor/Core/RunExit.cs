using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor.Core;

/// <summary>Why running a virtual CPU came back to the VMM.</summary>
internal abstract record RunExit
{
    /// <summary>An access to a device, at an address in the numbering of the protected half. The virtual CPU completes or aborts it.</summary>
    /// <param name="Address">First byte.</param>
    /// <param name="SizeBytes">1, 2, 4 or 8.</param>
    /// <param name="IsWrite">Whether it writes.</param>
    /// <param name="Value">What it writes.</param>
    internal sealed record Mmio(ulong Address, int SizeBytes, bool IsWrite, ulong Value) : RunExit;

    /// <summary>Memory is to become private or shared; the VMM converts it and runs the virtual CPU again.</summary>
    /// <param name="Range">In the protected half; it may reach beyond the guest's memory.</param>
    /// <param name="Target">RAM for private, EMPTY for shared.</param>
    internal sealed record MemoryFault(PageRange Range, Ripas Target) : RunExit;

    /// <summary>A call of the guest to its host; its registers are in <see cref="Vcpu.Gprs"/>, where the answer goes.</summary>
    /// <param name="Immediate">The immediate: of RSI_HOST_CALL, or of HVC.</param>
    internal sealed record HostCall(ushort Immediate) : RunExit;

    /// <summary>The realm turned itself off, or asks for a reset.</summary>
    /// <param name="IsReset">Which of the two.</param>
    internal sealed record SystemEvent(bool IsReset) : RunExit;

    /// <summary>The RMM says that the realm is not active any more.</summary>
    internal sealed record Shutdown : RunExit;

    /// <summary>This virtual CPU is off, or waits for an interrupt: another may run.</summary>
    /// <param name="IsOff">Whether it is off.</param>
    internal sealed record Idle(bool IsOff) : RunExit;

    /// <summary>Nothing the host can do lets the guest go on.</summary>
    /// <param name="Why">What the guest did, as a clause.</param>
    internal sealed record Stuck(string Why) : RunExit;

    /// <summary>It came back for a reason that this host does not know.</summary>
    /// <param name="Why">What came, as a clause.</param>
    internal sealed record Unknown(string Why) : RunExit;

    /// <summary>The RMM refused, or did what it should not.</summary>
    /// <param name="Failure">What happened.</param>
    internal sealed record HostFailure(HostResult Failure) : RunExit;
}
