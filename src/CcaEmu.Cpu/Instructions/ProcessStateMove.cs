using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Instructions;

/// <summary>MSR (immediate): UAO, PAN, SPSel, SSBS, DIT, DAIFSet, DAIFClr.</summary>
/// <remarks>Arm ARM, C6.2 MSR (immediate).</remarks>
internal static unsafe class ProcessStateMove
{
    public static Handler Predecode(in Instruction i, PeFeatures features, DecodedOp* op)
    {
        op->Imm = (ulong)i.CRm;
        return (i.Op1, i.Op2) switch
        {
            (0, 3) when features.Has(Feature.FEAT_UAO) => &SetPrivileged<Uao>,
            (0, 4) when features.Has(Feature.FEAT_PAN) => &SetPrivileged<Pan>,
            (3, 1) when features.Has(Feature.FEAT_SSBS) => &Set<Ssbs>,
            (3, 2) when features.Has(Feature.FEAT_DIT) => &Set<Dit>,
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

    private static DecodedOp* Set<TField>(ProcessingElement pe, PeState* s, DecodedOp* op) where TField : struct, IField
    {
        pe.SetFeatureState(TField.Mask, (op->Imm & 1) != 0);
        return op + 1;
    }

    // UAO and PAN decide which translations may be used: the engine looks at them afresh.
    private static DecodedOp* SetPrivileged<TField>(ProcessingElement pe, PeState* s, DecodedOp* op) where TField : struct, IField
    {
        if (pe.CurrentLevel == ExceptionLevel.EL0)
            return Exceptions.Undefined(pe, s, op);
        pe.SetFeatureState(TField.Mask, (op->Imm & 1) != 0);
        return Engine.Leave(s, op);
    }

    private static DecodedOp* SetMasks(ProcessingElement pe, PeState* s, DecodedOp* op) => ChangeMasks(pe, s, op, pe.Daif | (int)op->Imm);

    private static DecodedOp* ClearMasks(ProcessingElement pe, PeState* s, DecodedOp* op) => ChangeMasks(pe, s, op, pe.Daif & ~(int)op->Imm);

    private static DecodedOp* ChangeMasks(ProcessingElement pe, PeState* s, DecodedOp* op, int masks)
    {
        AccessOutcome outcome = TrapRules.UMA.Apply(pe, isRead: false);
        if (outcome.IsAllowed)
            outcome = TrapRules.UMA_Host.Apply(pe, isRead: false);
        if (!outcome.IsAllowed)
            return SystemRegisterMove.Refuse(pe, s, op, outcome, isRead: false);
        pe.Daif = masks;
        return Engine.Leave(s, op);
    }
    private interface IField
    {
        static abstract ulong Mask { get; }
    }

    private readonly struct Uao : IField
    {
        public static ulong Mask => PSTATE.UAO;
    }

    private readonly struct Pan : IField
    {
        public static ulong Mask => PSTATE.PAN;
    }

    private readonly struct Ssbs : IField
    {
        public static ulong Mask => PSTATE.SSBS;
    }

    private readonly struct Dit : IField
    {
        public static ulong Mask => PSTATE.DIT;
    }
}
