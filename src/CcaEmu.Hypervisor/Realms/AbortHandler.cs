using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>Synchronous REC exits: stage 2 aborts in both halves, waits, and system registers.</summary>
/// <remarks>
/// <code>
///   half         memory slot   attribute   what is done
///   unprotected  none          -           device access, or an external abort where the access is not described (ISV = 0)
///   unprotected  any           -           map the VMM's page; a write to a read-only slot is a device access
///   protected    none          -           nothing can be done
///   protected    any           private     delegate memory and map it
///   protected    any           shared      the VMM decides
/// </code>
/// </remarks>
/// <param name="services">Commands and memory.</param>
/// <param name="realm">The realm.</param>
/// <param name="stage2">Its mappings.</param>
/// <param name="unmapping">How they go.</param>
internal sealed class AbortHandler(HostServices services, Realm realm, Stage2 stage2, Unmapping unmapping)
{
    private const int RepeatLimit = 16;

    /// <summary>Handles the exit.</summary>
    /// <returns>Why the VMM is needed, or null to go on.</returns>
    public async Script<RunExit?> Handle(Rec rec)
    {
        EsrValue esr = rec.Exit.Esr;
        switch (esr.EC)
        {
            case ExceptionClass.DataAbortLower:
                services.Pe.Charge(HypervisorCosts.FaultHandling);
                return await HandleDataAbort(rec);
            case ExceptionClass.TrappedWfx:
                // WFIT and WFET say until when, in the virtual count, which has no offset.
                rec.Wait(ESR_ELx.TI.Get(esr.Value) >= 2 ? rec.Exit.Gpr(0) : null);
                return new RunExit.Idle(IsOff: false);
            case ExceptionClass.InstructionAbortLower:
                return new RunExit.Stuck($"fetched an instruction at IPA {rec.Exit.Hpfar.Page}, where no memory is ({esr})");
            case ExceptionClass.TrappedSystem:
                // A write carries its value in X0, whatever register the guest named; the RMM has skipped the instruction.
                if (realm.Gic is { } gic && gic.TryEmulate(rec, esr.SystemRegister, esr.IsRead, rec.Exit.Gpr(0)))
                    return null;
                string name = SystemRegisterTable.NameOf(esr.SystemRegister.Value);
                return new RunExit.Stuck($"{(esr.IsRead ? "read" : "wrote")} {name}, which this hypervisor does not emulate");
            default:
                return new RunExit.Stuck($"caused an exit that the host knows no answer to ({esr})");
        }
    }

    private async Script<RunExit?> HandleDataAbort(Rec rec)
    {
        ulong shared = realm.Geometry.SharedBit;
        ulong ipa = rec.Exit.FaultIpa;
        bool isShared = (ipa & shared) != 0;
        ulong low = ipa & ~shared;
        MemorySlot? slot = realm.FindSlot(low);
        if (isShared && (slot?.Shared is null || (slot.IsReadOnly && rec.Exit.Esr.WnR)))
            return HandleDevice(rec, low);
        if (slot is null || (!isShared && slot.Private is null))
            return new RunExit.Stuck($"accessed {Place(rec)}, where it has no memory");
        if (!isShared && !realm.Private.Contains(low))
            return new RunExit.MemoryFault(services.PageSize.At(low), Ripas.Ram);
        HostResult mapped = isShared ? await MapShared(rec, slot, low) : await stage2.MapPrivate(slot, low);
        if (mapped.IsOk)
            return IsRepeated(rec, ipa) ? new RunExit.Stuck($"faults again and again on {Place(rec)}") : null;
        return mapped.Error == Errno.EEXIST ? await ExplainMapped(rec, ipa, mapped) : new RunExit.HostFailure(mapped);
    }

    // A write to what was mapped while it could only be read: the old mapping goes first, as one is never replaced by another.
    private async Script<HostResult> MapShared(Rec rec, MemorySlot slot, ulong low)
    {
        HostResult mapped = await stage2.MapShared(slot, low);
        if (mapped.Error != Errno.EEXIST || !rec.Exit.Esr.WnR)
            return mapped;
        HostResult unmapped = await unmapping.UnmapShared(slot, services.PageSize.At(low));
        return unmapped.IsOk ? await stage2.MapShared(slot, low) : unmapped;
    }

    private RunExit.Mmio? HandleDevice(Rec rec, ulong address)
    {
        EsrValue esr = rec.Exit.Esr;
        if (!esr.ISV)
        {
            rec.AbortMmio();
            return null;
        }
        var access = new RunExit.Mmio(address, 1 << esr.SAS, esr.WnR, esr.WnR ? rec.Exit.Gpr(0) : 0);
        if (realm.TryEmulate(rec, access))
            return null;
        rec.PendingMmio = true;
        return access;
    }

    // Memory is there, and still the access came out: the realm's view of it, RIPAS, must be the reason.
    private async Script<RunExit?> ExplainMapped(Rec rec, ulong ipa, HostResult mapped)
    {
        RmiReply<RttEntry> reply = await services.Rmi.RttReadEntry(realm.Rd, services.PageSize.Of(ipa), HostPageSize.LastLevel);
        if (!reply.IsSuccess)
            return new RunExit.HostFailure(HostResult.Fail(reply.Reply));
        RttEntry entry = reply.Output;
        if (entry.State != RttEntryState.Data)
            return new RunExit.HostFailure(mapped);
        if (entry.Ripas == Ripas.Destroyed)
            return new RunExit.Stuck($"accessed {Place(rec)}, whose RIPAS is DESTROYED");
        // Mapped and accessible by now: the access may simply be made again.
        return IsRepeated(rec, ipa) ? new RunExit.Stuck($"faults again and again on {Place(rec)}, which is mapped") : null;
    }

    private static bool IsRepeated(Rec rec, ulong ipa)
    {
        rec.FaultRepeats = rec.LastFaultIpa == ipa ? rec.FaultRepeats + 1 : 0;
        rec.LastFaultIpa = ipa;
        return rec.FaultRepeats >= RepeatLimit;
    }

    private static string Place(Rec rec) => $"IPA {new Ipa(rec.Exit.FaultIpa)} ({rec.Exit.Esr})";
}
