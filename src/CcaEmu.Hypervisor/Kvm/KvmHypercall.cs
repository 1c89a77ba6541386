namespace CcaEmu.Hypervisor.Kvm;

/// <summary>A call that is the VMM's to answer (kvm_run.hypercall).</summary>
/// <param name="Nr">The function: X0 of an SMCCC call.</param>
/// <param name="Immediate">
/// Immediate of a realm's RSI_HOST_CALL, or of HVC or SMC. Beyond the uAPI, which has no place for the former.
/// </param>
public readonly record struct KvmHypercall(ulong Nr, ushort Immediate);
