using System.Runtime.Intrinsics;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Does a function on neighbouring elements, and on all elements of a vector.</summary>
/// <remarks>
/// Arm ARM, C7.2 FADDP, FMAXP, FMAXNMP, FMINP, FMINNMP (vector and scalar), FMAXV, FMAXNMV, FMINV and FMINNMV; J1.3 shared pseudocode Reduce.
/// <see cref="DecodedOp.Size"/> is the bytes of a source vector.
/// </remarks>
internal static unsafe class FpAcross
{
    /// <summary>Pairs of Vm above Vn.</summary>
    public readonly struct Pairwise<TOperation> : IFpFamily where TOperation : struct, IFpBinary
    {
        public static Handler For<T>() where T : struct, IFloatFormat => &DoPairwise<TOperation, T>;
    }

    /// <summary>All elements of Vn, to a scalar. A pair is the shortest case.</summary>
    public readonly struct Reduce<TOperation> : IFpFamily where TOperation : struct, IFpBinary
    {
        public static Handler For<T>() where T : struct, IFloatFormat => &DoReduce<TOperation, T>;
    }

    private static DecodedOp* DoPairwise<TOperation, T>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TOperation : struct, IFpBinary
        where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<byte> result = default;
        int half = op->Size / 2;
        uint fpsr = s->Fpsr;
        for (int at = 0; at < op->Size; at += FpLane.Bytes<T>())
        {
            byte* pair = at < half ? (byte*)&s->V[op->Rn] + 2 * at : (byte*)&s->V[op->Rm] + 2 * (at - half);
            ulong op1 = FpLane.Get<T>(pair), op2 = FpLane.Get<T>(pair + FpLane.Bytes<T>());
            FpLane.Put<T>((byte*)&result + at, TOperation.Apply<T>(op1, op2, s->Fpcr, ref fpsr));
        }
        s->V[op->Rd] = result;
        s->Fpsr = fpsr;
        return op + 1;
    }

    // The halves of the vector are reduced first, then their results: neighbours pair with neighbours at each step.
    private static DecodedOp* DoReduce<TOperation, T>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TOperation : struct, IFpBinary
        where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<byte> work = s->V[op->Rn];
        byte* elements = (byte*)&work;
        uint fpsr = s->Fpsr;
        for (int bytes = op->Size; bytes > FpLane.Bytes<T>(); bytes /= 2)
        {
            for (int at = 0; at < bytes / 2; at += FpLane.Bytes<T>())
            {
                ulong op1 = FpLane.Get<T>(elements + 2 * at), op2 = FpLane.Get<T>(elements + 2 * at + FpLane.Bytes<T>());
                FpLane.Put<T>(elements + at, TOperation.Apply<T>(op1, op2, s->Fpcr, ref fpsr));
            }
        }
        Vector128<byte> result = default;
        FpLane.Put<T>((byte*)&result, FpLane.Get<T>(elements));
        s->V[op->Rd] = result;
        s->Fpsr = fpsr;
        return op + 1;
    }
}
