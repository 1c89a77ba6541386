using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>The functions of two or three elements, each named after its vector instruction.</summary>
/// <remarks>Arm ARM, C7.2, the page of each name.</remarks>
internal static class FpBinaries
{
    internal readonly struct FADD : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat => Fp.Add<T>(op1, op2, fpcr, ref fpsr);
    }

    internal readonly struct FSUB : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat => Fp.Sub<T>(op1, op2, fpcr, ref fpsr);
    }

    internal readonly struct FMUL : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat => Fp.Mul<T>(op1, op2, fpcr, ref fpsr);
    }

    internal readonly struct FMULX : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat => Fp.MulX<T>(op1, op2, fpcr, ref fpsr);
    }

    internal readonly struct FDIV : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat => Fp.Div<T>(op1, op2, fpcr, ref fpsr);
    }

    internal readonly struct FABD : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.AbsDifference<T>(op1, op2, fpcr, ref fpsr);
    }

    internal readonly struct FMAX : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat => Fp.Max<T>(op1, op2, fpcr, ref fpsr);
    }

    internal readonly struct FMIN : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat => Fp.Min<T>(op1, op2, fpcr, ref fpsr);
    }

    internal readonly struct FMAXNM : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat => Fp.MaxNum<T>(op1, op2, fpcr, ref fpsr);
    }

    internal readonly struct FMINNM : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat => Fp.MinNum<T>(op1, op2, fpcr, ref fpsr);
    }

    internal readonly struct FRECPS : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.RecipStepFused<T>(op1, op2, fpcr, ref fpsr);
    }

    internal readonly struct FRSQRTS : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.RSqrtStepFused<T>(op1, op2, fpcr, ref fpsr);
    }

    internal readonly struct FCMEQ : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            FpLane.Mask<T>(Fp.CompareEQ<T>(op1, op2, fpcr, ref fpsr));
    }

    internal readonly struct FCMGE : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            FpLane.Mask<T>(Fp.CompareGE<T>(op1, op2, fpcr, ref fpsr));
    }

    internal readonly struct FCMGT : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            FpLane.Mask<T>(Fp.CompareGT<T>(op1, op2, fpcr, ref fpsr));
    }

    internal readonly struct FACGE : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            FpLane.Mask<T>(Fp.CompareGE<T>(Fp.Abs<T>(op1), Fp.Abs<T>(op2), fpcr, ref fpsr));
    }

    internal readonly struct FACGT : IFpBinary
    {
        public static ulong Apply<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            FpLane.Mask<T>(Fp.CompareGT<T>(Fp.Abs<T>(op1), Fp.Abs<T>(op2), fpcr, ref fpsr));
    }

    internal readonly struct FMLA : IFpTernary
    {
        public static ulong Apply<T>(ulong addend, ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.MulAdd<T>(addend, op1, op2, fpcr, ref fpsr);
    }

    internal readonly struct FMLS : IFpTernary
    {
        public static ulong Apply<T>(ulong addend, ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.MulAdd<T>(addend, Fp.Neg<T>(op1), op2, fpcr, ref fpsr);
    }
}
