using System.Runtime.CompilerServices;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Add/subtract: immediate, shifted register, extended register, with carry.</summary>
/// <remarks>Arm ARM, C6.2 ADD, ADDS, SUB, SUBS, ADC, ADCS, SBC, SBCS; J1.3 AddWithCarry.</remarks>
internal static unsafe class AddSubtract
{
    public static Handler PredecodeImmediate(in Instruction i, DecodedOp* op)
    {
        op->Imm = (ulong)i.Imm;
        op->Rn = Slots.OrSp(i.Rn);
        op->Rd = i.Op is A64Op.ADD_imm or A64Op.SUB_imm ? Slots.OrSp(i.Rd) : Slots.Destination(i.Rd);
        if (i.Op == A64Op.SUB_imm)
            op->Imm = 0 - op->Imm;
        return i.Op switch
        {
            A64Op.ADDS_imm => DataProcessing.WithImmediate<Adds>(i.Is64Bit),
            A64Op.SUBS_imm => DataProcessing.WithImmediate<Subs>(i.Is64Bit),
            _ => DataProcessing.WithImmediate<Add>(i.Is64Bit),
        };
    }

    public static Handler PredecodeShifted(in Instruction i, DecodedOp* op)
    {
        op->Rn = Slots.Source(i.Rn);
        op->Rd = Slots.Destination(i.Rd);
        return i.Op switch
        {
            A64Op.ADD_shift => DataProcessing.WithShift<Add>(i, op),
            A64Op.ADDS_shift => DataProcessing.WithShift<Adds>(i, op),
            A64Op.SUB_shift => DataProcessing.WithShift<Sub>(i, op),
            _ => DataProcessing.WithShift<Subs>(i, op),
        };
    }

    public static Handler PredecodeExtended(in Instruction i, DecodedOp* op)
    {
        op->Rn = Slots.OrSp(i.Rn);
        op->Rd = i.Op is A64Op.ADD_ext or A64Op.SUB_ext ? Slots.OrSp(i.Rd) : Slots.Destination(i.Rd);
        return i.Op switch
        {
            A64Op.ADD_ext => DataProcessing.WithExtend<Add>(i, op),
            A64Op.ADDS_ext => DataProcessing.WithExtend<Adds>(i, op),
            A64Op.SUB_ext => DataProcessing.WithExtend<Sub>(i, op),
            _ => DataProcessing.WithExtend<Subs>(i, op),
        };
    }

    public static Handler PredecodeWithCarry(in Instruction i, DecodedOp* op)
    {
        op->Rn = Slots.Source(i.Rn);
        op->Rm = Slots.Source(i.Rm);
        op->Rd = Slots.Destination(i.Rd);
        return i.Op switch
        {
            A64Op.ADC => DataProcessing.WithRegister<Adc>(i.Is64Bit),
            A64Op.ADCS => DataProcessing.WithRegister<Adcs>(i.Is64Bit),
            A64Op.SBC => DataProcessing.WithRegister<Sbc>(i.Is64Bit),
            _ => DataProcessing.WithRegister<Sbcs>(i.Is64Bit),
        };
    }

    private static ulong CarryIn(PeState* s) => (s->Nzcv >> 29) & 1;

    // AddWithCarry(x, y, carry_in) with flags; the carry out is the carry of either of the two additions.
    private static ulong AddWithCarry<TSize>(PeState* s, ulong x, ulong y) where TSize : struct, IDataSize
    {
        x = TSize.Narrow(x);
        y = TSize.Narrow(y);
        ulong partial = TSize.Narrow(x + y);
        ulong result = TSize.Narrow(partial + CarryIn(s));
        bool carry = partial < x || result < partial;
        s->Nzcv = Flags.OfResult<TSize>(result) | (carry ? Flags.C : 0)
            | ((TSize.SignAt31((x ^ result) & (y ^ result)) >> 3) & Flags.V);
        return result;
    }

    internal readonly struct Add : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize => operand1 + operand2;
    }

    internal readonly struct Sub : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize => operand1 - operand2;
    }

    internal readonly struct Adds : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize
        {
            operand1 = TSize.Narrow(operand1);
            operand2 = TSize.Narrow(operand2);
            ulong result = TSize.Narrow(operand1 + operand2);
            s->Nzcv = Flags.OfAddition<TSize>(operand1, operand2, result);
            return result;
        }
    }

    internal readonly struct Subs : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize
        {
            operand1 = TSize.Narrow(operand1);
            operand2 = TSize.Narrow(operand2);
            ulong result = TSize.Narrow(operand1 - operand2);
            s->Nzcv = Flags.OfSubtraction<TSize>(operand1, operand2, result);
            return result;
        }
    }

    private readonly struct Adc : IOperation
    {
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize =>
            operand1 + operand2 + CarryIn(s);
    }

    private readonly struct Sbc : IOperation
    {
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize =>
            operand1 + ~operand2 + CarryIn(s);
    }

    private readonly struct Adcs : IOperation
    {
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize =>
            AddWithCarry<TSize>(s, operand1, operand2);
    }

    private readonly struct Sbcs : IOperation
    {
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize =>
            AddWithCarry<TSize>(s, operand1, ~operand2);
    }
}
