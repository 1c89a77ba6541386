using System.Runtime.Intrinsics;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Complex numbers: pairs of elements, the real part below the imaginary one. FEAT_FCMA.</summary>
/// <remarks>
/// Arm ARM, C7.2 FCADD, FCMLA and FCMLA (by element). <see cref="DecodedOp.Kind"/> is the rotation in quarters of a turn;
/// <see cref="DecodedOp.Ra"/> is where the one pair lies in Vm by bytes.
/// </remarks>
internal static unsafe class FpComplex
{
    public readonly struct Add : IFpFamily
    {
        public static Handler For<T>() where T : struct, IFloatFormat => &DoAdd<T>;
    }

    public readonly struct MulAdd<TSecond> : IFpFamily where TSecond : struct, IFpSecond
    {
        public static Handler For<T>() where T : struct, IFloatFormat => &DoMulAdd<TSecond, T>;
    }

    // Vn + Vm turned by a quarter (-im, re) or by three (im, -re).
    private static DecodedOp* DoAdd<T>(ProcessingElement pe, PeState* s, DecodedOp* op) where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<byte> result = default;
        byte* n = (byte*)&s->V[op->Rn], m = (byte*)&s->V[op->Rm], d = (byte*)&result;
        bool quarter = op->Kind == 1;
        uint fpsr = s->Fpsr;
        for (int re = 0; re < op->Size; re += 2 * FpLane.Bytes<T>())
        {
            int im = re + FpLane.Bytes<T>();
            ulong turnedRe = FpLane.Get<T>(m + im), turnedIm = FpLane.Get<T>(m + re);
            if (quarter)
                turnedRe = Fp.Neg<T>(turnedRe);
            else
                turnedIm = Fp.Neg<T>(turnedIm);
            FpLane.Put<T>(d + re, Fp.Add<T>(FpLane.Get<T>(n + re), turnedRe, s->Fpcr, ref fpsr));
            FpLane.Put<T>(d + im, Fp.Add<T>(FpLane.Get<T>(n + im), turnedIm, s->Fpcr, ref fpsr));
        }
        s->V[op->Rd] = result;
        s->Fpsr = fpsr;
        return op + 1;
    }

    // One part of Vn (the imaginary one where the rotation is odd) times Vm turned.
    private static DecodedOp* DoMulAdd<TSecond, T>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TSecond : struct, IFpSecond
        where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<byte> result = default;
        byte* n = (byte*)&s->V[op->Rn], m = (byte*)&s->V[op->Rm], d = (byte*)&s->V[op->Rd], to = (byte*)&result;
        bool swap = (op->Kind & 1) != 0, negateRe = op->Kind is 1 or 2, negateIm = op->Kind >= 2;
        uint fpsr = s->Fpsr;
        for (int re = 0; re < op->Size; re += 2 * FpLane.Bytes<T>())
        {
            int im = re + FpLane.Bytes<T>();
            byte* pair = TSecond.Of(m, re, op);
            ulong first = FpLane.Get<T>(pair), second = FpLane.Get<T>(pair + FpLane.Bytes<T>());
            ulong factor = FpLane.Get<T>(n + (swap ? im : re));
            ulong turnedRe = swap ? second : first, turnedIm = swap ? first : second;
            if (negateRe)
                turnedRe = Fp.Neg<T>(turnedRe);
            if (negateIm)
                turnedIm = Fp.Neg<T>(turnedIm);
            FpLane.Put<T>(to + re, Fp.MulAdd<T>(FpLane.Get<T>(d + re), factor, turnedRe, s->Fpcr, ref fpsr));
            FpLane.Put<T>(to + im, Fp.MulAdd<T>(FpLane.Get<T>(d + im), factor, turnedIm, s->Fpcr, ref fpsr));
        }
        s->V[op->Rd] = result;
        s->Fpsr = fpsr;
        return op + 1;
    }
}
