using CcaEmu.Arm;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>MSR (immediate): SPSel, DAIFSet, DAIFClr. The other PSTATE fields belong to features that are absent.</summary>
/// <remarks>Arm ARM, C6.2 MSR (immediate).</remarks>
internal static unsafe class ProcessStateMove
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Imm = (ulong)i.CRm;
        return (i.Op1, i.Op2) switch
        {
            (0, 5) => &SelectStackPointer,
            (3, 6) => &SetMasks,
            (3, 7) => &ClearMasks,
            _ => &Exceptions.Undefined,
        };
    }

    private static DecodedOp* SelectStackPointer(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (pe.CurrentLevel == ExceptionLevel.EL0)
            return Exceptions.Undefined(pe, s, op);
        pe.SpSel = (op->Imm & 1) != 0;
        return op + 1;
    }

    private static DecodedOp* SetMasks(ProcessingElement pe, PeState* s, DecodedOp* op) => ChangeMasks(pe, s, op, pe.Daif | (int)op->Imm);

    private static DecodedOp* ClearMasks(ProcessingElement pe, PeState* s, DecodedOp* op) => ChangeMasks(pe, s, op, pe.Daif & ~(int)op->Imm);

    private static DecodedOp* ChangeMasks(ProcessingElement pe, PeState* s, DecodedOp* op, int masks)
    {
        AccessOutcome outcome = TrapRules.UMA.Apply(pe, isRead: false);
        if (!outcome.IsAllowed)
            return SystemRegisterMove.Refuse(pe, s, op, outcome, isRead: false);
        pe.Daif = masks;
        return Engine.Leave(s, op);
    }
}
