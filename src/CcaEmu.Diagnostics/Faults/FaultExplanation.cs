using System.Globalization;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Faults;

/// <summary>Says what an exception means for a Realm, where its registers leave one reading only.</summary>
internal static class FaultExplanation
{
    public static (string? Cause, string? Advice) Of(in ExceptionRecord fault)
    {
        if (fault.Type == ExceptionType.SError)
            return (null, null);
        EsrValue esr = fault.Syndrome;
        if (esr.IsDataAbort || esr.IsInstructionAbort)
            return OfAbort(fault);
        return esr.EC switch
        {
            ExceptionClass.Unknown => (
                "the instruction is UNDEFINED at this level: not an A64 instruction, of a feature the PE does not have, or privileged",
                "build the guest for the Armv8-A integer base set (-mgeneral-regs-only)"),
            ExceptionClass.TrappedFpSimd or ExceptionClass.TrappedSve => (
                "the guest used FP, SIMD or SVE registers, which are not enabled",
                "build the guest with -mgeneral-regs-only, or set CPACR_EL1 first"),
            ExceptionClass.PcAlignment => ("a branch went to an address that is not a multiple of 4", null),
            ExceptionClass.SpAlignment => (
                "SP was not a multiple of 16 when it was used as a base address", "keep SP 16-byte aligned; set it before the first push"),
            ExceptionClass.Brk64 => ("the guest executed a breakpoint instruction: often an assertion of its own", null),
            ExceptionClass.IllegalState => ("an exception return with an SPSR that this level may not return to came before", null),
            ExceptionClass.GranuleProtectionCheck => (
                "the Granule Protection Table gives the page to another physical address space than the one it was accessed in", null),
            _ => (null, null),
        };
    }

    private static (string? Cause, string? Advice) OfAbort(in ExceptionRecord fault)
    {
        EsrValue esr = fault.Syndrome;
        if (esr.FSC.IsGranuleProtectionFault())
        {
            return ("the granule behind the access belongs to another physical address space",
                "the host must not delegate, or must undelegate, what it maps into the unprotected half");
        }
        if (esr.FSC == FaultStatusCode.Alignment)
        {
            return ("the address is not aligned to the access, with the MMU off or SCTLR_EL1.A set",
                "align the data, or turn the MMU on with Normal memory before using unaligned accesses");
        }
        if (esr.FSC == FaultStatusCode.SynchronousExternalAbort && fault is { IsInjected: true, FaultIpa: { } ipa })
            return OfStage2Abort(fault, ipa);
        if (fault.TargetState == SecurityState.Realm && fault.Target == ExceptionLevel.EL1 && !fault.IsInjected
            && esr.FSC <= FaultStatusCode.PermissionLevel3)
        {
            return ($"the guest's own stage 1 tables do not allow the access ({esr.FSC.Describe()})",
                "map the page, with the right permissions, in the tables of TTBR0_EL1 or TTBR1_EL1");
        }
        return (null, null);
    }

    // Which accesses end in an abort at the Realm without its host seeing any: RMM specification, "Realm access to memory".
    private static (string Cause, string? Advice) OfStage2Abort(in ExceptionRecord fault, ulong ipa)
    {
        ulong half = 1UL << (fault.IpaWidth - 1);
        if (ipa < half)
        {
            return (
                Invariant($"IPA 0x{ipa:X} is in the protected half (below 0x{half:X}) and its RIPAS is EMPTY: ")
                    + "the RMM answers such an access with a synchronous external abort, and the host never sees it",
                "is it RAM: give the realm more memory (-m), or claim it by RSI_IPA_STATE_SET; "
                    + Invariant($"is it a device: use its address in the unprotected half, 0x{ipa | half:X}"));
        }
        return fault.Syndrome.IsInstructionAbort
            ? (Invariant($"IPA 0x{ipa:X} is in the unprotected half (from 0x{half:X}), which is never executable"),
                "run code from the protected half only")
            : (Invariant($"the host knows no device at IPA 0x{ipa:X} and answered the access with a synchronous external abort"),
                Invariant($"the console is a PL011 at 0x{0x1C09_0000 | half:X}; other devices do not exist here"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
