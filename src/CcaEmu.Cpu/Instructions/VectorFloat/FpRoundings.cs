using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>A rounding mode as a type.</summary>
internal interface IFpRounding
{
    static abstract FpRounding Of(uint fpcr);
}

/// <summary>Roundings of vector elements to integers: FRINT and FCVT with each letter for a mode.</summary>
/// <remarks>Arm ARM, C7.2 FRINTA, FRINTI, FRINTM, FRINTN, FRINTP, FRINTX, FRINTZ, FRINT32X and its kin, FCVTAS to FCVTZU (vector).</remarks>
internal static class FpRoundings
{
    internal readonly struct N : IFpRounding
    {
        public static FpRounding Of(uint fpcr) => FpRounding.TieEven;
    }

    internal readonly struct P : IFpRounding
    {
        public static FpRounding Of(uint fpcr) => FpRounding.PosInf;
    }

    internal readonly struct M : IFpRounding
    {
        public static FpRounding Of(uint fpcr) => FpRounding.NegInf;
    }

    internal readonly struct Z : IFpRounding
    {
        public static FpRounding Of(uint fpcr) => FpRounding.Zero;
    }

    internal readonly struct A : IFpRounding
    {
        public static FpRounding Of(uint fpcr) => FpRounding.TieAway;
    }

    /// <summary>As FPCR says.</summary>
    internal readonly struct I : IFpRounding
    {
        public static FpRounding Of(uint fpcr) => Fp.RoundingMode(fpcr);
    }

    internal readonly struct FRINT<TMode> : IFpUnary where TMode : struct, IFpRounding
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.RoundInt<T>(op, fpcr, TMode.Of(fpcr), false, ref fpsr);
    }

    /// <summary>As FPCR says, and an inexact result is reported.</summary>
    internal readonly struct FRINTX : IFpUnary
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.RoundInt<T>(op, fpcr, Fp.RoundingMode(fpcr), true, ref fpsr);
    }

    internal readonly struct FRINT32<TMode> : IFpUnary where TMode : struct, IFpRounding
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.RoundIntN<T>(op, fpcr, TMode.Of(fpcr), 32, ref fpsr);
    }

    internal readonly struct FRINT64<TMode> : IFpUnary where TMode : struct, IFpRounding
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.RoundIntN<T>(op, fpcr, TMode.Of(fpcr), 64, ref fpsr);
    }

    /// <summary>To a signed integer of the element's size, or with <c>fbits</c> to a fixed-point number.</summary>
    internal readonly struct FCVTS<TMode> : IFpUnary where TMode : struct, IFpRounding
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.ToFixed<T>(op, fbits, false, fpcr, TMode.Of(fpcr), T.Bits, ref fpsr);
    }

    /// <summary>To an unsigned integer of the element's size, or with <c>fbits</c> to a fixed-point number.</summary>
    internal readonly struct FCVTU<TMode> : IFpUnary where TMode : struct, IFpRounding
    {
        public static ulong Apply<T>(ulong op, int fbits, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
            Fp.ToFixed<T>(op, fbits, true, fpcr, TMode.Of(fpcr), T.Bits, ref fpsr);
    }
}
