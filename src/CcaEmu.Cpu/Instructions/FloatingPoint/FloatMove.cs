using System.Runtime.Intrinsics;
using CcaEmu.Arm.A64;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Moves of bits: between registers of either kind, of an immediate, and by a condition. No format is looked at, no flag raised.</summary>
/// <remarks>Arm ARM, C7.2 FMOV (register), FMOV (general), FMOV (scalar, immediate), FCSEL.</remarks>
internal static unsafe class FloatMove
{
    public static Handler PredecodeRegister(in Instruction i) => ScalarFloatingPoint.TypeOf(i) switch
    {
        0 => &Register<SinglePrecision>,
        1 => &Register<DoublePrecision>,
        _ => &Register<HalfPrecision>,
    };

    public static Handler PredecodeGeneral(in Instruction i, DecodedOp* op)
    {
        bool toGeneral = i.Op is A64Op.FMOV_to_gen or A64Op.FMOV_from_top;
        if (toGeneral)
            op->Rd = Slots.Destination(i.Rd);
        else
            op->Rn = Slots.Source(i.Rn);
        if (i.Op == A64Op.FMOV_to_top)
            return &ToTop;
        if (i.Op == A64Op.FMOV_from_top)
            return &FromTop;
        return ScalarFloatingPoint.TypeOf(i) switch
        {
            0 => toGeneral ? &ToGeneral<SinglePrecision> : &FromGeneral<SinglePrecision>,
            1 => toGeneral ? &ToGeneral<DoublePrecision> : &FromGeneral<DoublePrecision>,
            _ => toGeneral ? &ToGeneral<HalfPrecision> : &FromGeneral<HalfPrecision>,
        };
    }

    public static Handler PredecodeImmediate(in Instruction i, DecodedOp* op)
    {
        // Every such number is exact in every format.
        uint flags = 0;
        op->Imm = ScalarFloatingPoint.TypeOf(i) switch
        {
            0 => Fp.Convert<DoublePrecision, SinglePrecision>((ulong)i.Imm, 0, ref flags),
            1 => (ulong)i.Imm,
            _ => Fp.Convert<DoublePrecision, HalfPrecision>((ulong)i.Imm, 0, ref flags),
        };
        return &Immediate;
    }

    public static Handler PredecodeSelect(in Instruction i, DecodedOp* op)
    {
        op->Spare = Flags.SetOf(i.Condition);
        return ScalarFloatingPoint.TypeOf(i) switch
        {
            0 => &Select<SinglePrecision>,
            1 => &Select<DoublePrecision>,
            _ => &Select<HalfPrecision>,
        };
    }

    private static DecodedOp* Register<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        ScalarRegister.Write(s, op->Rd, ScalarRegister.Read<T>(s, op->Rn));
        return op + 1;
    }

    private static DecodedOp* ToGeneral<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        s->X[op->Rd] = ScalarRegister.Read<T>(s, op->Rn);
        return op + 1;
    }

    private static DecodedOp* FromGeneral<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        ScalarRegister.Write(s, op->Rd, s->X[op->Rn] & (ulong.MaxValue >> (64 - T.Bits)));
        return op + 1;
    }

    private static DecodedOp* FromTop(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        s->X[op->Rd] = s->V[op->Rn].AsUInt64().GetElement(1);
        return op + 1;
    }

    private static DecodedOp* ToTop(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        s->V[op->Rd] = s->V[op->Rd].AsUInt64().WithElement(1, s->X[op->Rn]).AsByte();
        return op + 1;
    }

    private static DecodedOp* Immediate(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        ScalarRegister.Write(s, op->Rd, op->Imm);
        return op + 1;
    }

    private static DecodedOp* Select<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        ScalarRegister.Write(s, op->Rd, ScalarRegister.Read<T>(s, Flags.IsIn(s->Nzcv, op->Spare) ? op->Rn : op->Rm));
        return op + 1;
    }
}
