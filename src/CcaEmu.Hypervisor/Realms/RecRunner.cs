using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Interrupts;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>Runs a virtual CPU until the VMM is needed: finishes what the last exit left open, enters, and sees to the exits it can.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), command RMI_REC_ENTER and chapter "REC entry and exit".</remarks>
/// <param name="services">Commands and memory.</param>
/// <param name="realm">The realm.</param>
/// <param name="ripas">Its RIPAS.</param>
/// <param name="folding">Its tables that all is the same in.</param>
/// <param name="aborts">What is done about aborts.</param>
/// <param name="psci">What is done about PSCI calls.</param>
internal sealed class RecRunner(
    HostServices services, Realm realm, RipasSetup ripas, Folding folding, AbortHandler aborts, PsciHandler psci)
{
    /// <summary>Runs a virtual CPU.</summary>
    /// <returns>Why the VMM is needed.</returns>
    public async Script<RunExit> Run(Rec rec)
    {
        while (true)
        {
            if (realm.State != HostRealmState.Active)
                return new RunExit.HostFailure(HostResult.Fail(Errno.EINVAL, $"a realm runs when it is Active, not {realm.State}"));
            HostResult ready = await FinishLastExit(rec);
            if (IsRefusedConversion(rec))
                return new RunExit.MemoryFault(rec.PendingRipas, rec.PendingRipasValue);
            if (ready.IsOk)
                ready = rec.WriteEnter(services.Physical, services.Abi.RecEnter);
            if (!ready.IsOk)
                return new RunExit.HostFailure(ready);
            RmiReply reply = await Enter(rec);
            RunExit? exit = reply.IsSuccess ? await HandleExit(rec) : Refused(rec, reply);
            if (exit is not null)
                return exit;
        }
    }

    // The realm is anybody's while the REC runs. What was done for others before is told to the PEs where they are.
    private async Script<RmiReply> Enter(Rec rec)
    {
        VcpuInterrupts? interrupts = realm.Gic?.Of(rec);
        interrupts?.Load(services.Pe);
        realm.KickOthers(services.Gic, rec.HostAffinity);
        (rec.IsRunning, rec.IsKicked, rec.WasTurnedOn) = (true, false, false);
        realm.Lock.Release();
        RmiReply reply = await services.Rmi.RecEnter(rec.Page, rec.RunPage);
        await realm.Lock.Acquire(services);
        rec.IsRunning = false;
        interrupts?.Store(services.Pe);
        services.Gic.Drain();
        rec.MayBeOff &= !reply.IsSuccess;
        realm.RecEntries++;
        return reply;
    }

    private async Script<HostResult> FinishLastExit(Rec rec)
    {
        // Virtual CPUs share the PE: one that waits for an interrupt comes out, so that another may run, or the PE sleep.
        rec.NextFlags |= RmiRecEnterFlags.TrapWfi;
        if (rec.PendingPsci is { } pending)
        {
            rec.PendingPsci = null;
            return await psci.Complete(rec, pending.IsVmms ? pending.AnsweredBy(rec.Gprs[0]) : pending);
        }
        return rec.PendingRipas.SizeBytes > 0 ? await ChangeRipas(rec) : HostResult.Ok;
    }

    // The VMM has converted memory, from the start of the range on, and unmapped its old view; now the realm's tables follow. What is done
    // is not done again at the next attempt, and what could not be done the realm is told.
    private async Script<HostResult> ChangeRipas(Rec rec)
    {
        PageRange range = rec.PendingRipas;
        ulong converted = ConvertedEnd(rec);
        if (converted == range.Base)
            return HostResult.Ok;
        RangeProgress progress = await ripas.Set(rec, PageRange.FromEnds(range.Base, converted));
        rec.PendingRipas = PageRange.FromEnds(progress.End, progress.Result.IsOk ? progress.End : range.End);
        if (progress.Result.IsOk && progress.End < converted)
            rec.NextFlags |= RmiRecEnterFlags.RipasResponse;
        await folding.AfterRipasChange(PageRange.FromEnds(range.Base, progress.End));
        return progress.Result;
    }

    // Nothing of what the realm asked for has been converted: the VMM is asked again, and must not run this virtual CPU until it agrees.
    private bool IsRefusedConversion(Rec rec) => rec.PendingRipas.SizeBytes > 0 && ConvertedEnd(rec) == rec.PendingRipas.Base;

    private ulong ConvertedEnd(Rec rec)
    {
        PageRange range = rec.PendingRipas;
        ulong end = rec.PendingRipasValue == Ripas.Ram ? realm.Private.EndOfRun(range.Base) : realm.Private.StartBehind(range.Base);
        return Math.Clamp(end, range.Base, range.End);
    }

    private static RunExit Refused(Rec rec, in RmiReply reply) => reply.Status switch
    {
        RmiStatus.ErrorRealm => new RunExit.Shutdown(),
        // CPU_ON found it on while it was turning itself off: it stays off.
        RmiStatus.ErrorRec when rec.MayBeOff => new RunExit.Idle(IsOff: !(rec.IsOn = false)),
        // Turned on, and its PSCI_COMPLETE still to come: the VMM runs it again.
        RmiStatus.ErrorRec => new RunExit.HostFailure(HostResult.Fail(Errno.EAGAIN, reply.Describe())),
        _ => new RunExit.HostFailure(HostResult.Fail(reply)),
    };

    private async Script<RunExit?> HandleExit(Rec rec)
    {
        services.Pe.Charge(HypervisorCosts.ExitDispatch);
        HostResult read = rec.ReadExit(services.Physical, services.Abi.RecExit);
        if (!read.IsOk)
            return new RunExit.HostFailure(read);
        realm.Gic?.Of(rec).SetTimers(rec, services.Pe[SystemRegister.CNTPCT_EL0]);
        if (rec.HasMonitors)
            realm.Gic?.Of(rec).SetMonitors(rec.Exit.HasPmuOverflow);
        switch (rec.Exit.Reason)
        {
            case RmiRecExitReason.Sync:
                return await aborts.Handle(rec);
            case RmiRecExitReason.Irq or RmiRecExitReason.Fiq or RmiRecExitReason.SError:
                // Another virtual CPU of the PE may have its turn.
                return new RunExit.Idle(IsOff: false);
            case RmiRecExitReason.Psci:
                rec.TakeGprs();
                return psci.Handle(rec);
            case RmiRecExitReason.RipasChange:
                return RequestConversion(rec);
            case RmiRecExitReason.HostCall:
                rec.TakeGprs();
                return new RunExit.HostCall(rec.Exit.HostCallImmediate);
            default:
                return new RunExit.Unknown($"came back for reason {rec.Exit.Reason}, which this host does not know");
        }
    }

    private RunExit? RequestConversion(Rec rec)
    {
        RecExit exit = rec.Exit;
        ulong half = realm.Geometry.SharedBit;
        if (exit.RipasTop <= exit.RipasBase || exit.RipasTop > half || exit.RipasValue is not (Ripas.Empty or Ripas.Ram))
        {
            rec.NextFlags |= RmiRecEnterFlags.RipasResponse;
            return new RunExit.HostFailure(HostResult.Fail(Errno.EINVAL,
                $"RMI_REC_ENTER: RIPAS change of 0x{exit.RipasBase:X}..0x{exit.RipasTop:X} to {exit.RipasValue} is not a valid request"));
        }
        // Less than a page of the host cannot be converted.
        ulong top = services.PageSize.Of(exit.RipasTop);
        bool isWhole = services.PageSize.IsAligned(exit.RipasBase) && exit.RipasBase < top;
        rec.PendingRipas = PageRange.FromEnds(exit.RipasBase, Math.Max(top, exit.RipasBase));
        rec.PendingRipasValue = exit.RipasValue;
        if (isWhole && (exit.RipasValue == Ripas.Empty || realm.FindSlot(exit.RipasBase)?.Private is not null))
            return new RunExit.MemoryFault(rec.PendingRipas, exit.RipasValue);
        // Nor is there memory for it, whatever the VMM says.
        rec.PendingRipas = default;
        rec.NextFlags |= RmiRecEnterFlags.RipasResponse;
        return null;
    }
}
