using System.Runtime.CompilerServices;

namespace CcaEmu.Cpu.Instructions;

/// <summary>The manual's <c>operand2</c> as a type: where a data-processing handler takes its second operand from.</summary>
/// <remarks>The value may have anything above <c>datasize</c>; the operation narrows it where that matters.</remarks>
internal unsafe interface IOperand2
{
    static abstract ulong Get<TSize>(PeState* s, DecodedOp* op) where TSize : struct, IDataSize;
}

/// <summary>The immediate of the operation.</summary>
internal readonly unsafe struct Immediate : IOperand2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Get<TSize>(PeState* s, DecodedOp* op) where TSize : struct, IDataSize => op->Imm;
}

/// <summary>Rm as it is.</summary>
internal readonly unsafe struct Register : IOperand2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Get<TSize>(PeState* s, DecodedOp* op) where TSize : struct, IDataSize => s->X[op->Rm];
}

/// <summary>ShiftReg(m, ShiftType_LSL, amount).</summary>
internal readonly unsafe struct ShiftedLeft : IOperand2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Get<TSize>(PeState* s, DecodedOp* op) where TSize : struct, IDataSize => s->X[op->Rm] << op->Shift;
}

/// <summary>ShiftReg(m, ShiftType_LSR, amount).</summary>
internal readonly unsafe struct ShiftedRight : IOperand2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Get<TSize>(PeState* s, DecodedOp* op) where TSize : struct, IDataSize => TSize.Narrow(s->X[op->Rm]) >> op->Shift;
}

/// <summary>ShiftReg(m, ShiftType_ASR, amount).</summary>
internal readonly unsafe struct ShiftedArithmetic : IOperand2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Get<TSize>(PeState* s, DecodedOp* op) where TSize : struct, IDataSize =>
        (ulong)(TSize.Signed(s->X[op->Rm]) >> op->Shift);
}

/// <summary>ShiftReg(m, ShiftType_ROR, amount).</summary>
internal readonly unsafe struct Rotated : IOperand2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Get<TSize>(PeState* s, DecodedOp* op) where TSize : struct, IDataSize =>
        TSize.RotateRight(s->X[op->Rm], op->Shift);
}

/// <summary>ExtendReg(m, UXTB/UXTH/UXTW, shift): to the top by <see cref="DecodedOp.Size"/>, back down by <see cref="DecodedOp.Shift"/>.</summary>
internal readonly unsafe struct ZeroExtended : IOperand2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Get<TSize>(PeState* s, DecodedOp* op) where TSize : struct, IDataSize => (s->X[op->Rm] << op->Size) >> op->Shift;
}

/// <summary>ExtendReg(m, SXTB/SXTH/SXTW, shift): to the top by <see cref="DecodedOp.Size"/>, back down by <see cref="DecodedOp.Shift"/>.</summary>
internal readonly unsafe struct SignExtended : IOperand2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Get<TSize>(PeState* s, DecodedOp* op) where TSize : struct, IDataSize =>
        (ulong)((long)(s->X[op->Rm] << op->Size) >> op->Shift);
}
