using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>One data-processing operation on two operands; what it returns may have anything above <c>datasize</c>.</summary>
internal unsafe interface IOperation
{
    static abstract ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize;
}

/// <summary>The handler of every instruction of the form <c>X[d] = operation(X[n], operand2)</c>, and its choice.</summary>
internal static unsafe class DataProcessing
{
    public static DecodedOp* Execute<TSize, TOperation, TOperand2>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TSize : struct, IDataSize
        where TOperation : struct, IOperation
        where TOperand2 : struct, IOperand2
    {
        s->X[op->Rd] = TSize.Narrow(TOperation.Apply<TSize>(s, s->X[op->Rn], TOperand2.Get<TSize>(s, op)));
        return op[1].Execute(pe, s, op + 1);
    }

    public static Handler WithImmediate<TOperation>(bool is64) where TOperation : struct, IOperation =>
        is64 ? &Execute<W64, TOperation, Immediate> : &Execute<W32, TOperation, Immediate>;

    public static Handler WithRegister<TOperation>(bool is64) where TOperation : struct, IOperation =>
        is64 ? &Execute<W64, TOperation, Register> : &Execute<W32, TOperation, Register>;

    /// <summary>Lays out a shifted register operand and gives the handler for it.</summary>
    public static Handler WithShift<TOperation>(in Instruction i, DecodedOp* op) where TOperation : struct, IOperation
    {
        op->Rm = Slots.Source(i.Rm);
        op->Shift = (byte)i.ShiftAmount;
        return i.Is64Bit ? Shifted<W64, TOperation>(i) : Shifted<W32, TOperation>(i);
    }

    /// <summary>Lays out an extended register operand and gives the handler for it.</summary>
    public static Handler WithExtend<TOperation>(in Instruction i, DecodedOp* op) where TOperation : struct, IOperation
    {
        op->Rm = Slots.Source(i.Rm);
        return i.Is64Bit ? Extended<W64, TOperation>(i, op) : Extended<W32, TOperation>(i, op);
    }

    private static Handler Shifted<TSize, TOperation>(in Instruction i)
        where TSize : struct, IDataSize
        where TOperation : struct, IOperation
    {
        if (i.ShiftAmount == 0)
            return &Execute<TSize, TOperation, Register>;
        return i.ShiftType switch
        {
            ShiftType.LSL => &Execute<TSize, TOperation, ShiftedLeft>,
            ShiftType.LSR => &Execute<TSize, TOperation, ShiftedRight>,
            ShiftType.ASR => &Execute<TSize, TOperation, ShiftedArithmetic>,
            _ => &Execute<TSize, TOperation, Rotated>,
        };
    }

    private static Handler Extended<TSize, TOperation>(in Instruction i, DecodedOp* op)
        where TSize : struct, IDataSize
        where TOperation : struct, IOperation
    {
        int shift = i.ShiftAmount;
        int length = 8 << ((int)i.Extend & 3);
        if (length == 64)
        {
            op->Shift = (byte)shift;
            return &Execute<TSize, TOperation, ShiftedLeft>;
        }
        op->Size = (byte)(64 - length);
        op->Shift = (byte)(64 - length - shift);
        return i.Extend >= ExtendType.SXTB ? &Execute<TSize, TOperation, SignExtended> : &Execute<TSize, TOperation, ZeroExtended>;
    }
}
