using CcaEmu.Arm;
using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>Why a guest ended or stands still without an exception: interrupts, locks, other CPUs, its own decision.</summary>
internal static class GuestEndCauses
{
    private const int Pending = 1;
    private const int Active = 2;

    public static Finding? CpuOnEntry(CaseFile file)
    {
        foreach (CallRecord call in file.Evidence.RealmCalls.Calls)
        {
            if ((PsciFunction)call.FunctionId is not (PsciFunction.CpuOn or PsciFunction.CpuOnSmc32) || call.Interface != CallInterface.Psci)
                continue;
            ulong entry = call.Arguments[2];
            int status = call.Outcome == CallOutcome.Returned ? (int)call.Results[0] : 0;
            FaultScene? first = file.Evidence.Scenes.Scenes.FirstOrDefault(scene => scene.PC == entry && scene.Record.Syndrome.IsInstructionAbort);
            bool isElsewhere = file.Map is { } map && !map.IsRam(entry);
            if (first is null && !(status == (int)PsciStatus.InvalidAddress && isElsewhere))
                continue;
            return new Finding(
                99, Of($"PSCI CPU_ON was given the entry 0x{entry:X}, which is not the IPA of code"),
                "pass the physical (IPA) address of the entry code: a CPU that starts has its MMU off",
                call.DescribeCall(), first is null ? call.DescribeResult() : $"the new CPU's first event: {first.Record.Cause}");
        }
        return null;
    }

    public static Finding? Deadlock(CaseFile file)
    {
        if (file.Loop is not { State: SecurityState.Realm, HasException: false, LoopingPes: > 1 and var count } loop || !Waits(loop))
            return null;
        return new Finding(
            95, Of($"{count} CPUs wait for each other for ever: PE{loop.PeIndex} spins in {file.Place(loop.From)}"),
            "take locks in the same order on every CPU: each holds what the other wants", Locks(loop), "no CPU stores anything, so no lock is ever released");
    }

    public static Finding? LockRecursion(CaseFile file)
    {
        if (file.Loop is not { State: SecurityState.Realm, HasException: false, LoopingPes: 1 } loop || !Waits(loop))
            return null;
        bool isInHandler = file.Exceptions.To(SecurityState.Realm, ExceptionLevel.EL1) is { Total: > 0 } taken && taken.Last.Last().Type is ExceptionType.Irq or ExceptionType.Fiq;
        return new Finding(
            isInHandler ? 95 : 88, Of($"PE{loop.PeIndex} waits for ever for a lock: it spins in {file.Place(loop.From)}"),
            isInHandler ? "mask interrupts while the lock is held: the interrupt handler wants the lock that the interrupted code holds"
                : "find who holds it: the same CPU (taken twice), or a CPU that is off",
            Locks(loop), isInHandler ? "the last exception of the realm was an interrupt, and it has not returned" : "no other CPU runs that could release it");
    }

    public static Finding? EndlessLoop(CaseFile file) => file.Loop is { State: SecurityState.Realm, HasException: false } loop
        ? new Finding(
            loop.IsProven ? 85 : 60, Of($"PE{loop.PeIndex} goes round for ever in {loop.Words.Count} instruction{(loop.Words.Count == 1 ? "" : "s")} at {file.Place(loop.From)}"),
            "a loop like this is where start-up code gives up (a panic, an unknown device tree, a CPU that should not run): look at what led there",
            loop.IsProven ? "proven: registers come back to what they were, memory does not change, and no interrupt can come" : "the PC stays within a few instructions",
            loop.Words.Any(step => InstructionFacts.IsStoreExclusive(step.Word)) ? "a store-exclusive of the loop fails each time: is the memory Normal, and does nothing between load and store touch it?" : "no exception was taken meanwhile")
        : null;

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
        string why = !isEnabled ? "ICC_IGRPEN1_EL1 is 0" : Of($"ICC_PMR_EL1 = 0x{mask:X} masks priority 0x{priority:X}");
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
        if (file.HasRealmFault || !isEnd || file.LastExit is not { Exit.Reason: RmiRecExitReason.Sync or RmiRecExitReason.Irq, ActivePriorities: 0 } exit || !Sleeps(file))
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
        if (file.Loop is not { State: SecurityState.Realm } loop || file.End?.Pes[loop.PeIndex] is not { } pe || (pe.Pstate & 0x80) == 0
            || Interrupt(pe.ListRegisters, Pending) is not (>= 0 and var intid))
            return null;
        return new Finding(
            94, Of($"the guest waits with PSTATE.I set while interrupt {intid} is pending: PE{pe.Index} spins in {file.Place(loop.From)}"),
            "clear DAIF.I (MSR DAIFClr, #2) before waiting for what an interrupt handler does", Of($"PE{pe.Index} PSTATE = 0x{pe.Pstate:X}, and a list register holds INTID {intid} pending"),
            "ruled out: an interrupt that nobody injected, and a closed interrupt controller interface");
    }

    public static Finding? WaitsForEver(CaseFile file)
    {
        if (Waiting(file) is not { } exit)
            return null;
        bool isArmed = (exit.CntvCtl & 1) != 0 || (exit.CntpCtl & 1) != 0;
        return new Finding(
            81, "the guest sleeps in WFI or WFE, and nothing can wake it: no interrupt is pending, no timer will fire, no other CPU runs",
            "arm a timer (CNTV_CVAL_EL0, CNTV_CTL_EL0.ENABLE), enable its interrupt, or have another CPU send one; at the end of a program call PSCI SYSTEM_OFF",
            isArmed ? "a timer is enabled, but masked or never due" : "no timer is enabled",
            exit.GuestPc is { } pc ? $"it sleeps behind {file.Place(pc)}" : "where it sleeps is not known");
    }

    public static Finding? TurnedOff(CaseFile file) => LastRealmCall(file) is { } call && (PsciFunction)call.FunctionId == PsciFunction.CpuOff
        ? new Finding(85, "the guest turned its last CPU off without turning the system off", "call PSCI SYSTEM_OFF (0x84000008) at the end", call.DescribeCall())
        : null;

    public static Finding? AskedForReset(CaseFile file) => LastRealmCall(file) is { } call && (PsciFunction)call.FunctionId is PsciFunction.SystemReset or PsciFunction.SystemReset2
        ? new Finding(
            file.Fault is null ? 82 : 20, "the guest asked for a reset, as a program does that has given up", "look at its last output, and at what it called before",
            call.DescribeCall())
        : null;

    public static Finding? TokenOffset(CaseFile file)
    {
        foreach (RefusedCall refused in file.Evidence.Failures.Calls.Where(refused => refused.Call.Is(RsiCommand.AttestationTokenContinue)))
        {
            ulong offset = refused.Call.Arguments[2], size = refused.Call.Arguments[3];
            if (refused.Call.Results[0] == (ulong)RsiStatus.ErrorInput && (offset >= 4096 || offset + size > 4096))
            {
                return new Finding(
                    94, Of($"reading the attestation token was refused: offset 0x{offset:X} and size 0x{size:X} leave the granule"),
                    "the offset counts within one granule: go on with the next page and offset 0", $"{refused}");
            }
        }
        return null;
    }

    public static Finding? TokenIncomplete(CaseFile file)
    {
        CallRecord[] reads = [.. file.Evidence.RealmCalls.Calls.Where(call => call.Is(RsiCommand.AttestationTokenContinue) && call.Outcome == CallOutcome.Returned)];
        if (file.Status == Summaries.RunStatus.Passed || reads is not [.., var last] || last.Results[0] != (ulong)RsiStatus.Incomplete)
            return null;
        return new Finding(
            93, "the guest stopped reading its attestation token while it was incomplete", "call RSI_ATTESTATION_TOKEN_CONTINUE again while X0 = 3, and add X1 each time: 0 bytes are no end",
            Of($"the last call returned INCOMPLETE with {last.Results[1]} bytes"));
    }

    public static Finding? RsiError(CaseFile file)
    {
        if (file.HasRealmFault || file.Evidence.Failures.Calls.LastOrDefault(call => call.Call.Interface == CallInterface.Rsi) is not { } refused
            || refused.Call.Results[0] == ulong.MaxValue)
            return null;
        return new Finding(
            84, Of($"the RMM refused {refused.Call.Name} of the guest: {refused.Call.DescribeResult()}"),
            "look at its arguments: addresses must be aligned, in the protected half, and of RIPAS RAM; and at what the guest did with the error", $"{refused}");
    }

    public static Finding? ClaimedBeyondSlots(CaseFile file)
    {
        if (file.Map is not { } map)
            return null;
        foreach (CallRecord call in file.Evidence.RealmCalls.Calls.Where(call => call.Is(RsiCommand.IpaStateSet)))
        {
            ulong from = call.Arguments[1], top = call.Arguments[2], end = map.RamBase + map.RamBytes;
            bool isRefused = call.Outcome != CallOutcome.Returned || call.Results[1] < top;
            if (!isRefused || (top <= end && from >= map.RamBase) || file.RipasAtEnd(from) == Ripas.Destroyed)
                continue;
            return new Finding(
                93, Of($"the guest asked for memory at 0x{from:X}..0x{top:X}; the host backs only 0x{map.RamBase:X}..0x{end:X}"),
                "make the memory node of the device tree equal to the VMM's memory slots, or give the realm more memory (-m)",
                $"{call.DescribeCall()} → {call.DescribeResult()}");
        }
        return null;
    }

    public static Finding? ReportedFailure(CaseFile file) => file is { GuestStatus: { } status and not 0 }
        ? new Finding(
            file.HasRealmFault ? 15 : HasOtherTrace(file) ? 60 : 82, Of($"the guest reported status {status}: a check of its own failed"),
            "its console says which check; the machine itself has seen nothing abnormal, so look for the reason in the guest",
            file.HasRealmFault ? "an exception came before, which is the likelier cause" : "no exception but calls and interrupts was taken, or the guest has handled it",
            HasOtherTrace(file) ? "a call was refused, or a stale translation used, which may have led to it" : "ruled out: a refused call, a stale translation, an access that the host or the RMM refused")
        : null;

    private static bool HasOtherTrace(CaseFile file) => file.Evidence.Failures.Calls.Any(refused => IsRealms(refused.Call)) || file.StaleTranslations.Any(stale => !IsHarmless(stale));

    // The stale translation that the fault met, else the first that leads elsewhere: one that only has fewer rights now, and is used by an access
    // that has them, does no harm (a kernel that turns its MMU on meets such).
    public static Finding? MissingTlbi(CaseFile file) => Stale(file) is { } stale
        ? new Finding(
            IsHarmless(stale) ? 50 : stale.BreaksBeforeMake ? 80 : 94,
            Of($"a translation was used that the tables no longer give: VA 0x{stale.Va:X} at {file.Place(stale.Pc)}"),
            Of($"execute {stale.MissingTlbi} between the change and the access; in order: store, DSB ISHST, TLBI (Inner Shareable, for the other CPUs), DSB ISH, ISB"),
            $"{stale}")
        : null;

    private static StaleTranslation? Stale(CaseFile file)
    {
        StaleTranslation[] guests = [.. file.StaleTranslations.Where(stale => stale.Fault is not { IsFault: true, Stage: 2 })];
        foreach (Func<StaleTranslation, bool> suits in new Func<StaleTranslation, bool>[] { stale => stale.Pc == file.Fault?.PC, stale => !IsHarmless(stale), _ => true })
        {
            if (guests.Any(suits))
                return guests.First(suits);
        }
        return null;
    }

    private static bool IsHarmless(in StaleTranslation stale) => !stale.Fault.IsFault && stale.Old == stale.New;

    public static Finding? BreakBeforeMake(CaseFile file)
    {
        foreach (StaleTranslation stale in file.StaleTranslations)
        {
            if (!stale.BreaksBeforeMake)
                continue;
            return new Finding(
                95, Of($"a valid translation was replaced by another valid one: VA 0x{stale.Va:X} at {file.Place(stale.Pc)}"),
                Of($"break before make: write an invalid descriptor, DSB ISHST, {stale.MissingTlbi}, DSB ISH, then the new descriptor, DSB ISHST, ISB"), $"{stale}");
        }
        return null;
    }

    public static Finding? TokenNotBegun(CaseFile file)
    {
        RefusedCall? refused = file.Evidence.Failures.Calls.LastOrDefault(call => call.Call.Is(RsiCommand.AttestationTokenContinue));
        return refused is null || refused.Call.Results[0] != (ulong)RsiStatus.ErrorState ? null : new Finding(
            92, "RSI_ATTESTATION_TOKEN_CONTINUE was called while no token was under way",
            "call RSI_ATTESTATION_TOKEN_INIT with the challenge first, on the same CPU; a token that has been read to its end is over", $"{refused}");
    }

    public static Finding? UnknownSmc(CaseFile file)
    {
        if (file.HasRealmFault)
            return null;
        return file.Evidence.Failures.Calls.LastOrDefault(refused => IsRealms(refused.Call) && refused.Call.Results[0] == ulong.MaxValue) is { Call: var smc } ? new Finding(
            88, Of($"SMC 0x{smc.FunctionId:X8} of the guest was answered NOT_SUPPORTED"),
            "use the function identifiers of RSI (RMM specification) and PSCI; ask RSI_FEATURES, PSCI_FEATURES or SMCCC_ARCH_FEATURES before calling", $"{smc.DescribeCall()} → {smc.DescribeResult()}") : null;
    }

    private static bool IsRealms(in CallRecord call) => call is { CallerState: SecurityState.Realm, CallerLevel: ExceptionLevel.EL1 };

    // A loop that reads a word to see it change: exclusives and atomics, or a plain load of memory.
    private static bool Waits(LoopReport loop) =>
        loop.Words.Any(step => InstructionFacts.IsExclusive(step.Word) || InstructionFacts.IsAtomic(step.Word))
        && !loop.Words.Any(step => InstructionFacts.IsStoreExclusive(step.Word));

    private static string Locks(LoopReport loop) => loop.Loads.Count > 0
        ? Of($"the word it reads is at 0x{loop.Loads[0]:X}") : "which word it reads is not known";

    private static RecExitRecord? Waiting(CaseFile file)
    {
        // Every REC sleeps, or was never on: then the last exit of each says why.
        if (file.HasRealmFault || file.Status != Summaries.RunStatus.Faulted)
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

    private static CallRecord? LastRealmCall(CaseFile file)
    {
        CallRecord? last = null;
        foreach (CallRecord call in file.Evidence.RealmCalls.Calls)
            last = call;
        return last is { Interface: CallInterface.Psci } ? last : null;
    }
}
