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
        bool isType = file is { HasRealmFault: true, Fault.Record.Syndrome.FSC: FaultStatusCode.UnsupportedExclusiveOrAtomic };
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
        if (file is not { HasRealmFault: true, Fault: { } fault })
            return null;
        bool isWalk = fault.OriginalSyndrome.S1PTW || fault.Record.Syndrome.FSC.IsOnWalk() || fault.Fault.S1PTW;
        ulong ipa = fault.Record.FaultIpa ?? fault.Fault.Ipa;
        return !isWalk || (ipa & file.SharedBit) == 0 ? null : new Finding(
            97, Of($"the guest's translation tables are in shared memory: the walk for 0x{fault.Record.FaultAddress:X} went to IPA 0x{ipa:X}"),
            "keep tables in private RAM: a realm's walks outside Realm memory are refused, so that no host can change its translations",
            fault.Record.OriginalSyndrome is { } original ? EsrFormatter.Format(original) : fault.Record.Cause, Of($"TTBR0_EL1 = 0x{fault[SystemRegister.TTBR0_EL1]:X}"));
    }

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

    public static Finding? StackOverflow(CaseFile file)
    {
        if (file is not { HasRealmFault: true, Fault: { } fault } || !fault.Record.Syndrome.IsDataAbort || fault.Record.FaultAddress is not { } far)
            return null;
        bool usesStack = fault.Word is { } word && BaseOf(word) == 31;
        bool isNear = far - (fault.SP - StackReach) < StackReach + 0x1000;
        bool isMissing = fault.Record.Syndrome.FSC is >= FaultStatusCode.TranslationLevel0 and <= FaultStatusCode.PermissionLevel3
            or FaultStatusCode.SynchronousExternalAbort;
        if (!isMissing || !isNear || fault.SP < StackReach || !(usesStack || fault.Record.Syndrome.WnR))
            return null;
        int again = file.After.Count(scene => scene.Record.Syndrome.IsDataAbort && scene.Record.FaultAddress - far + StackReach < 2 * StackReach);
        return new Finding(
            usesStack ? 94 : 70, Of($"the stack overflowed: SP 0x{fault.SP:X} points at memory that is not there, in {file.Place(fault.PC)}"),
            "make the stack larger or the recursion shallower, and take exceptions on a stack of their own (SP_EL1 with the code at SP_EL0)",
            Of($"FAR 0x{far:X} is {(long)(fault.SP - far)} bytes below SP"), fault.Record.Cause,
            again > 0 ? Of($"the handler's own pushes faulted at the same place {again} times") : "the handler had another stack, or made no push");
    }

    public static Finding? Translation(CaseFile file) => OwnFault(file, FaultStatusCode.TranslationLevel0, FaultStatusCode.TranslationLevel3) is { } fault
        ? new Finding(
            IsFetch(fault) ? 60 : 83, Of($"{Access(fault)} 0x{fault.Record.FaultAddress:X} at {file.Place(fault.PC)} has no translation in the guest's own tables"),
            "map the page in the tables of TTBR0_EL1 or TTBR1_EL1 before it is used, or find out where the address comes from", Refusal(fault))
        : null;

    public static Finding? ExecuteNever(CaseFile file) => Refused(file) is { } fault && IsFetch(fault)
        ? new Finding(
            93, Of($"the guest jumped to {file.Place(fault.PC)}, which its own tables make execute-never"),
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

    public static Finding? AddressSize(CaseFile file) => OwnFault(file, FaultStatusCode.AddressSizeLevel0, FaultStatusCode.AddressSizeLevel3) is { } fault
        ? new Finding(
            92, Of($"the guest's tables give an output address for 0x{fault.Record.FaultAddress:X} that is larger than TCR_EL1.IPS allows"),
            Of($"correct the descriptor or the table base, or raise TCR_EL1.IPS (it is {fault[SystemRegister.TCR_EL1] >> 32 & 7}), as far as ID_AA64MMFR0_EL1.PARange goes"), Refusal(fault))
        : null;

    public static Finding? WrongPageSize(CaseFile file)
    {
        if (file is not { HasRealmFault: true, Fault: { } fault } || !IsFetch(fault) || !MmuIsOn(fault) || file.Code?.Invoke(fault.PC) is null)
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
        if (file is not { HasRealmFault: true, Fault: { } fault } || !IsFetch(fault) || (file.Map?.IsImage(fault.PC) ?? false) || OwnFault(file, FaultStatusCode.PermissionLevel0, FaultStatusCode.PermissionLevel3) is not null
            || (file.SharedBit != 0 && fault.Record.FaultIpa is { } ipa && (ipa & file.SharedBit) != 0))
            return null;
        ulong vectors = fault[SystemRegister.VBAR_EL1];
        if (fault.PC - vectors < 0x800)
            return null;
        return new Finding(
            82, Of($"the guest jumped to 0x{fault.PC:X}, where it has no code"),
            "look at the return address and function pointers: X30 says who called last",
            Of($"X30 = {file.Place(fault.X[30])}"), fault.Record.Cause, Refusal(fault));
    }

    private static FaultScene? Alignment(CaseFile file) =>
        file is { HasRealmFault: true, Fault: { Record.Syndrome: { IsDataAbort: true, FSC: FaultStatusCode.Alignment } } fault } ? fault : null;

    // A fault that the guest's stage 1 made, not one that software above it injected.
    private static FaultScene? OwnFault(CaseFile file, FaultStatusCode from, FaultStatusCode to) =>
        file is { HasRealmFault: true, Fault: { Record.IsInjected: false } fault }
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
