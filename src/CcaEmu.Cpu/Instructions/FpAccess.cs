namespace CcaEmu.Cpu.Instructions;

/// <summary>What a SIMD&amp;FP instruction does where CPACR_EL1, CPTR_EL2 or CPTR_EL3 trap it.</summary>
/// <remarks>
/// Arm ARM, J1.3 shared pseudocode AArch64.CheckFPAdvSIMDEnabled. A handler that touches V0-V31, FPCR or FPSR begins with
/// <c>if (s->FpTrapped != 0) return FpAccess.Trap(pe, s, op);</c>
/// </remarks>
internal static unsafe class FpAccess
{
    /// <summary>Takes the exception; nothing of the instruction is done.</summary>
    public static DecodedOp* Trap(ProcessingElement pe, PeState* s, DecodedOp* op) => Exceptions.Undefined(pe, s, op);
}
