using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Diagnostics.Evidence;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>Why a guest sleeps for ever: interrupts that are masked, closed off, never ended, never injected, or never asked for.</summary>
/// <remarks>GICv3 architecture (IHI 0069), section "Virtual interrupt handling and prioritization".</remarks>
internal static class GuestInterruptCauses
{
    private const int Pending = 1;
    private const int Active = 2;

    public static Finding? GicClosed(CaseFile file)
    {
        if (Waiting(file) is not { } exit)
            return null;
        // A timer that the guest waits for counts as well: the host keeps its interrupt back while the interface is closed.
        int intid = Interrupt(exit, Pending) is >= 0 and var listed ? listed : (exit.CntvCtl & 3) == 1 ? 27 : (exit.CntpCtl & 3) == 1 ? 30 : -1;
        if (intid < 0)
            return null;
        ulong mask = exit.Vmcr >> 24 & 0xFF;
        ulong priority = exit.ListRegisters.Where(lr => (int)ICH_LR_EL2.State.Get(lr) == Pending).Select(lr => ICH_LR_EL2.Priority.Get(lr)).FirstOrDefault();
        bool isEnabled = (exit.Vmcr & 2) != 0, isMasked = mask <= priority;
        if (isEnabled && !isMasked)
            return null;
        string why = !isEnabled ? "ICC_IGRPEN1_EL1 is 0" : mask == 0 ? "ICC_PMR_EL1 = 0 masks every priority" : Of($"ICC_PMR_EL1 = 0x{mask:X} masks priority 0x{priority:X}");
        return new Finding(
            95, Of($"the guest sleeps while interrupt {intid} is pending or will be: {why}"),
            "write ICC_PMR_EL1 (0xFF) and ICC_IGRPEN1_EL1 (1) before waiting for interrupts",
            Of($"ICH_VMCR_EL2 = 0x{exit.Vmcr:X}; {(Interrupt(exit, Pending) >= 0 ? "a list register holds it" : "its timer is enabled")}"), "ruled out: an interrupt that nobody injected");
    }

    public static Finding? InterruptNotEnded(CaseFile file)
    {
        if (file.Loop is null && Waiting(file) is null)
            return null;
        if (file.LastExit is not { } exit || exit.ActivePriorities == 0 || Interrupt(exit, Active) is not (>= 0 and var intid))
            return null;
        return new Finding(
            94, Of($"interrupt {intid} was acknowledged and never ended, so no other of its priority can come"),
            "write the INTID that ICC_IAR1_EL1 gave to ICC_EOIR1_EL1 before ERET (and ICC_DIR_EL1 with EOImode = 1)",
            Of($"a list register with INTID {intid} is active, ICH_AP1R0_EL2 = 0x{exit.ActivePriorities:X}"));
    }

    public static Finding? TimerNotInjected(CaseFile file)
    {
        if (MissingTimer(file) is not { } found || file.Evidence.Exits.Injected.GetValueOrDefault(found.Intid) > 0)
            return null;
        (RecExitRecord exit, int intid) = found;
        return new Finding(
            82, Of($"the guest's {(intid == 27 ? "virtual" : "physical")} timer has fired, and interrupt {intid} is in no list register"),
            "is it the host: look at cntv_ctl and cntp_ctl of every exit, and inject what is asserted; is it the guest: enable the interrupt at its redistributor (GICR_ISENABLER0)",
            Of($"exit.cntv_ctl = 0x{exit.CntvCtl:X}, exit.cntp_ctl = 0x{exit.CntpCtl:X}"));
    }

    public static Finding? InterruptLost(CaseFile file)
    {
        if (MissingTimer(file) is not { } found || file.Evidence.Exits.Injected.GetValueOrDefault(found.Intid) is not (> 0 and var before))
            return null;
        (RecExitRecord exit, int intid) = found;
        return new Finding(
            90, Of($"interrupt {intid} is asserted again and in no list register, although it was injected {before} time{(before == 1 ? "" : "s")} before: the host has lost it"),
            "clear the software pending state when an interrupt moves into a list register, and look at its line again when the list register is free (at the guest's EOI, or when exits are folded back)",
            Of($"exit.cntv_ctl = 0x{exit.CntvCtl:X}, exit.cntp_ctl = 0x{exit.CntpCtl:X}"),
            Of($"ruled out: an interrupt that the guest has not ended: ICH_AP1R0_EL2 = 0x{exit.ActivePriorities:X}"));
    }

    // The guest sleeps, its timer has fired, and no list register says so.
    private static (RecExitRecord Exit, int Intid)? MissingTimer(CaseFile file)
    {
        bool isEnd = file.Status is Summaries.RunStatus.Faulted or Summaries.RunStatus.LimitReached;
        if (file.HasGuestFault || !isEnd || file.LastExit is not { Exit.Reason: RmiRecExitReason.Sync or RmiRecExitReason.Irq, ActivePriorities: 0 } exit || !Sleeps(file))
            return null;
        int intid = (exit.CntvCtl & 7) == 5 ? 27 : (exit.CntpCtl & 7) == 5 ? 30 : 0;
        bool isListed = exit.ListRegisters.Any(lr => ICH_LR_EL2.State.Get(lr) != 0 && (int)ICH_LR_EL2.VINTID.Get(lr) == intid);
        return intid == 0 || isListed ? null : (exit, intid);
    }

    // Most of the last exits are waits.
    private static bool Sleeps(CaseFile file)
    {
        RecExitRecord[] last = [.. file.Exits.Reverse().Take(8)];
        return last.Count(exit => exit.Exit is { Reason: RmiRecExitReason.Sync, Detail0: var esr }
            && new Arm.Registers.EsrValue(esr).EC == Arm.Registers.ExceptionClass.TrappedWfx) * 2 >= last.Length;
    }

    public static Finding? InterruptsMasked(CaseFile file)
    {
        if (file.Loop is not { IsGuests: true } loop || file.End?.Pes[loop.PeIndex] is not { } pe || (pe.Pstate & 0x80) == 0
            || Interrupt(pe.ListRegisters, Pending) is not (>= 0 and var intid))
            return null;
        return new Finding(
            94, Of($"the guest waits with PSTATE.I set while interrupt {intid} is pending: PE{pe.Index} spins in {file.Place(loop.From)}"),
            "clear DAIF.I (MSR DAIFClr, #2) before waiting for what an interrupt handler does", Of($"PE{pe.Index} PSTATE = 0x{pe.Pstate:X}, and a list register holds INTID {intid} pending"),
            "ruled out: an interrupt that nobody injected, and a closed interrupt controller interface");
    }

    public static Finding? WaitsForEver(CaseFile file)
    {
        if (file.Loop is not null)
            return null;
        if (Waiting(file) is not { } exit)
            return Asleep(file);
        bool isArmed = (exit.CntvCtl & 1) != 0 || (exit.CntpCtl & 1) != 0;
        return new Finding(
            81, "the guest sleeps in WFI or WFE, and nothing can wake it: no interrupt is pending, no timer will fire, no other CPU runs",
            "arm a timer (CNTV_CVAL_EL0, CNTV_CTL_EL0.ENABLE), enable its interrupt, or have another CPU send one; at the end of a program call PSCI SYSTEM_OFF",
            isArmed ? "a timer is enabled, but masked or never due" : "no timer is enabled",
            exit.GuestPc is { } pc ? $"it sleeps behind {file.Place(pc)}" : "where it sleeps is not known");
    }

    // An event register's wait is not trapped: the CPU sleeps in the guest itself, and no exit tells of it.
    private static Finding? Asleep(CaseFile file)
    {
        if (file.HasGuestFault || file.Status != Summaries.RunStatus.Faulted || file.End?.Pes.FirstOrDefault(pe => pe is { IsOn: true, IsWaiting: true, State: SecurityState.Realm or SecurityState.NonSecure, Level: < ExceptionLevel.EL2 }) is not { } pe)
            return null;
        return new Finding(
            86, Of($"CPU {pe.Index} of the guest sleeps at {file.Place(pe.PC)}, and nothing can wake it: no event, no interrupt, no timer, no other CPU that runs"),
            "whoever changes what a WFE waits for must execute SEV (or store to an address that the sleeper has loaded exclusively); is it a WFI, arm a timer or have another CPU send an interrupt",
            (pe.CntvCtl & 1) != 0 ? "its virtual timer is enabled, but masked or never due" : "its virtual timer is not enabled");
    }

    private static RecExitRecord? Waiting(CaseFile file)
    {
        // Every REC sleeps, or was never on: then the last exit of each says why.
        if (file.HasGuestFault || file.Status != Summaries.RunStatus.Faulted)
            return null;
        return file.Evidence.Exits.Last.LastOrDefault(exit => exit.Exit is { Reason: RmiRecExitReason.Sync, Detail0: var esr }
            && new Arm.Registers.EsrValue(esr).EC == Arm.Registers.ExceptionClass.TrappedWfx) is { } exit
            && file.LastExit is { Exit.Reason: RmiRecExitReason.Sync } last && new Arm.Registers.EsrValue(last.Exit!.Value.Detail0).EC == Arm.Registers.ExceptionClass.TrappedWfx
            ? exit : null;
    }

    private static int Interrupt(RecExitRecord exit, int state) => Interrupt(exit.ListRegisters, state);

    private static int Interrupt(IReadOnlyList<ulong> listRegisters, int state)
    {
        foreach (ulong lr in listRegisters)
        {
            if (((int)ICH_LR_EL2.State.Get(lr) & state) != 0)
                return (int)ICH_LR_EL2.VINTID.Get(lr);
        }
        return -1;
    }
}
