using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu.Instructions;

/// <summary>MRS and MSR of FPCR and FPSR, which obey the traps of SIMD&amp;FP instructions and no others.</summary>
/// <remarks>Arm ARM, D24.2 FPCR and FPSR, "Accessing" part.</remarks>
internal static unsafe class FloatingPointControlMove
{
    /// <summary>Chooses the handler; <see cref="DecodedOp.Rd"/> is the slot of the general-purpose register.</summary>
    public static Handler Predecode(SystemRegister register, bool isRead) => (register, isRead) switch
    {
        (SystemRegister.FPCR, true) => &ReadFpcr,
        (SystemRegister.FPCR, false) => &WriteFpcr,
        (_, true) => &ReadFpsr,
        _ => &WriteFpsr,
    };

    private static DecodedOp* ReadFpcr(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        s->X[op->Rd] = s->Fpcr;
        return op + 1;
    }

    private static DecodedOp* WriteFpcr(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        pe[SystemRegister.FPCR] = s->X[op->Rd];
        return op + 1;
    }

    private static DecodedOp* ReadFpsr(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        s->X[op->Rd] = s->Fpsr;
        return op + 1;
    }

    private static DecodedOp* WriteFpsr(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        pe[SystemRegister.FPSR] = s->X[op->Rd];
        return op + 1;
    }
}
