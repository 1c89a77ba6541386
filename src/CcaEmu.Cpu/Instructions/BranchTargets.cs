using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Indirect branches, PSTATE.BTYPE that they leave behind, and what guarded pages let them land on (FEAT_BTI).</summary>
/// <remarks>
/// Arm ARM, D8.4.5 "Branch target identification"; J1.1 shared pseudocode BTypeCompatible_BTI, BTypeCompatible_PAC; J1.3 BranchTargetCheck;
/// C6.2 BR, BLR and their authenticating forms. The check is made where a branch lands, so that straight code and pages that are not
/// guarded pay nothing.
/// </remarks>
internal static unsafe class BranchTargets
{
    /// <summary>BTYPE of a call.</summary>
    public const byte Call = 0b10;

    /// <summary>BTYPE of a jump by X16 or X17, and of any jump from a page that is not guarded.</summary>
    public const byte Veneer = 0b01;

    /// <summary>BTYPE of any other jump.</summary>
    public const byte AnyJump = 0b11;

    /// <summary>BTYPE that an indirect branch in a guarded page sets.</summary>
    public static byte KindOf(in Instruction i)
    {
        if (i.FlowControl == FlowControl.Call)
            return Call;
        return i.Rn is 16 or 17 ? Veneer : AnyJump;
    }

    /// <summary>Ends an indirect branch; <see cref="DecodedOp.Kind"/> holds <see cref="KindOf"/>.</summary>
    public static DecodedOp* Jump(ProcessingElement pe, PeState* s, DecodedOp* op, ulong target) => Engine.Jump(s, op, target);
}
