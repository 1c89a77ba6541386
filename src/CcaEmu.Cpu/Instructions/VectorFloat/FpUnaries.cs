using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>The functions of one element, each named after its vector instruction.</summary>
/// <remarks>Arm ARM, C7.2, the page of each name.</remarks>
internal static class FpUnaries
{
    internal readonly struct FABS : IFpUnary
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat => Fp.Abs<T>(op);
    }

    internal readonly struct FNEG : IFpUnary
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat => Fp.Neg<T>(op);
    }

    internal readonly struct FSQRT : IFpUnary
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat => Fp.Sqrt<T>(op, fpcr, ref fpsr);
    }

    internal readonly struct FRECPE : IFpUnary
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.RecipEstimate<T>(op, fpcr, ref fpsr);
    }

    internal readonly struct FRSQRTE : IFpUnary
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.RSqrtEstimate<T>(op, fpcr, ref fpsr);
    }

    internal readonly struct FRECPX : IFpUnary
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat => Fp.RecpX<T>(op, fpcr, ref fpsr);
    }

    internal readonly struct FCMEQ : IFpUnary
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            FpLane.Mask<T>(Fp.CompareEQ<T>(op, 0, fpcr, ref fpsr));
    }

    internal readonly struct FCMGE : IFpUnary
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            FpLane.Mask<T>(Fp.CompareGE<T>(op, 0, fpcr, ref fpsr));
    }

    internal readonly struct FCMGT : IFpUnary
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            FpLane.Mask<T>(Fp.CompareGT<T>(op, 0, fpcr, ref fpsr));
    }

    internal readonly struct FCMLE : IFpUnary
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            FpLane.Mask<T>(Fp.CompareGE<T>(0, op, fpcr, ref fpsr));
    }

    internal readonly struct FCMLT : IFpUnary
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            FpLane.Mask<T>(Fp.CompareGT<T>(0, op, fpcr, ref fpsr));
    }

    internal readonly struct SCVTF : IFpUnary
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.FromFixed<T>(op, T.Bits, fbits, false, fpcr, Fp.RoundingMode(fpcr), ref fpsr);
    }

    internal readonly struct UCVTF : IFpUnary
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.FromFixed<T>(op, T.Bits, fbits, true, fpcr, Fp.RoundingMode(fpcr), ref fpsr);
    }
}
