using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Branches and returns to an authenticated address.</summary>
/// <remarks>Arm ARM, C6.2 BRAA, BRAAZ, BRAB, BRABZ, BLRAA, BLRAAZ, BLRAB, BLRABZ, RETAA, RETAB, ERETAA, ERETAB.</remarks>
internal static unsafe class AuthenticatedBranches
{
    public static Handler Predecode(in Instruction i, PeFeatures features, DecodedOp* op)
    {
        bool zero = i.Op is >= A64Op.BRAAZ and <= A64Op.BLRABZ;
        op->Rn = Slots.Source(i.Op is A64Op.RETAA or A64Op.RETAB ? 30 : i.Rn);
        op->Rm = zero ? (byte)PeState.Zero : i.Op is A64Op.RETAA or A64Op.RETAB ? (byte)PeState.Sp : Slots.OrSp(i.Rd);
        op->Kind = features.Has(Feature.FEAT_BTI) ? BranchTargets.KindOf(i) : (byte)0;
        return i.Op switch
        {
            A64Op.BRAA or A64Op.BRAAZ => &Branch<KeyIA>,
            A64Op.BRAB or A64Op.BRABZ => &Branch<KeyIB>,
            A64Op.BLRAA or A64Op.BLRAAZ => &BranchWithLink<KeyIA>,
            A64Op.BLRAB or A64Op.BLRABZ => &BranchWithLink<KeyIB>,
            A64Op.RETAA => &Return<KeyIA>,
            A64Op.RETAB => &Return<KeyIB>,
            A64Op.ERETAA => &ExceptionReturn<KeyIA>,
            _ => &ExceptionReturn<KeyIB>,
        };
    }

    private static bool TryTarget<TKey>(ProcessingElement pe, PeState* s, DecodedOp* op, out ulong target) where TKey : struct, IPacKey =>
        PacUse.TryAuthenticate<TKey>(pe, s, op, s->X[op->Rn], s->X[op->Rm], isCombined: true, out target);

    private static DecodedOp* Branch<TKey>(ProcessingElement pe, PeState* s, DecodedOp* op) where TKey : struct, IPacKey =>
        TryTarget<TKey>(pe, s, op, out ulong target) ? BranchTargets.Jump(pe, s, op, target) : null;

    private static DecodedOp* BranchWithLink<TKey>(ProcessingElement pe, PeState* s, DecodedOp* op) where TKey : struct, IPacKey
    {
        if (!TryTarget<TKey>(pe, s, op, out ulong target))
            return null;
        s->X[30] = Engine.PcOf(s, op) + 4;
        return BranchTargets.Jump(pe, s, op, target);
    }

    private static DecodedOp* Return<TKey>(ProcessingElement pe, PeState* s, DecodedOp* op) where TKey : struct, IPacKey =>
        TryTarget<TKey>(pe, s, op, out ulong target) ? Engine.Jump(s, op, target) : null;

    private static DecodedOp* ExceptionReturn<TKey>(ProcessingElement pe, PeState* s, DecodedOp* op) where TKey : struct, IPacKey
    {
        if (pe.CurrentLevel == ExceptionLevel.EL0)
            return Exceptions.Undefined(pe, s, op);
        // J1.1 shared pseudocode AArch64.CheckForERetTrap: bit 1 says that the address is authenticated, bit 0 by key B.
        if (!TrapRules.FGT_ERET.Apply(pe, isRead: false).IsAllowed)
            return Exceptions.Trap(pe, s, op, ExceptionLevel.EL2, ExceptionClass.TrappedEret, 2 | (op->Word >> 10 & 1));
        ulong address = pe.Raw(pe.CurrentLevel switch
        {
            ExceptionLevel.EL3 => SystemRegister.ELR_EL3,
            ExceptionLevel.EL2 => SystemRegister.ELR_EL2,
            _ => SystemRegister.ELR_EL1,
        });
        if (!PacUse.TryAuthenticate<TKey>(pe, s, op, address, s->X[PeState.Sp], isCombined: true, out ulong target))
            return null;
        Engine.Leave(s, op);
        pe.CountEvent(PmuEvent.BR_RETIRED);
        pe.ExceptionReturn(target);
        return null;
    }
}
