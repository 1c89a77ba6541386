using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Diagnostics.Evidence;
using static CcaEmu.Diagnostics.Verdicts.Causes.InstructionFacts;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>What goes wrong in a guest's code: vectors, traps, UNDEFINED instructions, pointer authentication, returns.</summary>
/// <remarks>Arm ARM, D24.2 ESR_EL1 and D1.3 "Exceptions".</remarks>
internal static class GuestCpuCauses
{
    public static Finding? FpTrapped(CaseFile file) => Has(file, ExceptionClass.TrappedFpSimd) is { } fault
        ? new Finding(
            98, Of($"`{Text(fault.Word ?? 0, fault.PC)}` at {file.Place(fault.PC)} uses FP or SIMD registers, which are not enabled"),
            "set CPACR_EL1.FPEN = 3 and ISB on every CPU before the first such instruction, or build with -mgeneral-regs-only",
            Of($"CPACR_EL1.FPEN = {fault[SystemRegister.CPACR_EL1] >> 20 & 3}"))
        : null;

    public static Finding? SveAbsent(CaseFile file)
    {
        if (Has(file, ExceptionClass.TrappedSve) is { } trapped)
        {
            return new Finding(
                95, Of($"`{Text(trapped.Word ?? 0, trapped.PC)}` at {file.Place(trapped.PC)} is an SVE instruction, and SVE is not enabled"),
                "set CPACR_EL1.ZEN = 3 where the guest has SVE, else build for armv8-a", Of($"CPACR_EL1.ZEN = {trapped[SystemRegister.CPACR_EL1] >> 16 & 3}"));
        }
        return Undefined(file) is { Word: { } word } fault && IsSve(word)
            ? new Finding(
                96, Of($"0x{word:x8} at {file.Place(fault.PC)} is an SVE instruction, and the guest has no SVE"),
                "build the guest for armv8-a: this machine gives guests no SVE",
                Of($"ID_AA64PFR0_EL1.SVE = {fault[SystemRegister.ID_AA64PFR0_EL1] >> 32 & 15}"), "ruled out: CPACR_EL1.ZEN, whose trap has a class of its own")
            : null;
    }

    public static Finding? El2Code(CaseFile file)
    {
        if (Undefined(file) is not { Word: { } word } fault || !(IsRegisterMove(word) || IsSystem(word)) || Op1(word) < 4)
            return null;
        return new Finding(
            96, Of($"`{Text(word, fault.PC)}` at {file.Place(fault.PC)} belongs to a hypervisor: a guest runs at EL1"),
            "test CurrentEL[3:2] == 1 and leave EL2 set-up out; build the payload for EL1", "op1 of the instruction is that of EL2 or EL3");
    }

    public static Finding? PsciByHvc(CaseFile file)
    {
        if (Undefined(file) is not { Word: { } word } fault || !IsHvc(word))
            return null;
        bool isPsci = (uint)fault.X[0] is >= 0x8400_0000 and < 0x8400_0020 or >= 0xC400_0000 and < 0xC400_0020;
        return new Finding(
            97, Of($"HVC at {file.Place(fault.PC)} is UNDEFINED in a realm{(isPsci ? ", and with it PSCI by HVC" : "")}"),
            "use SMC: the /psci node's method must be \"smc\"", Of($"X0 = 0x{fault.X[0]:X}"));
    }

    public static Finding? UndefinedRegister(CaseFile file)
    {
        if (Undefined(file) is not { Word: { } word } fault || !(IsRegisterMove(word) || IsSystem(word)) || Op1(word) >= 4)
            return null;
        string? feature = FeatureOf(word);
        return new Finding(
            92, Of($"`{Text(word, fault.PC)}` at {file.Place(fault.PC)} is UNDEFINED here: the guest does not have that register{(feature is null ? "" : $", which is one of {feature}")}"),
            "look at the ID register field of its feature before using it, as the guest itself reads it; where the field promises it, RMM or monitor must let it through or hide it",
            fault.Record.IsInjected ? "the RMM trapped the access and made it UNDEFINED" : "the PE does not implement it, or not at EL1",
            Of($"ID_AA64PFR0_EL1 = 0x{fault[SystemRegister.ID_AA64PFR0_EL1]:X}, ID_AA64ISAR1_EL1 = 0x{fault[SystemRegister.ID_AA64ISAR1_EL1]:X} as the PE has them"));
    }

    public static Finding? JumpIntoData(CaseFile file)
    {
        if (file is not { HasGuestFault: true, Fault: { } fault, Map: { } map, Code: { } code } || code(fault.PC & ~3UL) is not null)
            return null;
        bool isCodeless = fault.Record.Syndrome.EC == ExceptionClass.Unknown || (fault.Record.Syndrome.IsInstructionAbort && map.IsImage(fault.PC));
        return !isCodeless || !(map.IsImage(fault.PC) || map.IsRam(fault.PC)) ? null : new Finding(
            file.IsData(fault.PC) && !IsInstruction(fault.Word) ? 95 : 91, Of($"the guest executes data: 0x{fault.Word ?? 0:x8} at {file.Place(fault.PC)} is in no executable part of its image"),
            "look at the pointer or return address that led there: X30 says who called last; a stack or table was overwritten, or a function pointer is wrong",
            Of($"X30 = {file.Place(fault.X[30])}"), fault.Record.Cause);
    }

    public static Finding? UndefinedInstruction(CaseFile file)
    {
        if (Undefined(file) is not { } fault)
            return null;
        return fault.Word == Zeros
            ? new Finding(
                85, Of($"the guest executes zeros at {file.Place(fault.PC)}: no code was put there"),
                "find out who jumped there (X30), or why the image was not loaded there", Of($"X30 = {file.Place(fault.X[30])}"))
            : OfFeature(file, fault) ?? new Finding(
                82, Of($"0x{fault.Word ?? 0:x8} at {file.Place(fault.PC)} is UNDEFINED: no instruction, of a feature that the PE has not, or privileged"),
                "build the guest for the features that `ccaemu cpu features` lists, or switch the feature on (--cpu-feature)", fault.Record.Cause);
    }

    // An instruction that is known, and belongs to a feature: then that is what the PE lacks, or what is not enabled.
    private static Finding? OfFeature(CaseFile file, FaultScene fault)
    {
        if (fault.Word is not { } word || A64Table.Get(Decoder.Decode(word).Op) is not { Op: not A64Op.Undefined, Feature: not Feature.Base } encoding)
            return null;
        FeatureInfo feature = FeatureTable.Get(encoding.Feature);
        string advice = !feature.IsBuilt ? Of($"build the guest without it: no PE of this machine has {feature.Name}")
            : !feature.IsDefault ? Of($"build the guest without it, or give the PE the feature: --cpu-feature +{feature.Name}")
            : Of($"build the guest without it; {feature.Name} is there by default, so look for --cpu-feature -{feature.Name}, or for an instruction that EL1 may not execute");
        return new Finding(
            88, Of($"`{Text(word, fault.PC)}` at {file.Place(fault.PC)} is UNDEFINED: it is an instruction of {feature.Name}, which this PE does not have or the guest may not use here"),
            advice, encoding.Title, fault.Record.Cause);
    }

    public static Finding? Assertion(CaseFile file) => Has(file, ExceptionClass.Brk64) is { } fault
        ? new Finding(
            90, Of($"the guest stopped itself: BRK #0x{fault.Record.Syndrome.Imm16:X} at {file.Place(fault.PC)}"),
            "read what its author checks there: compilers and kernels use BRK for assertions and traps (0x800: BUG, 0x1000 and up: sanitizers and abort)",
            fault.Record.Cause)
        : null;

    public static Finding? PcAlignment(CaseFile file) => Has(file, ExceptionClass.PcAlignment) is { } fault
        ? new Finding(95, Of($"a branch went to 0x{fault.PC:X}, which is not a multiple of 4"),
            "look at the pointer that was branched to, and at the saved return address", Of($"X30 = {file.Place(fault.X[30])}"))
        : null;

    public static Finding? SpAlignment(CaseFile file) => Has(file, ExceptionClass.SpAlignment) is { } fault
        ? new Finding(95, Of($"SP = 0x{fault.SP:X} was used as a base address and is not a multiple of 16"),
            "keep SP 16-byte aligned: push in pairs, set it before the first push", Of($"at {file.Place(fault.PC)}"))
        : null;

    public static Finding? PacFailure(CaseFile file)
    {
        if (Has(file, ExceptionClass.PointerAuthenticationFailure) is { } fault)
        {
            return new Finding(
                97, Of($"pointer authentication failed at {file.Place(fault.PC)}"),
                "the key, SP or pointer differs from when it was signed: functions that set keys must not sign their return; restore LR before using it",
                fault.Record.Cause, Of($"X30 = 0x{fault.X[30]:X}, SP = 0x{fault.SP:X}"));
        }
        // Without FEAT_FPAC an address that failed has its upper bits spoilt, and low ones that were right.
        if (file is not { HasGuestFault: true, Fault: { Record.Syndrome.IsInstructionAbort: true } wild } || file.Map is not { } map)
            return null;
        ulong upper = wild.PC >> 48, low = wild.PC & 0xFFFF_FFFF_FFFF;
        return upper is 0 or 0xFFFF || !map.IsImage(low) ? null : new Finding(
            92, Of($"the guest jumped to 0x{wild.PC:X}: code at {file.Place(low)} with a spoilt upper half, which is how a failed pointer authentication looks"),
            "the key, SP or pointer differs from when it was signed: functions that set keys must not sign their return", wild.Record.Cause);
    }

    public static Finding? BranchTarget(CaseFile file) => Has(file, ExceptionClass.BranchTarget) is { } fault
        ? new Finding(
            98, Of($"an indirect branch landed at {file.Place(fault.PC)}, which is no landing pad: `{Text(fault.Word ?? 0, fault.PC)}`"),
            "begin the target with BTI c (j for jumps) or PACIASP, or map its page without GP", Of($"BTYPE = {fault.Record.Syndrome.ISS & 3}"))
        : null;

    public static Finding? IllegalReturn(CaseFile file)
    {
        if (Has(file, ExceptionClass.IllegalState) is not { } fault)
            return null;
        return new Finding(
            98, Of($"the ERET that led to {file.Place(fault.PC)} was illegal: SPSR_EL1 asked for a state that EL1 may not return to"),
            "SPSR_EL1.M must be 0x5 (EL1h), 0x4 (EL1t) or 0x0 (EL0t): 0x3C5 and 0x3C0 with all interrupts masked; 0x3C9 is EL2h",
            Of($"PSTATE at the target: {fault.Record.SavedState}"), "PSTATE.IL was set and the level stayed EL1");
    }


    // The feature of registers that kernels stumble over, by op0, op1, CRn and CRm. Arm ARM, D24 "System register encodings".
    private static string? FeatureOf(uint word) => (word >> 19 & 3, word >> 16 & 7, word >> 12 & 15, word >> 8 & 15) switch
    {
        (3, 0, 10, 4 or 5) => "MPAM (ID_AA64PFR0_EL1.MPAM)",
        (3, 0, 9, 9 or 10) => "statistical profiling (ID_AA64DFR0_EL1.PMSVer)",
        (3, 0, 9, 11) => "the trace buffer (ID_AA64DFR0_EL1.TraceBuffer)",
        (2, 1, 8 or 9, _) => "branch records (ID_AA64DFR0_EL1.BRBE)",
        (3, 0, 2, 1 or 2 or 3) => "pointer authentication (ID_AA64ISAR1_EL1.API and APA)",
        (3, 0, 10, 2) => "permission indirection (ID_AA64MMFR3_EL1)",
        _ => null,
    };

    private static FaultScene? Has(CaseFile file, ExceptionClass ec) =>
        file is { HasGuestFault: true, Fault: { } fault } && fault.Record.Type == Cpu.ExceptionType.Synchronous && fault.Record.Syndrome.EC == ec ? fault : null;

    private static FaultScene? Undefined(CaseFile file) => Has(file, ExceptionClass.Unknown);
}
