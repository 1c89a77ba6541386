using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Does a function on each element: all forms where lane follows lane, scalar forms being vectors of one lane.</summary>
/// <remarks>
/// Arm ARM, C7.2, the loop over elements that these pages share. <see cref="DecodedOp.Size"/> is the bytes of the vector that count, the rest
/// of the destination becomes zero; <see cref="DecodedOp.Ra"/> is where the one element lies in Vm by bytes, <see cref="DecodedOp.Imm"/> fbits.
/// Elements are done in order, and FPSR collects the flags of all.
/// </remarks>
internal static unsafe class FpLanewise
{
    /// <summary>The same lane of Vm.</summary>
    public readonly struct EachLane : IFpSecond
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static byte* Of(byte* register, int offset, DecodedOp* op) => register + offset;
    }

    /// <summary>One lane of Vm for all.</summary>
    public readonly struct OneLane : IFpSecond
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static byte* Of(byte* register, int offset, DecodedOp* op) => register + op->Ra;
    }

    public readonly struct Unary<TOperation> : IFpFamily where TOperation : struct, IFpUnary
    {
        public static Handler For<T>() where T : struct, IFloatFormat => &DoUnary<TOperation, T>;
    }

    public readonly struct Binary<TOperation, TSecond> : IFpFamily
        where TOperation : struct, IFpBinary
        where TSecond : struct, IFpSecond
    {
        public static Handler For<T>() where T : struct, IFloatFormat => &DoBinary<TOperation, TSecond, T>;
    }

    public readonly struct Ternary<TOperation, TSecond> : IFpFamily
        where TOperation : struct, IFpTernary
        where TSecond : struct, IFpSecond
    {
        public static Handler For<T>() where T : struct, IFloatFormat => &DoTernary<TOperation, TSecond, T>;
    }

    private static DecodedOp* DoUnary<TOperation, T>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TOperation : struct, IFpUnary
        where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<byte> result = default;
        byte* n = (byte*)&s->V[op->Rn];
        uint fpsr = s->Fpsr;
        for (int at = 0; at < op->Size; at += FpLane.Bytes<T>())
            FpLane.Put<T>((byte*)&result + at, TOperation.Apply<T>(FpLane.Get<T>(n + at), (int)op->Imm, s->Fpcr, ref fpsr));
        s->V[op->Rd] = result;
        s->Fpsr = fpsr;
        return op + 1;
    }

    private static DecodedOp* DoBinary<TOperation, TSecond, T>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TOperation : struct, IFpBinary
        where TSecond : struct, IFpSecond
        where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<byte> result = default;
        byte* n = (byte*)&s->V[op->Rn], m = (byte*)&s->V[op->Rm];
        uint fpsr = s->Fpsr;
        for (int at = 0; at < op->Size; at += FpLane.Bytes<T>())
        {
            ulong op1 = FpLane.Get<T>(n + at), op2 = FpLane.Get<T>(TSecond.Of(m, at, op));
            FpLane.Put<T>((byte*)&result + at, TOperation.Apply<T>(op1, op2, s->Fpcr, ref fpsr));
        }
        s->V[op->Rd] = result;
        s->Fpsr = fpsr;
        return op + 1;
    }

    private static DecodedOp* DoTernary<TOperation, TSecond, T>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TOperation : struct, IFpTernary
        where TSecond : struct, IFpSecond
        where T : struct, IFloatFormat
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<byte> result = default;
        byte* n = (byte*)&s->V[op->Rn], m = (byte*)&s->V[op->Rm], d = (byte*)&s->V[op->Rd];
        uint fpsr = s->Fpsr;
        for (int at = 0; at < op->Size; at += FpLane.Bytes<T>())
        {
            ulong op1 = FpLane.Get<T>(n + at), op2 = FpLane.Get<T>(TSecond.Of(m, at, op));
            FpLane.Put<T>((byte*)&result + at, TOperation.Apply<T>(FpLane.Get<T>(d + at), op1, op2, s->Fpcr, ref fpsr));
        }
        s->V[op->Rd] = result;
        s->Fpsr = fpsr;
        return op + 1;
    }
}
