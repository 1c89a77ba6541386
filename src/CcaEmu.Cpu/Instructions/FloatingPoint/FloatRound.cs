using CcaEmu.Arm.A64;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Rounding to an integral value that stays floating-point.</summary>
/// <remarks>Arm ARM, C7.2 FRINTA, FRINTI, FRINTM, FRINTN, FRINTP, FRINTX, FRINTZ and FRINT32X, FRINT32Z, FRINT64X, FRINT64Z (scalar).</remarks>
internal static unsafe class FloatRound
{
    /// <summary>In place of a rounding mode: what FPCR says.</summary>
    private const byte ByFpcr = byte.MaxValue;

    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Kind = i.Op switch
        {
            A64Op.FRINTN_scalar => (byte)FpRounding.TieEven,
            A64Op.FRINTP_scalar => (byte)FpRounding.PosInf,
            A64Op.FRINTM_scalar => (byte)FpRounding.NegInf,
            A64Op.FRINTZ_scalar or A64Op.FRINT32Z_scalar or A64Op.FRINT64Z_scalar => (byte)FpRounding.Zero,
            A64Op.FRINTA_scalar => (byte)FpRounding.TieAway,
            _ => ByFpcr,
        };
        if (i.Op >= A64Op.FRINT32Z_scalar)
        {
            op->Size = i.Op <= A64Op.FRINT32X_scalar ? (byte)32 : (byte)64;
            return ScalarFloatingPoint.TypeOf(i) == 0 ? &ToSizedIntegral<SinglePrecision> : &ToSizedIntegral<DoublePrecision>;
        }
        op->Size = i.Op == A64Op.FRINTX_scalar ? (byte)1 : (byte)0;
        return ScalarFloatingPoint.TypeOf(i) switch
        {
            0 => &ToIntegral<SinglePrecision>,
            1 => &ToIntegral<DoublePrecision>,
            _ => &ToIntegral<HalfPrecision>,
        };
    }

    private static DecodedOp* ToIntegral<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        ulong operand = ScalarRegister.Read<T>(s, op->Rn);
        ScalarRegister.Write(s, op->Rd, Fp.RoundInt<T>(operand, s->Fpcr, Rounding(s, op), op->Size != 0, ref s->Fpsr));
        return op + 1;
    }

    private static DecodedOp* ToSizedIntegral<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        ulong operand = ScalarRegister.Read<T>(s, op->Rn);
        ScalarRegister.Write(s, op->Rd, Fp.RoundIntN<T>(operand, s->Fpcr, Rounding(s, op), op->Size, ref s->Fpsr));
        return op + 1;
    }

    private static FpRounding Rounding(PeState* s, DecodedOp* op) =>
        op->Kind == ByFpcr ? Fp.RoundingMode(s->Fpcr) : (FpRounding)op->Kind;
}
