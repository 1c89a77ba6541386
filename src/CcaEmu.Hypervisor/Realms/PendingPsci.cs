using CcaEmu.Arm.Psci;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>A PSCI call that names another REC and waits for the host's word.</summary>
/// <param name="Function">Which.</param>
/// <param name="Target">The REC it names.</param>
/// <param name="Status">What the host says.</param>
/// <param name="IsVmms">Whether the VMM says it, in X0 of the caller.</param>
internal sealed record PendingPsci(PsciFunction Function, Rec Target, PsciStatus Status, bool IsVmms = false)
{
    /// <summary>The call with what the VMM answered: a target that is on already is no refusal, anything but that and success is.</summary>
    /// <param name="x0">X0 as the VMM left it.</param>
    public PendingPsci AnsweredBy(ulong x0) => this with
    {
        Status = (PsciStatus)(int)x0 is PsciStatus.Success or PsciStatus.AlreadyOn ? PsciStatus.Success : PsciStatus.Denied,
    };
}
