using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Evidence;
using CcaEmu.Diagnostics.Faults;
using static CcaEmu.Diagnostics.Verdicts.Causes.InstructionFacts;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>What goes wrong in a guest's own stage 1: alignment, memory types, missing and refusing descriptors, stacks.</summary>
/// <remarks>Arm ARM, D8.15 "MMU fault types", B2.8 "Alignment support".</remarks>
internal static class GuestTranslationCauses
{
    private const ulong StackReach = 0x4000;
    private const int SmallestTxSZ = 12;
    private const ulong Pan = 1UL << 22; // SPSR_EL1.PAN

    public static Finding? UnalignedMmuOff(CaseFile file) => Alignment(file) is { } fault && !MmuIsOn(fault)
        ? new Finding(
            97, Of($"`{Text(fault.Word ?? 0, fault.PC)}` at {file.Place(fault.PC)} is an unaligned access with the MMU off, where all data is Device memory"),
            "build early code with -mstrict-align -mgeneral-regs-only, or turn the MMU on, with Normal memory, first",
            Of($"SCTLR_EL1.M = 0; FAR 0x{fault.Record.FaultAddress:X} is not aligned to the access"),
            "ruled out: SCTLR_EL1.A, which does not matter while the MMU is off")
        : null;

    public static Finding? RamMappedAsDevice(CaseFile file)
    {
        bool isType = file is { HasGuestFault: true, Fault.Record.Syndrome: { IsDataAbort: true, FSC: FaultStatusCode.UnsupportedExclusiveOrAtomic } };
        FaultScene? fault = Alignment(file) ?? (isType ? file.Fault : null);
        if (fault is null || !MmuIsOn(fault) || Leaf(fault) is not { } leaf)
            return null;
        if (!isType && !(fault.Word is { } word && (IsZeroLine(word) || IsExclusive(word))))
            return null;
        int index = new Stage1Descriptor(leaf.Descriptor).AttrIndx;
        ulong attribute = fault[SystemRegister.MAIR_EL1] >> (index * 8) & 0xFF;
        return attribute >= 0x10 ? null : new Finding(
            95, Of($"memory at 0x{fault.Record.FaultAddress:X} is mapped as Device memory, where `{Text(fault.Word ?? 0, fault.PC)}` is not allowed"),
            Of($"RAM needs a Normal type: MAIR_EL1 byte {index} = 0xFF, or another AttrIndx in the descriptor"),
            Of($"the descriptor selects AttrIndx {index}, and MAIR_EL1 byte {index} is 0x{attribute:X2} (Device)"));
    }

    public static Finding? UnalignedDevice(CaseFile file)
    {
        if (Alignment(file) is not { } fault || !MmuIsOn(fault) || Leaf(fault) is not { WasRead: true } leaf)
            return null;
        int index = new Stage1Descriptor(leaf.Descriptor).AttrIndx;
        ulong attribute = fault[SystemRegister.MAIR_EL1] >> (index * 8) & 0xFF;
        return attribute >= 0x10 ? null : new Finding(
            90, Of($"`{Text(fault.Word ?? 0, fault.PC)}` at {file.Place(fault.PC)} is an unaligned access to Device memory"),
            Of($"access devices with naturally aligned loads and stores; is it RAM, it needs a Normal type (MAIR_EL1 byte {index} = 0xFF)"),
            Of($"FAR 0x{fault.Record.FaultAddress:X}; the descriptor selects AttrIndx {index}, and MAIR_EL1 byte {index} is 0x{attribute:X2} (Device)"));
    }

    public static Finding? TablesShared(CaseFile file)
    {
        if (file.SharedBit == 0)
            return null;
        if (file.Fault is null)
            return SharedWalk(file);
        if (Walk(file) is not { } fault)
            return null;
        ulong ipa = fault.Record.FaultIpa ?? fault.Fault.Ipa;
        return (ipa & file.SharedBit) == 0 || ipa >> file.IpaWidth != 0 ? null : new Finding(
            97, Of($"the guest's translation tables are in shared memory: the walk for 0x{fault.Record.FaultAddress:X} went to IPA 0x{ipa:X}"),
            "keep tables in private RAM: a realm's walks outside Realm memory are refused, so that no host can change its translations",
            fault.Record.OriginalSyndrome is { } original ? EsrFormatter.Format(original) : fault.Record.Cause, Of($"TTBR0_EL1 = 0x{fault[SystemRegister.TTBR0_EL1]:X}"));
    }

    public static Finding? TablesNowhere(CaseFile file)
    {
        if (Walk(file) is not { } fault || file.Map is not { } map || (fault.Record.FaultIpa ?? fault.Fault.Ipa) is var ipa && (map.IsRam(ipa) || map.IsRam(ipa & ~file.SharedBit)))
            return null;
        return new Finding(
            99, Of($"the guest's translation tables are not in its RAM: the walk for 0x{fault.Record.FaultAddress:X} read IPA 0x{ipa:X}"),
            Of($"find out who wrote TTBR0_EL1, TTBR1_EL1 or the table entry that leads there: tables must be in RAM, 0x{map.RamBase:X} to 0x{map.RamBase + map.RamBytes:X}, at their IPA, and complete before the register is written"),
            Of($"TTBR0_EL1 = 0x{fault[SystemRegister.TTBR0_EL1]:X}, TTBR1_EL1 = 0x{fault[SystemRegister.TTBR1_EL1]:X}"),
            fault.Record.OriginalSyndrome is { } original ? EsrFormatter.Format(original) : fault.Record.Cause, "without tables the vectors cannot be fetched either: nothing of the guest executes any more");
    }

    // An abort on the fetch of a descriptor by the guest's own stage 1.
    private static FaultScene? Walk(CaseFile file) => file is { HasGuestFault: true, Fault: { Record.Syndrome: { IsAbort: true } syndrome } fault }
        && (fault.OriginalSyndrome.S1PTW || syndrome.FSC.IsOnWalk() || fault.Fault.S1PTW) ? fault : null;

    // The host may go on mapping the page for ever: then the Realm itself takes no exception.
    private static Finding? SharedWalk(CaseFile file)
    {
        foreach (ExceptionRecord record in file.Exceptions.To(Arm.SecurityState.Realm, Arm.ExceptionLevel.EL2).Last.Reverse())
        {
            bool isWalk = record is { Source: Arm.ExceptionLevel.EL1 or Arm.ExceptionLevel.EL0, FaultIpa: { } page } && record.Syndrome.S1PTW && (page & file.SharedBit) != 0
                && (record.Syndrome.IsDataAbort || record.Syndrome.IsInstructionAbort) && record.Syndrome.FSC is >= FaultStatusCode.PermissionLevel0 and <= FaultStatusCode.PermissionLevel3;
            if (!isWalk)
                continue;
            return new Finding(
                97, Of($"the guest's translation tables are in shared memory: the walk for 0x{record.FaultAddress:X} went to IPA 0x{record.FaultIpa:X}"),
                "keep tables in private RAM: a realm's walks outside Realm memory are refused, so that no host can change its translations",
                EsrFormatter.Format(record.Syndrome), Of($"at {file.Place(record.ReturnAddress)}"));
        }
        return null;
    }

    public static Finding? UnalignedChecked(CaseFile file) =>
        Alignment(file) is { } fault && MmuIsOn(fault) && (fault[SystemRegister.SCTLR_EL1] & SCTLR_ELx.A) != 0
        ? new Finding(
            Leaf(fault) is { WasRead: true } leaf && IsDevice(fault, leaf) ? 70 : 95,
            Of($"`{Text(fault.Word ?? 0, fault.PC)}` at {file.Place(fault.PC)} is unaligned, and SCTLR_EL1.A asks for alignment checks"),
            "align the data (build with -mstrict-align), or clear SCTLR_EL1.A", Of($"FAR 0x{fault.Record.FaultAddress:X}, SCTLR_EL1 = 0x{fault[SystemRegister.SCTLR_EL1]:X}"),
            "ruled out: the MMU being off")
        : null;

    public static Finding? UnalignedAtomic(CaseFile file)
    {
        if (Alignment(file) is not { Word: { } word } fault || !MmuIsOn(fault) || (fault[SystemRegister.SCTLR_EL1] & SCTLR_ELx.A) != 0
            || !(IsExclusive(word) || IsAtomic(word)) || (Leaf(fault) is { } leaf && IsDevice(fault, leaf)))
            return null;
        return new Finding(
            95, Of($"`{Text(word, fault.PC)}` at {file.Place(fault.PC)} is an exclusive, ordered or atomic access that crosses 16 aligned bytes, or on a PE without FEAT_LSE2 is not aligned"),
            "align the lock or counter to its own size: a packed structure, or a cast of a byte pointer, is the usual reason",
            Of($"FAR 0x{fault.Record.FaultAddress:X}"), "ruled out: SCTLR_EL1.A, which is clear, and Device memory");
    }

    public static Finding? NoStack(CaseFile file)
    {
        if (file is not { HasGuestFault: true, Fault: { Word: { } word } fault, Map: { } map } || !fault.Record.Syndrome.IsDataAbort || BaseOf(word) != 31
            || fault.IsStackMapped == true || (fault.SP >= StackReach && map.IsRam(fault.SP)))
            return null;
        return new Finding(
            93, Of($"there is no stack: `{Text(word, fault.PC)}` at {file.Place(fault.PC)} uses SP = 0x{fault.SP:X}, where the guest has no RAM mapped"),
            "set SP (of each CPU, and SP_EL0 or SP_EL1, whichever PSTATE.SP selects) to the end of a stack in RAM before the first push, and find out who has overwritten it",
            Of($"FAR 0x{fault.Record.FaultAddress:X}"), fault.Record.Cause);
    }

    public static Finding? StackInCode(CaseFile file) => file is { HasGuestFault: true, Fault: { } fault, Code: { } code } && code(fault.SP & ~3UL) is not null
        ? new Finding(
            96, Of($"the stack has grown into the guest's own code: SP = 0x{fault.SP:X} is {file.Place(fault.SP & ~3UL)}, which its pushes have overwritten"),
            "make the stack larger or the recursion shallower; turn the MMU on with a guard page below the stack and read-only code, so that this faults at once",
            Of($"at {file.Place(fault.PC)}; {fault.Record.Cause}"), "what is executed now is what was pushed: the instruction that faulted means nothing")
        : null;

    public static Finding? StackUnderflow(CaseFile file)
    {
        if (file is not { HasGuestFault: true, Fault: { Word: { } word, Record: { FaultAddress: { } far } } fault } || !fault.Record.Syndrome.IsDataAbort
            || BaseOf(word) != 31 || fault.IsStackMapped != true || far >> 12 <= fault.SP >> 12)
            return null;
        return new Finding(
            90, Of($"`{Text(word, fault.PC)}` at {file.Place(fault.PC)} reaches beyond the top of the stack: SP = 0x{fault.SP:X}, and nothing is mapped at 0x{far:X}"),
            "more was popped than pushed, or control came here without the frame that this code expects (a wild jump, a damaged return address): look at x30 and at who called",
            Of($"FAR is {far - fault.SP} bytes above SP; x30 = {file.Place(fault.X[30])}"), "ruled out: an overflow: the memory that SP points at is there");
    }

    public static Finding? StackOverflow(CaseFile file)
    {
        if (file is not { HasGuestFault: true, Fault: { } fault } || !fault.Record.Syndrome.IsDataAbort || fault.Record.FaultAddress is not { } far)
            return null;
        bool usesStack = fault.Word is { } word && BaseOf(word) == 31;
        bool isNear = far - (fault.SP - StackReach) < StackReach + 0x1000;
        bool isMissing = fault.Record.Syndrome.FSC is >= FaultStatusCode.TranslationLevel0 and <= FaultStatusCode.PermissionLevel3
            or FaultStatusCode.SynchronousExternalAbort;
        if (!isMissing || !isNear || (fault.IsStackMapped == true && far >= fault.SP) || fault.SP < StackReach || !(usesStack || fault.Record.Syndrome.WnR))
            return null;
        int again = file.After.Count(scene => scene.Record.Syndrome.IsDataAbort && scene.Record.FaultAddress - far + StackReach < 2 * StackReach);
        return new Finding(
            usesStack ? 94 : 70, Of($"the stack overflowed: SP 0x{fault.SP:X} points at memory that is not there, in {file.Place(fault.PC)}"),
            "make the stack larger or the recursion shallower, and take exceptions on a stack of their own (SP_EL1 with the code at SP_EL0)",
            far == fault.SP ? Of($"FAR 0x{far:X} is where SP points") : Of($"FAR 0x{far:X} is {Math.Abs((long)(fault.SP - far))} bytes {(far < fault.SP ? "below" : "above")} SP"), fault.Record.Cause,
            again > 0 ? Of($"the handler's own pushes faulted at the same place {again} times") : "the handler had another stack, or made no push");
    }

    public static Finding? Translation(CaseFile file) => OwnFault(file, FaultStatusCode.TranslationLevel0, FaultStatusCode.TranslationLevel3) is { } fault
        ? IsNoAddress(fault)
            ? new Finding(
                IsFetch(fault) ? 60 : 90, Of($"{Access(fault)} 0x{fault.Record.FaultAddress:X} at {file.Place(fault.PC)}: that is no address, but some other value that was taken for a pointer"),
                "find out where the register that holds it was loaded from: memory that was never written, was freed, or belongs to something else",
                "its upper bits select neither TTBR0_EL1 nor TTBR1_EL1", Of($"TCR_EL1 = 0x{fault[SystemRegister.TCR_EL1]:X}"))
            : new Finding(
                IsFetch(fault) ? 60 : 83, Of($"{Access(fault)} 0x{fault.Record.FaultAddress:X} at {file.Place(fault.PC)} has no translation in the guest's own tables"),
                "map the page in the tables of TTBR0_EL1 or TTBR1_EL1 before it is used, or find out where the address comes from", Refusal(fault))
        : null;

    // Beyond both halves of the VA space, whose sizes are TCR_EL1.T0SZ and T1SZ. A tag, where TBI allows one, is no part of the address.
    private static bool IsNoAddress(FaultScene fault)
    {
        if (fault.Record.FaultAddress is not { } address || !MmuIsOn(fault))
            return false;
        ulong tcr = fault[SystemRegister.TCR_EL1];
        bool isUpper = (address >> 55 & 1) != 0;
        int width = 64 - Math.Max((int)((isUpper ? tcr >> 16 : tcr) & 63), SmallestTxSZ), top = (tcr >> (isUpper ? 38 : 37) & 1) != 0 ? 55 : 63;
        long part = (long)(address << (63 - top)) >> (63 - top);
        return part >> width is not (0 or -1);
    }

    public static Finding? ExecuteNever(CaseFile file) => Refused(file) is { } fault && IsFetch(fault)
        ? new Finding(
            file.IsData(fault.PC) && !IsInstruction(fault.Word) ? 72 : 93, Of($"the guest jumped to {file.Place(fault.PC)}, which its own tables make execute-never"),
            "clear PXN (UXN for EL0) of the page, or do not jump there; with SCTLR_EL1.WXN, and at EL1 where EL0 may write, pages are never executable", Refusal(fault))
        : null;

    public static Finding? El0Permission(CaseFile file) => Refused(file) is { Record.Source: Arm.ExceptionLevel.EL0 } fault && !IsFetch(fault)
        ? new Finding(
            94, Of($"EL0 code at {file.Place(fault.PC)} accessed 0x{fault.Record.FaultAddress:X}, which is not its own"),
            "give the page to EL0 (AP[1] = 1), or keep the program out of the kernel's memory", Refusal(fault))
        : null;

    public static Finding? WriteReadOnly(CaseFile file) =>
        Refused(file) is { Record: { Source: not Arm.ExceptionLevel.EL0, Syndrome.WnR: true } } fault && !IsFetch(fault)
        ? new Finding(
            93, Of($"`{Text(fault.Word ?? 0, fault.PC)}` at {file.Place(fault.PC)} writes 0x{fault.Record.FaultAddress:X}, which the guest's own tables make read-only"),
            "clear AP[2] of the page where it is meant to be written; a kernel that patches itself needs another mapping", Refusal(fault))
        : null;

    public static Finding? Permission(CaseFile file) => Refused(file) is { } fault
        ? new Finding(
            IsPan(fault) ? 94 : 70,
            Of($"{Access(fault)} 0x{fault.Record.FaultAddress:X} at {file.Place(fault.PC)} is not allowed by the guest's own tables{(IsPan(fault) ? ": PSTATE.PAN is set, and the page is EL0's" : "")}"),
            IsPan(fault) ? "clear PSTATE.PAN around accesses to memory of EL0 (MSR PAN, #0), or use LDTR and STTR; a kernel that touches it by accident has followed a user's pointer"
                : "give the page the permission (AP, PXN, UXN), or look at PSTATE.PAN: privileged code may not touch what EL0 may", Refusal(fault))
        : null;

    // Arm ARM, D8.4 "Privileged Access Never".
    private static bool IsPan(FaultScene fault) =>
        fault.Record is { Source: Arm.ExceptionLevel.EL1, SavedState.Value: var saved } && (saved & Pan) != 0 && Leaf(fault) is { WasRead: true } leaf && new Stage1Descriptor(leaf.Descriptor).AllowsEl0;

    private static bool IsDevice(FaultScene fault, in WalkStep leaf) =>
        (fault[SystemRegister.MAIR_EL1] >> (new Stage1Descriptor(leaf.Descriptor).AttrIndx * 8) & 0xFF) < 0x10;

    public static Finding? AddressSize(CaseFile file) => OwnFault(file, FaultStatusCode.AddressSizeLevel0, FaultStatusCode.AddressSizeLevel3) is { } fault && MmuIsOn(fault)
        ? new Finding(
            92, Of($"the guest's tables give an output address for 0x{fault.Record.FaultAddress:X} that is larger than TCR_EL1.IPS allows"),
            Of($"correct the descriptor or the table base, or raise TCR_EL1.IPS (it is {fault[SystemRegister.TCR_EL1] >> 32 & 7}), as far as ID_AA64MMFR0_EL1.PARange goes"), Refusal(fault))
        : null;

    public static Finding? WrongPageSize(CaseFile file)
    {
        if (file is not { HasGuestFault: true, Fault: { } fault } || !IsFetch(fault) || !MmuIsOn(fault) || file.Code?.Invoke(fault.PC) is null)
            return null;
        ulong tg0 = fault[SystemRegister.TCR_EL1] >> 14 & 3;
        string size = tg0 switch { 1 => "64 KiB", 2 => "16 KiB", _ => "4 KiB" };
        return new Finding(
            tg0 == 0 ? 74 : 99, Of($"the guest's own code at {file.Place(fault.PC)} has no translation: TCR_EL1.TG0 says {size} pages, and the tables do not fit"),
            "tables, TG0 (0: 4 KiB, 1: 64 KiB, 2: 16 KiB), T0SZ and the level that TTBR0_EL1 points at must agree before SCTLR_EL1.M is set; and the code that sets it must be mapped",
            Of($"TCR_EL1 = 0x{fault[SystemRegister.TCR_EL1]:X}, TTBR0_EL1 = 0x{fault[SystemRegister.TTBR0_EL1]:X}"), Refusal(fault));
    }

    public static Finding? AccessFlag(CaseFile file) => OwnFault(file, FaultStatusCode.AccessFlagLevel0, FaultStatusCode.AccessFlagLevel3) is { } fault
        ? new Finding(
            92, Of($"the descriptor for 0x{fault.Record.FaultAddress:X} has its Access flag clear"),
            "set AF (bit 10) in descriptors, or let hardware do it: TCR_EL1.HA with FEAT_HAFDBS", Refusal(fault))
        : null;

    public static Finding? WildJump(CaseFile file)
    {
        if (file is not { HasGuestFault: true, Fault: { } fault } || !IsFetch(fault) || (file.Map?.IsImage(fault.PC) ?? false) || OwnFault(file, FaultStatusCode.PermissionLevel0, FaultStatusCode.PermissionLevel3) is not null
            || (file.SharedBit != 0 && fault.Record.FaultIpa is { } ipa && (ipa & file.SharedBit) != 0))
            return null;
        ulong vectors = fault[SystemRegister.VBAR_EL1];
        if (fault.PC - vectors < 0x800)
            return null;
        return new Finding(
            82, Of($"the guest jumped to 0x{fault.PC:X}, where it has no code{(fault.PC < 0x1000 ? ": a null function pointer, or a return address of 0" : "")}"),
            "look at the return address and function pointers: X30 says who called last, and after an ERET it was ELR_EL1 that led here",
            Of($"X30 = {file.Place(fault.X[30])}"), fault.Record.Cause, Refusal(fault));
    }

    private static FaultScene? Alignment(CaseFile file) =>
        file is { HasGuestFault: true, Fault: { Record.Syndrome: { IsDataAbort: true, FSC: FaultStatusCode.Alignment } } fault } ? fault : null;

    // A fault that the guest's stage 1 made, not one that software above it injected.
    private static FaultScene? OwnFault(CaseFile file, FaultStatusCode from, FaultStatusCode to) =>
        file is { HasGuestFault: true, Fault: { Record.IsInjected: false } fault }
        && (fault.Record.Syndrome.IsDataAbort || fault.Record.Syndrome.IsInstructionAbort)
        && fault.Record.Syndrome.FSC >= from && fault.Record.Syndrome.FSC <= to ? fault : null;

    private static FaultScene? Refused(CaseFile file) => OwnFault(file, FaultStatusCode.PermissionLevel0, FaultStatusCode.PermissionLevel3);

    private static bool MmuIsOn(FaultScene fault) => (fault[SystemRegister.SCTLR_EL1] & SCTLR_ELx.M) != 0;

    private static bool IsFetch(FaultScene fault) => fault.Record.Syndrome.IsInstructionAbort;

    private static string Access(FaultScene fault) => IsFetch(fault) ? "the fetch from" : fault.Record.Syndrome.WnR ? "the write to" : "the read of";

    private static WalkStep? Leaf(FaultScene fault)
    {
        foreach (WalkStep step in fault.Walk.Reverse())
        {
            if (step.Stage == 1)
                return step;
        }
        return null;
    }

    private static string Refusal(FaultScene fault) => Leaf(fault) is { } leaf ? $"the walk ended at: {leaf}" : fault.Record.Cause;
}
