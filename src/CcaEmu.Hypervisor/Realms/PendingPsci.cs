using CcaEmu.Arm.Psci;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>A PSCI call that names another REC and waits for the host's word.</summary>
/// <param name="Function">Which.</param>
/// <param name="Target">The REC it names.</param>
/// <param name="Status">What the host says.</param>
internal sealed record PendingPsci(PsciFunction Function, Rec Target, PsciStatus Status);
