using CcaEmu.Arm.A64;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Absolute value, negation, square root.</summary>
/// <remarks>Arm ARM, C7.2 FABS, FNEG, FSQRT (scalar). The first two raise no flag, whatever the operand.</remarks>
internal static unsafe class FloatOneSource
{
    public static Handler Predecode(in Instruction i) => i.Op switch
    {
        A64Op.FABS_scalar => Of<Absolute>(i),
        A64Op.FNEG_scalar => Of<Negated>(i),
        _ => Of<SquareRoot>(i),
    };

    private static Handler Of<TOperation>(in Instruction i) where TOperation : struct, IFloatOperation => ScalarFloatingPoint.TypeOf(i) switch
    {
        0 => &Execute<SinglePrecision, TOperation>,
        1 => &Execute<DoublePrecision, TOperation>,
        _ => &Execute<HalfPrecision, TOperation>,
    };

    private static DecodedOp* Execute<T, TOperation>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where T : struct, IFloatFormat
        where TOperation : struct, IFloatOperation
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        ScalarRegister.Write(s, op->Rd, TOperation.Apply<T>(ScalarRegister.Read<T>(s, op->Rn), s->Fpcr, ref s->Fpsr));
        return op + 1;
    }

    private interface IFloatOperation
    {
        static abstract ulong Apply<T>(ulong operand, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat;
    }

    private readonly struct Absolute : IFloatOperation
    {
        public static ulong Apply<T>(ulong operand, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat => Fp.Abs<T>(operand);
    }

    private readonly struct Negated : IFloatOperation
    {
        public static ulong Apply<T>(ulong operand, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat => Fp.Neg<T>(operand);
    }

    private readonly struct SquareRoot : IFloatOperation
    {
        public static ulong Apply<T>(ulong operand, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.Sqrt<T>(operand, fpcr, ref fpsr);
    }
}
