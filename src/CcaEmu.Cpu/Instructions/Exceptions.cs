using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Exceptions that instructions take before they do anything: UNDEFINED, traps, SP alignment.</summary>
internal static unsafe class Exceptions
{
    /// <summary>Handler of every word that is UNDEFINED.</summary>
    /// <remarks>J1.1 shared pseudocode AArch64.UndefinedFault.</remarks>
    public static DecodedOp* Undefined(ProcessingElement pe, PeState* s, DecodedOp* op) =>
        Trap(pe, s, op, pe.OrdinaryTarget, ExceptionClass.Unknown, 0);

    /// <summary>Takes a synchronous exception that returns to this instruction.</summary>
    /// <returns>Null, for the handler to return.</returns>
    public static DecodedOp* Trap(
        ProcessingElement pe, PeState* s, DecodedOp* op, ExceptionLevel target, ExceptionClass ec, ulong iss)
    {
        Engine.Abandon(s, op);
        pe.TakeException(target, ExceptionType.Synchronous, EsrValue.Create(ec, iss).Value, s->PC);
        return null;
    }

    /// <summary>Takes the SP alignment fault where it is enabled; called with an SP that is not a multiple of 16.</summary>
    /// <returns>True where SP alignment is not checked.</returns>
    public static bool IsStackPointerAccepted(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        ulong check = pe.CurrentLevel == ExceptionLevel.EL0 ? SCTLR_ELx.SA0 : SCTLR_ELx.SA;
        if ((pe.Raw(TranslationRegime.SctlrOf(pe, pe.CurrentLevel)) & check) == 0)
            return true;
        Trap(pe, s, op, pe.OrdinaryTarget, ExceptionClass.SpAlignment, 0);
        return false;
    }
}
