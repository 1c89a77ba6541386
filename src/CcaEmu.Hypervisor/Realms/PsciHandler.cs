using CcaEmu.Arm.Psci;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>PSCI calls that the RMM forwards. Those that name another REC are completed before the caller is entered again.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), command RMI_PSCI_COMPLETE; Power State Coordination Interface (DEN0022).</remarks>
/// <param name="services">Commands.</param>
/// <param name="realm">The realm.</param>
internal sealed class PsciHandler(HostServices services, Realm realm)
{
    /// <summary>Handles the exit; X0 to X30 of the caller are in its <see cref="Vcpu.Gprs"/>.</summary>
    /// <returns>Why the VMM is needed, or null to go on.</returns>
    public RunExit? Handle(Rec rec)
    {
        services.Pe.Charge(HypervisorCosts.CallHandling);
        var function = (PsciFunction)(uint)rec.Gprs[0];
        SmcccFilterAction action = realm.Filter((uint)function);
        if (action != SmcccFilterAction.Handle)
            return Leave(rec, function);
        switch (function)
        {
            case PsciFunction.SystemOff:
                return new RunExit.SystemEvent(IsReset: false);
            case PsciFunction.SystemReset:
                return new RunExit.SystemEvent(IsReset: true);
            case PsciFunction.CpuOff:
                // A CPU_ON may have been completed between the REC's exit and now.
                rec.IsOn = rec.MayBeOff = rec.WasTurnedOn;
                return new RunExit.Idle(IsOff: !rec.IsOn);
            case PsciFunction.CpuSuspend or PsciFunction.CpuSuspendSmc32:
                rec.Wait(null);
                return new RunExit.Idle(IsOff: false);
            case PsciFunction.CpuOn or PsciFunction.CpuOnSmc32 or PsciFunction.AffinityInfo or PsciFunction.AffinityInfoSmc32:
                return Prepare(rec, function, isVmms: false);
            default:
                return new RunExit.HostFailure(HostResult.Fail(Errno.ENXIO,
                    $"RMI_REC_ENTER: the RMM forwards PSCI function 0x{(uint)function:X8}, which it should answer itself"));
        }
    }

    /// <summary>Completes a call before its caller is entered again.</summary>
    public async Script<HostResult> Complete(Rec rec, PendingPsci pending)
    {
        RmiReply reply = await services.Rmi.PsciComplete(rec.Page, pending.Target.Page, pending.Status);
        bool turnsOn = (pending.Function is PsciFunction.CpuOn or PsciFunction.CpuOnSmc32) && pending.Status == PsciStatus.Success;
        if (reply.IsSuccess && turnsOn)
            TurnOn(pending.Target);
        return HostResult.From(reply);
    }

    // Its PE sleeps: it is told when the caller goes on. RMM specification, RMI_PSCI_COMPLETE: a target that is on stays as it is.
    private static void TurnOn(Rec target)
    {
        target.WasTurnedOn = true;
        if (target.IsOn)
            return;
        (target.IsOn, target.IsWaiting, target.MayBeOff) = (true, false, false);
    }

    // Filtered: the VMM answers, or the call is denied, in X0 of the caller; one that names another REC is completed by that.
    private RunExit? Leave(Rec rec, PsciFunction function)
    {
        bool namesAnother = function is PsciFunction.CpuOn or PsciFunction.CpuOnSmc32 or PsciFunction.AffinityInfo or PsciFunction.AffinityInfoSmc32;
        return (namesAnother ? Prepare(rec, function, isVmms: true) : null) ?? new RunExit.HostCall(0);
    }

    private RunExit? Prepare(Rec rec, PsciFunction function, bool isVmms)
    {
        Rec? target = realm.Recs.Find(other => other.Mpidr.Value == rec.Gprs[1]);
        if (target is null || target == rec)
        {
            return new RunExit.HostFailure(HostResult.Fail(Errno.ENXIO,
                $"RMI_REC_ENTER: {function} names MPIDR 0x{rec.Gprs[1]:X}, which is no other REC of this realm"));
        }
        rec.PendingPsci = new PendingPsci(function, target, PsciStatus.Success, isVmms);
        return null;
    }
}
