using System.Runtime.Intrinsics;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>A conversion of one element to a narrower format, as a type.</summary>
internal interface IFpNarrowing
{
    static abstract int ResultBytes { get; }

    static abstract ulong Apply(ulong op, uint fpcr, ref uint fpsr);
}

/// <summary>Conversions between vectors of different formats.</summary>
/// <remarks>
/// Arm ARM, C7.2 FCVTL, FCVTN, FCVTXN and BFCVTN with their second forms. <see cref="DecodedOp.Ra"/> is where the narrow vector begins in its
/// register by bytes: 8 for the second forms. <see cref="DecodedOp.Size"/> is the bytes of the wide vector: less than 16 for a scalar.
/// </remarks>
internal static unsafe class FpResize
{
    /// <summary>FCVTL: each element of a half of Vn to one of twice the size.</summary>
    public static DecodedOp* Lengthen<TFrom, TTo>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TFrom : struct, IFloatFormat
        where TTo : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<byte> result = default;
        byte* narrow = (byte*)&s->V[op->Rn] + op->Ra;
        uint fpsr = s->Fpsr;
        for (int at = 0; at < 16; at += FpLane.Bytes<TTo>())
        {
            ulong value = Fp.Convert<TFrom, TTo>(FpLane.Get<TFrom>(narrow + at / 2), s->Fpcr, ref fpsr);
            FpLane.Put<TTo>((byte*)&result + at, value);
        }
        s->V[op->Rd] = result;
        s->Fpsr = fpsr;
        return op + 1;
    }

    /// <summary>FCVTN and its kin: the first forms clear the upper half of Vd, the second forms keep the lower.</summary>
    public static DecodedOp* Narrow<TNarrowing>(ProcessingElement pe, PeState* s, DecodedOp* op) where TNarrowing : struct, IFpNarrowing
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<byte> result = op->Ra != 0 ? s->V[op->Rd].GetLower().ToVector128() : default;
        byte* wide = (byte*)&s->V[op->Rn], narrow = (byte*)&result + op->Ra;
        uint fpsr = s->Fpsr;
        for (int at = 0; at < op->Size; at += 2 * TNarrowing.ResultBytes)
        {
            if (TNarrowing.ResultBytes == 2)
                *(ushort*)(narrow + at / 2) = (ushort)TNarrowing.Apply(*(uint*)(wide + at), s->Fpcr, ref fpsr);
            else
                *(uint*)(narrow + at / 2) = (uint)TNarrowing.Apply(*(ulong*)(wide + at), s->Fpcr, ref fpsr);
        }
        s->V[op->Rd] = result;
        s->Fpsr = fpsr;
        return op + 1;
    }

    internal readonly struct SingleToHalf : IFpNarrowing
    {
        public static int ResultBytes => 2;

        public static ulong Apply(ulong op, uint fpcr, ref uint fpsr) => Fp.Convert<SinglePrecision, HalfPrecision>(op, fpcr, ref fpsr);
    }

    internal readonly struct DoubleToSingle : IFpNarrowing
    {
        public static int ResultBytes => 4;

        public static ulong Apply(ulong op, uint fpcr, ref uint fpsr) => Fp.Convert<DoublePrecision, SinglePrecision>(op, fpcr, ref fpsr);
    }

    /// <summary>FCVTXN: an inexact result is rounded to odd.</summary>
    internal readonly struct DoubleToSingleOdd : IFpNarrowing
    {
        public static int ResultBytes => 4;

        public static ulong Apply(ulong op, uint fpcr, ref uint fpsr) =>
            Fp.Convert<DoublePrecision, SinglePrecision>(op, fpcr, FpRounding.Odd, ref fpsr);
    }

    internal readonly struct SingleToBrain : IFpNarrowing
    {
        public static int ResultBytes => 2;

        public static ulong Apply(ulong op, uint fpcr, ref uint fpsr) => Fp.ConvertBF(op, fpcr, ref fpsr);
    }
}
