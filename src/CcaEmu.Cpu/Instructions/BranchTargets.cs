using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Indirect branches, PSTATE.BTYPE that they leave behind, and what guarded pages let them land on (FEAT_BTI).</summary>
/// <remarks>
/// Arm ARM, D8.4.5 "Branch target identification"; J1.1 shared pseudocode BTypeCompatible_BTI, BTypeCompatible_PAC,
/// AArch64.BranchTargetException; J1.3 BranchTargetCheck; C6.2 BR, BLR and their authenticating forms, BTI, BRK, HLT. The check is made
/// where a branch lands, so that straight code and pages that are not guarded pay nothing.
/// </remarks>
internal static unsafe class BranchTargets
{
    private const byte Veneer = 0b01, Call = 0b10, AnyJump = 0b11;

    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Rn = Slots.Source(i.Rn);
        op->Kind = KindOf(i);
        return i.Op == A64Op.BLR ? &BranchWithLink : &Branch;
    }

    /// <summary>BTYPE that an indirect branch in a guarded page sets: a jump by X16 or X17 counts as a veneer's.</summary>
    public static byte KindOf(in Instruction i)
    {
        if (i.FlowControl == FlowControl.Call)
            return Call;
        return i.Rn is 16 or 17 ? Veneer : AnyJump;
    }

    /// <summary>Ends an indirect branch; <see cref="DecodedOp.Kind"/> holds <see cref="KindOf"/>, or zero without FEAT_BTI.</summary>
    public static DecodedOp* Jump(ProcessingElement pe, PeState* s, DecodedOp* op, ulong target)
    {
        byte kind = op->Kind;
        if (kind == AnyJump && !CodePage.Of(s->PageOps)->Guarded)
            kind = Veneer;
        DecodedOp* next = Engine.Jump(s, op, target);
        s->BranchMark = s->Retired << 2 | kind;
        if (next == null || !CodePage.Of(s->PageOps)->Guarded || kind == 0)
            return next;
        ulong pc = Engine.PcOf(s, next);
        return MayLand(pe, pc) ? next : Refuse(pe, pc);
    }

    /// <summary>Whether the instruction at an address of the executing page, which is guarded, takes a branch of the current BTYPE.</summary>
    public static bool MayLand(ProcessingElement pe, ulong pc)
    {
        byte* host = CodePage.Of(pe.State->PageOps)->Host;
        Instruction i = Decoder.Decode(*(uint*)(host + (pc & 0xFFF)));
        return i.Op switch
        {
            A64Op.BTI => (i.Word >> 6 & 3) switch
            {
                0 => false,
                1 => pe.BranchType != AnyJump,
                2 => pe.BranchType != Call,
                _ => true,
            },
            A64Op.PACIASP or A64Op.PACIBSP => pe.Features.Has(Feature.FEAT_PAuth) && (pe.BranchType != AnyJump || !RefusesJumpToPac(pe)),
            A64Op.BRK or A64Op.HLT => true,
            _ => false,
        };
    }

    /// <summary>Takes the Branch Target exception.</summary>
    /// <returns>Null, for the caller to return.</returns>
    public static DecodedOp* Refuse(ProcessingElement pe, ulong pc)
    {
        pe.PC = pc;
        ulong esr = EsrValue.Create(ExceptionClass.BranchTarget, (ulong)pe.BranchType).Value;
        pe.TakeException(pe.OrdinaryTarget, ExceptionType.Synchronous, esr, pc);
        return null;
    }

    // SCTLR_ELx.BT0 for EL0, BT (BT1 in SCTLR_EL1) for the others.
    private static bool RefusesJumpToPac(ProcessingElement pe)
    {
        ulong bit = pe.CurrentLevel == ExceptionLevel.EL0 ? SCTLR_ELx.BT0 : SCTLR_ELx.BT;
        return (pe.Raw(TranslationRegime.SctlrOf(PointerAuthentication.RegimeLevelOf(pe))) & bit) != 0;
    }

    private static DecodedOp* Branch(ProcessingElement pe, PeState* s, DecodedOp* op) => Jump(pe, s, op, s->X[op->Rn]);

    private static DecodedOp* BranchWithLink(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        ulong target = s->X[op->Rn];
        s->X[30] = Engine.PcOf(s, op) + 4;
        return Jump(pe, s, op, target);
    }
}
