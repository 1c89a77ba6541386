using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Instructions;

/// <summary>What a SIMD&amp;FP instruction does where CPACR_EL1, CPTR_EL2 or CPTR_EL3 trap it.</summary>
/// <remarks>
/// Arm ARM, J1.1 shared pseudocode AArch64.CheckFPEnabled, AArch64.CheckFPAdvSIMDTrap and AArch64.AdvSIMDFPAccessTrap. A handler that
/// touches V0-V31, FPCR or FPSR begins with <c>if (s->FpTrapped != 0) return FpAccess.Trap(pe, s, op);</c>
/// </remarks>
internal static unsafe class FpAccess
{
    /// <summary>Syndrome of a trapped access from AArch64: CV set, COND always.</summary>
    private const ulong Iss = 1UL << 24 | 0b1110UL << 20;

    /// <summary>Whether writing a register may change what is trapped.</summary>
    public static bool DependsOn(R register) => register is R.CPACR_EL1 or R.CPTR_EL2 or R.CPTR_EL3 or R.HCR_EL2 or R.SCR_EL3;

    /// <summary>The level that SIMD&amp;FP instructions of the current level are trapped to; null where they are allowed.</summary>
    /// <remarks>EL1 stands also for what HCR_EL2.TGE then routes to EL2.</remarks>
    public static ExceptionLevel? TrapTarget(ProcessingElement pe)
    {
        ExceptionLevel level = pe.CurrentLevel;
        bool el2Enabled = level == ExceptionLevel.EL2 || (level < ExceptionLevel.EL2 && pe.El2Enabled);
        ulong hcr = el2Enabled ? pe.Raw(R.HCR_EL2) : 0;
        bool e2h = (hcr & HCR_EL2.E2H) != 0, tge = (hcr & HCR_EL2.TGE) != 0;
        bool isInHost = e2h && (level == ExceptionLevel.EL2 || (level == ExceptionLevel.EL0 && tge));
        if (level <= ExceptionLevel.EL1 && !isInHost && IsDisabled(pe.Raw(R.CPACR_EL1), level == ExceptionLevel.EL0))
            return ExceptionLevel.EL1;
        if (el2Enabled)
        {
            ulong cptr = pe.Raw(R.CPTR_EL2);
            bool disabled = e2h ? IsDisabled(cptr, level == ExceptionLevel.EL0 && tge) : (cptr & CPTR_EL2.TFP) != 0;
            if (disabled)
                return ExceptionLevel.EL2;
        }
        return (pe.Raw(R.CPTR_EL3) & CPTR_EL3.TFP) != 0 ? ExceptionLevel.EL3 : null;
    }

    /// <summary>Takes the exception; nothing of the instruction is done.</summary>
    public static DecodedOp* Trap(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        ExceptionLevel target = TrapTarget(pe)
            ?? throw new InvalidOperationException($"SIMD&FP access at {pe.CurrentLevel} is marked as trapped, but no control register traps it");
        if (target == ExceptionLevel.EL1 && pe.OrdinaryTarget == ExceptionLevel.EL2)
            return Exceptions.Undefined(pe, s, op);
        return Exceptions.Trap(pe, s, op, target, ExceptionClass.TrappedFpSimd, Iss);
    }

    // FPEN lies in the same place in CPACR_EL1 and in CPTR_EL2 with E2H.
    private static bool IsDisabled(ulong control, bool isTrappedByOne) => CPACR_EL1.FPEN.Get(control) switch
    {
        0b01 => isTrappedByOne,
        0b11 => false,
        _ => true,
    };
}
