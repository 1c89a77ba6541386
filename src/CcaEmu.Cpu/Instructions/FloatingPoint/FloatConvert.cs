using CcaEmu.Arm.A64;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Conversion between floating-point formats.</summary>
/// <remarks>Arm ARM, C7.2 FCVT, BFCVT.</remarks>
internal static unsafe class FloatConvert
{
    public static Handler Predecode(in Instruction i)
    {
        if (i.Op == A64Op.BFCVT)
            return &ToBFloat16;
        return (ScalarFloatingPoint.TypeOf(i), i.Word >> 15 & 3) switch
        {
            (0, 1) => &Execute<SinglePrecision, DoublePrecision>,
            (0, _) => &Execute<SinglePrecision, HalfPrecision>,
            (1, 0) => &Execute<DoublePrecision, SinglePrecision>,
            (1, _) => &Execute<DoublePrecision, HalfPrecision>,
            (_, 0) => &Execute<HalfPrecision, SinglePrecision>,
            _ => &Execute<HalfPrecision, DoublePrecision>,
        };
    }

    private static DecodedOp* Execute<TFrom, TTo>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TFrom : struct, IFloatFormat
        where TTo : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        ScalarRegister.Write(s, op->Rd, Fp.Convert<TFrom, TTo>(ScalarRegister.Read<TFrom>(s, op->Rn), s->Fpcr, ref s->Fpsr));
        return op + 1;
    }

    private static DecodedOp* ToBFloat16(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        ScalarRegister.Write(s, op->Rd, Fp.ConvertBF(ScalarRegister.Read<SinglePrecision>(s, op->Rn), s->Fpcr, ref s->Fpsr));
        return op + 1;
    }
}
