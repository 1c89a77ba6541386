using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Diagnostics.Evidence;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>How a host runs a REC wrongly: what it enters with, and what it does with an exit.</summary>
/// <remarks>RMM specification (DEN0137), command RMI_REC_ENTER, and section "REC exit".</remarks>
internal static class HostEntryCauses
{
    public static Finding? StaleEmulMmio(CaseFile file)
    {
        if (RefusedEntry(file) is not { } refused)
            return null;
        var flags = (RmiRecEnterFlags)refused.Parameter(RmiRecRunLayout.EnterFlags);
        if ((flags & RmiRecEnterFlags.EmulMmio) == 0)
            return null;
        RecExitRecord? last = file.Exits.LastOrDefault(exit => exit.Rec == refused.Call.Arguments[1]);
        return new Finding(
            95, "RMI_REC_ENTER was refused with ERROR_REC: emul_mmio is set, and the last exit was no emulatable abort",
            "clear enter.flags after every exit, and set emul_mmio only where exit.esr.ISV = 1 at an unprotected IPA",
            $"enter.flags = {flags}", last?.Exit is { } exit ? $"last exit: {exit}" : "the REC has not exited before");
    }

    public static Finding? PsciNotCompleted(CaseFile file)
    {
        if (RefusedEntry(file) is not { } refused || file.Evidence.Exits.Last.FirstOrDefault(exit => exit.Rec == refused.Call.Arguments[1]) is not { Exit: { Reason: RmiRecExitReason.Psci } exit } last)
            return null;
        return new Finding(
            96, Of($"REC 0x{last.Rec:X} waits for RMI_PSCI_COMPLETE since it exited for {SmcNames.NameOf((uint)exit.Detail0)}, and was entered without it"),
            "call RMI_PSCI_COMPLETE(calling REC, target REC, status) before entering either of the two RECs again",
            $"{refused}", $"last exit of that REC: {exit}");
    }

    public static Finding? BadListRegister(CaseFile file)
    {
        if (RefusedEntry(file) is null || file.Evidence.RefusedListRegister is not { } value)
            return null;
        return new Finding(
            95, Of($"RMI_REC_ENTER was refused with ERROR_REC: a list register (0x{value:X}, INTID {ICH_LR_EL2.VINTID.Get(value)}) has HW set"),
            "realms need software-completed interrupts: leave ICH_LR<n>_EL2.HW at 0", "the realm could deactivate a physical interrupt by it");
    }

    public static Finding? MmioNeverCompleted(CaseFile file)
    {
        if (file.Exits.LastOrDefault() is not { Exit: { Reason: RmiRecExitReason.Sync, Detail0: var esr } } last || !new EsrValue(esr).ISV || (last.FaultIpa & file.SharedBit) == 0
            || file.Map?.IsRam(last.FaultIpa & ~file.SharedBit) == true)
            return null;
        int repeats = file.Exits.Reverse().TakeWhile(exit => exit.Repeats(last)).Count();
        bool never = file.Exits.Reverse().Take(repeats).Skip(0).All(exit => (exit.Flags & RmiRecEnterFlags.EmulMmio) == 0);
        return repeats < 4 || !never ? null : new Finding(
            95, Of($"the host saw the same access to IPA 0x{last.FaultIpa:X} {repeats} times and entered the REC without emul_mmio: its PC cannot move on"),
            "set enter.flags.emul_mmio after emulating an access; the value read goes into enter.gprs[0] whatever register the instruction names",
            $"{last.Exit}", last.GuestPc is { } pc ? $"PC {file.Place(pc)}" : "PC not known");
    }

    public static Finding? EntryNotPopulated(CaseFile file)
    {
        RecExitRecord? first = file.Exits.FirstOrDefault();
        bool isFetchExit = first is { Exit: { Reason: RmiRecExitReason.Sync, Detail0: var esr }, Instructions: 0 } && new EsrValue(esr).EC == ExceptionClass.InstructionAbortLower;
        bool isFirstFault = file is { HasGuestFault: true, Fault: { Record: { RetiredInstructions: 0, Syndrome.IsInstructionAbort: true } } };
        if (!isFetchExit && !isFirstFault)
            return null;
        ulong entry = isFirstFault ? file.Fault!.PC : first!.GuestPc ?? 0;
        return new Finding(
            96, Of($"the realm's first instruction, at 0x{entry:X}, never executed: no page was populated there"),
            "populate (RMI_RTT_DATA_MAP_INIT) the page of the entry point before activating; look whether populating stopped half-way, and at the load address",
            "no instruction was retired", file.EntryAtEnd(entry) is { } end ? $"{end}" : isFirstFault ? file.Fault!.Record.Cause : $"{first!.Exit}");
    }

    public static Finding? ConversionIgnored(CaseFile file)
    {
        if (file.LastExit is not { Exit: { Reason: RmiRecExitReason.RipasChange } } last)
            return null;
        int repeats = file.Exits.Reverse().TakeWhile(exit => exit.Exit is { Reason: RmiRecExitReason.RipasChange, Detail0: var from } && from == last.Exit.Value.Detail0).Count();
        return repeats < 3 || HostMemoryCauses.Claim(file) is not null ? null : new Finding(
            92, Of($"the guest asked {repeats} times for the same change of RIPAS at IPA 0x{last.Exit.Value.Detail0:X}, and the host never made it"),
            "the VMM must convert the memory (attributes, backing) and the host call RMI_RTT_SET_RIPAS before the REC is entered again", $"{last.Exit}");
    }

    private static RefusedCall? RefusedEntry(CaseFile file) => file.Evidence.Failures.Of(RmiCommand.RecEnter).FirstOrDefault(refused => refused.Status == RmiStatus.ErrorRec);
}
