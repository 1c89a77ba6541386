using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu.Instructions;

/// <summary>MRS and MSR (register).</summary>
/// <remarks>
/// Arm ARM, C6.2 MRS, MSR (register). A number that no register has is UNDEFINED, but for the identification space, which reads as zero,
/// and the IMPLEMENTATION DEFINED space, which HCR_EL2.TIDCP traps first.
/// </remarks>
internal static unsafe class SystemRegisterMove
{
    public static Handler Predecode(in Instruction i, PeFeatures features, DecodedOp* op)
    {
        bool isRead = i.Op == A64Op.MRS;
        op->Rd = isRead ? Slots.Destination(i.Rt) : Slots.Source(i.Rt);
        op->Ra = (byte)i.Rt;
        var encoding = new SystemRegisterEncoding(i.SystemRegisterEncoding);
        if (SystemRegisterTable.TryFind(encoding.Value, out SystemRegister register) && RegisterFeatures.IsPresent(register, features))
        {
            if (register is SystemRegister.FPCR or SystemRegister.FPSR)
                return FloatingPointControlMove.Predecode(register, isRead);
            op->Spare = (ushort)register;
            return isRead ? &Read : &Write;
        }
        if (encoding.IsIdentificationSpace && isRead)
            return &ReadIdentificationSpace;
        return IsImplementationDefined(encoding) ? &ImplementationDefined : &Exceptions.Undefined;
    }

    /// <summary>Takes the exception that an access that is not allowed ends in.</summary>
    public static DecodedOp* Refuse(ProcessingElement pe, PeState* s, DecodedOp* op, AccessOutcome outcome, bool isRead)
    {
        if (outcome.TrapTarget is not { } target)
            return Exceptions.Undefined(pe, s, op);
        var encoding = new SystemRegisterEncoding((ushort)(op->Word >> 5));
        ulong iss = EsrValue.SystemTrapIss(encoding, (int)(op->Word & 31), isRead);
        return Exceptions.Trap(pe, s, op, target, ExceptionClass.TrappedSystem, iss);
    }

    /// <summary>Handler of the numbers set aside for IMPLEMENTATION DEFINED registers and instructions; there are none here.</summary>
    /// <remarks>At EL0 SCTLR_ELx.TIDCP traps them (FEAT_TIDCP1); HCR_EL2.TIDCP does not, as the architecture leaves to choose.</remarks>
    public static DecodedOp* ImplementationDefined(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        bool isRead = (op->Word >> 21 & 1) != 0;
        AccessOutcome outcome = TrapRule.Apply(TrapRules.ImplementationDefined, pe, isRead);
        return Refuse(pe, s, op, outcome.IsAllowed ? AccessOutcome.Undefined : outcome, isRead);
    }

    /// <summary>Whether a number is set aside for IMPLEMENTATION DEFINED use: CRn 11 and 15.</summary>
    public static bool IsImplementationDefined(SystemRegisterEncoding encoding) =>
        encoding.Op0 is 1 or 3 && encoding.CRn is 11 or 15;

    // DecodedOp.Imm: the key under which the access was found to be a plain one, and the place in the register file below it.
    private const int KeyShift = 16;

    // DecodedOp.Kind of a plain write: software can change every bit.
    private const byte WholeRegister = 1;

    private static DecodedOp* Read(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (op->Imm >> KeyShift != s->AccessKey)
            return ReadChecked(pe, s, op);
        s->X[op->Rd] = s->Registers[(ushort)op->Imm];
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Write(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (op->Imm >> KeyShift != s->AccessKey)
            return WriteChecked(pe, s, op);
        if (op->Kind == WholeRegister)
            s->Registers[(ushort)op->Imm] = s->X[op->Rd];
        else
            pe.WritePlain((ushort)op->Imm, s->X[op->Rd]);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* ReadChecked(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        // Counters and the random source may look at how far the PE has come.
        Engine.Settle(s, op);
        var register = (SystemRegister)op->Spare;
        AccessOutcome outcome = RegisterAccess.Check(pe, register, isRead: true);
        if (!outcome.IsAllowed)
            return Refuse(pe, s, op, outcome, isRead: true);
        s->X[op->Rd] = RegisterAccess.Read(pe, register);
        SystemRegister reached = RegisterRedirection.Of(pe, register);
        if (PlainAccess.Reads(reached, pe.TraitOf(reached)))
            op->Imm = s->AccessKey << KeyShift | pe.TraitOf(reached).Storage;
        return op + 1;
    }

    private static DecodedOp* WriteChecked(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        Engine.Settle(s, op);
        var register = (SystemRegister)op->Spare;
        AccessOutcome outcome = RegisterAccess.Check(pe, register, isRead: false);
        if (!outcome.IsAllowed)
            return Refuse(pe, s, op, outcome, isRead: false);
        SystemRegister reached = RegisterRedirection.Of(pe, register);
        if (PlainAccess.Writes(reached, pe.TraitOf(reached)))
        {
            op->Imm = s->AccessKey << KeyShift | (ushort)reached;
            op->Kind = pe.TraitOf(reached) is { WriteMask: ulong.MaxValue } ? WholeRegister : (byte)0;
        }
        return RegisterAccess.Write(pe, register, s->X[op->Rd]) ? Engine.Leave(s, op) : op + 1;
    }

    private static DecodedOp* ReadIdentificationSpace(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        AccessOutcome outcome = pe.CurrentLevel == ExceptionLevel.EL0
            ? RegisterAccess.RefuseIdentification(pe)
            : TrapRules.TID3.Apply(pe, isRead: true);
        if (!outcome.IsAllowed)
            return Refuse(pe, s, op, outcome, isRead: true);
        s->X[op->Rd] = 0;
        return op + 1;
    }
}
