using CcaEmu.Arm.A64;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Comparison, with zero too, and conditional comparison.</summary>
/// <remarks>Arm ARM, C7.2 FCMP, FCMPE, FCCMP, FCCMPE. The E forms signal quiet NaNs too.</remarks>
internal static unsafe class FloatCompare
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        bool withZero = i.Op is A64Op.FCMP_zero or A64Op.FCMPE_zero;
        op->Kind = i.Op >= A64Op.FCMPE ? (byte)1 : (byte)0;
        return ScalarFloatingPoint.TypeOf(i) switch
        {
            0 => withZero ? &WithZero<SinglePrecision> : &WithRegister<SinglePrecision>,
            1 => withZero ? &WithZero<DoublePrecision> : &WithRegister<DoublePrecision>,
            _ => withZero ? &WithZero<HalfPrecision> : &WithRegister<HalfPrecision>,
        };
    }

    public static Handler PredecodeConditional(in Instruction i, DecodedOp* op)
    {
        op->Kind = i.Op == A64Op.FCCMPE ? (byte)1 : (byte)0;
        op->Imm = (ulong)i.Nzcv << 28;
        op->Spare = Flags.SetOf(i.Condition);
        return ScalarFloatingPoint.TypeOf(i) switch
        {
            0 => &Conditional<SinglePrecision>,
            1 => &Conditional<DoublePrecision>,
            _ => &Conditional<HalfPrecision>,
        };
    }

    private static DecodedOp* WithRegister<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        s->Nzcv = Compare<T>(s, op, ScalarRegister.Read<T>(s, op->Rm));
        return op + 1;
    }

    private static DecodedOp* WithZero<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        s->Nzcv = Compare<T>(s, op, 0);
        return op + 1;
    }

    private static DecodedOp* Conditional<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        s->Nzcv = Flags.IsIn(s->Nzcv, op->Spare) ? Compare<T>(s, op, ScalarRegister.Read<T>(s, op->Rm)) : (uint)op->Imm;
        return op + 1;
    }

    private static uint Compare<T>(PeState* s, DecodedOp* op, ulong operand2) where T : struct, IFloatFormat =>
        (uint)Fp.Compare<T>(ScalarRegister.Read<T>(s, op->Rn), operand2, op->Kind != 0, s->Fpcr, ref s->Fpsr) << 28;
}
