using System.Runtime.CompilerServices;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Logical: immediate and shifted register.</summary>
/// <remarks>Arm ARM, C6.2 AND, ANDS, BIC, BICS, EON, EOR, ORN, ORR.</remarks>
internal static unsafe class Logical
{
    public static Handler PredecodeImmediate(in Instruction i, DecodedOp* op)
    {
        op->Imm = (ulong)i.Imm;
        op->Rn = Slots.Source(i.Rn);
        op->Rd = i.Op == A64Op.ANDS_imm ? Slots.Destination(i.Rd) : Slots.OrSp(i.Rd);
        return i.Op switch
        {
            A64Op.AND_imm => DataProcessing.WithImmediate<And>(i.Is64Bit),
            A64Op.ORR_imm => DataProcessing.WithImmediate<Orr>(i.Is64Bit),
            A64Op.EOR_imm => DataProcessing.WithImmediate<Eor>(i.Is64Bit),
            _ => DataProcessing.WithImmediate<Ands>(i.Is64Bit),
        };
    }

    public static Handler PredecodeShifted(in Instruction i, DecodedOp* op)
    {
        op->Rn = Slots.Source(i.Rn);
        op->Rd = Slots.Destination(i.Rd);
        return i.Op switch
        {
            A64Op.AND_shift => DataProcessing.WithShift<And>(i, op),
            A64Op.BIC_shift => DataProcessing.WithShift<Bic>(i, op),
            A64Op.ORR_shift => DataProcessing.WithShift<Orr>(i, op),
            A64Op.ORN_shift => DataProcessing.WithShift<Orn>(i, op),
            A64Op.EOR_shift => DataProcessing.WithShift<Eor>(i, op),
            A64Op.EON_shift => DataProcessing.WithShift<Eon>(i, op),
            A64Op.ANDS_shift => DataProcessing.WithShift<Ands>(i, op),
            _ => DataProcessing.WithShift<Bics>(i, op),
        };
    }

    private readonly struct And : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize => operand1 & operand2;
    }

    private readonly struct Bic : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize => operand1 & ~operand2;
    }

    private readonly struct Orr : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize => operand1 | operand2;
    }

    private readonly struct Orn : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize => operand1 | ~operand2;
    }

    private readonly struct Eor : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize => operand1 ^ operand2;
    }

    private readonly struct Eon : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize => operand1 ^ ~operand2;
    }

    // C and V are cleared.
    private readonly struct Ands : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize
        {
            ulong result = TSize.Narrow(operand1 & operand2);
            s->Nzcv = Flags.OfResult<TSize>(result);
            return result;
        }
    }

    private readonly struct Bics : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize =>
            Ands.Apply<TSize>(s, operand1, ~operand2);
    }
}
