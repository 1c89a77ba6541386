using CcaEmu.Arm.A64;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Floating-point data processing with two sources.</summary>
/// <remarks>Arm ARM, C7.2 FADD, FSUB, FMUL, FNMUL, FDIV, FMAX, FMIN, FMAXNM, FMINNM (scalar).</remarks>
internal static unsafe class FloatTwoSource
{
    public static Handler Predecode(in Instruction i) => i.Op switch
    {
        A64Op.FMUL_scalar => Of<Multiply>(i),
        A64Op.FDIV_scalar => Of<Divide>(i),
        A64Op.FADD_scalar => Of<Add>(i),
        A64Op.FSUB_scalar => Of<Subtract>(i),
        A64Op.FMAX_scalar => Of<Maximum>(i),
        A64Op.FMIN_scalar => Of<Minimum>(i),
        A64Op.FMAXNM_scalar => Of<MaximumNumber>(i),
        A64Op.FMINNM_scalar => Of<MinimumNumber>(i),
        _ => Of<NegatedMultiply>(i),
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
        ulong operand1 = ScalarRegister.Read<T>(s, op->Rn), operand2 = ScalarRegister.Read<T>(s, op->Rm);
        ScalarRegister.Write(s, op->Rd, TOperation.Apply<T>(operand1, operand2, s->Fpcr, ref s->Fpsr));
        return op + 1;
    }

    private interface IFloatOperation
    {
        static abstract ulong Apply<T>(ulong operand1, ulong operand2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat;
    }

    private readonly struct Add : IFloatOperation
    {
        public static ulong Apply<T>(ulong operand1, ulong operand2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.Add<T>(operand1, operand2, fpcr, ref fpsr);
    }

    private readonly struct Subtract : IFloatOperation
    {
        public static ulong Apply<T>(ulong operand1, ulong operand2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.Sub<T>(operand1, operand2, fpcr, ref fpsr);
    }

    private readonly struct Multiply : IFloatOperation
    {
        public static ulong Apply<T>(ulong operand1, ulong operand2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.Mul<T>(operand1, operand2, fpcr, ref fpsr);
    }

    private readonly struct NegatedMultiply : IFloatOperation
    {
        public static ulong Apply<T>(ulong operand1, ulong operand2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.NegMul<T>(operand1, operand2, fpcr, ref fpsr);
    }

    private readonly struct Divide : IFloatOperation
    {
        public static ulong Apply<T>(ulong operand1, ulong operand2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.Div<T>(operand1, operand2, fpcr, ref fpsr);
    }

    private readonly struct Maximum : IFloatOperation
    {
        public static ulong Apply<T>(ulong operand1, ulong operand2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.Max<T>(operand1, operand2, fpcr, ref fpsr);
    }

    private readonly struct Minimum : IFloatOperation
    {
        public static ulong Apply<T>(ulong operand1, ulong operand2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.Min<T>(operand1, operand2, fpcr, ref fpsr);
    }

    private readonly struct MaximumNumber : IFloatOperation
    {
        public static ulong Apply<T>(ulong operand1, ulong operand2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.MaxNum<T>(operand1, operand2, fpcr, ref fpsr);
    }

    private readonly struct MinimumNumber : IFloatOperation
    {
        public static ulong Apply<T>(ulong operand1, ulong operand2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.MinNum<T>(operand1, operand2, fpcr, ref fpsr);
    }
}
