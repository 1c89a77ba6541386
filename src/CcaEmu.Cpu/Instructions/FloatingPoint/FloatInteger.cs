using CcaEmu.Arm.A64;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Conversion between floating-point and integers or fixed-point numbers in general-purpose registers.</summary>
/// <remarks>
/// Arm ARM, C7.2 FCVTAS, FCVTAU, FCVTMS, FCVTMU, FCVTNS, FCVTNU, FCVTPS, FCVTPU, FCVTZS, FCVTZU, SCVTF, UCVTF (scalar), FJCVTZS.
/// <see cref="DecodedOp.Shift"/> holds the fraction bits, <see cref="DecodedOp.Size"/> the bits of the integer, <see cref="DecodedOp.Ra"/>
/// whether it is unsigned, <see cref="DecodedOp.Kind"/> the rounding mode.
/// </remarks>
internal static unsafe class FloatInteger
{
    public static Handler PredecodeFixed(in Instruction i, DecodedOp* op)
    {
        op->Shift = (byte)i.Imm;
        bool toFixed = i.Op is A64Op.FCVTZS_fix or A64Op.FCVTZU_fix;
        return Predecode(i, op, FpRounding.Zero, toFixed, i.Op is A64Op.UCVTF_fix or A64Op.FCVTZU_fix);
    }

    public static Handler PredecodeInteger(in Instruction i, DecodedOp* op)
    {
        op->Shift = 0;
        bool toInteger = i.Op is not (A64Op.SCVTF_int or A64Op.UCVTF_int);
        bool isUnsigned = (i.Word >> 16 & 1) != 0;
        bool tieAway = i.Op is A64Op.FCVTAS_int or A64Op.FCVTAU_int;
        return Predecode(i, op, tieAway ? FpRounding.TieAway : (FpRounding)(i.Word >> 19 & 3), toInteger, isUnsigned);
    }

    public static Handler PredecodeJavaScript(DecodedOp* op)
    {
        op->Rd = Slots.Destination(op->Rd);
        return &JavaScript;
    }

    private static Handler Predecode(in Instruction i, DecodedOp* op, FpRounding rounding, bool toInteger, bool isUnsigned)
    {
        op->Size = (byte)i.DataSize;
        op->Ra = isUnsigned ? (byte)1 : (byte)0;
        op->Kind = (byte)rounding;
        if (toInteger)
            op->Rd = Slots.Destination(i.Rd);
        else
            op->Rn = Slots.Source(i.Rn);
        return ScalarFloatingPoint.TypeOf(i) switch
        {
            0 => toInteger ? &ToInteger<SinglePrecision> : &FromInteger<SinglePrecision>,
            1 => toInteger ? &ToInteger<DoublePrecision> : &FromInteger<DoublePrecision>,
            _ => toInteger ? &ToInteger<HalfPrecision> : &FromInteger<HalfPrecision>,
        };
    }

    private static DecodedOp* ToInteger<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        ulong fltval = ScalarRegister.Read<T>(s, op->Rn);
        s->X[op->Rd] = Fp.ToFixed<T>(fltval, op->Shift, op->Ra != 0, s->Fpcr, (FpRounding)op->Kind, op->Size, ref s->Fpsr);
        return op + 1;
    }

    private static DecodedOp* FromInteger<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        ulong result = Fp.FromFixed<T>(s->X[op->Rn], op->Size, op->Shift, op->Ra != 0, s->Fpcr, Fp.RoundingMode(s->Fpcr), ref s->Fpsr);
        ScalarRegister.Write(s, op->Rd, result);
        return op + 1;
    }

    private static DecodedOp* JavaScript(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        s->X[op->Rd] = Fp.ToFixedJS(ScalarRegister.Read<DoublePrecision>(s, op->Rn), s->Fpcr, ref s->Fpsr, out bool isExact);
        s->Nzcv = isExact ? Flags.Z : 0;
        return op + 1;
    }
}
