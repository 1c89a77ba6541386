using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Minimum and maximum of two numbers, signed and unsigned (FEAT_CSSC).</summary>
/// <remarks>Arm ARM, C6.2 SMAX, SMIN, UMAX, UMIN, each (immediate) and (register).</remarks>
internal static unsafe class MinMax
{
    public static Handler PredecodeImmediate(in Instruction i, DecodedOp* op)
    {
        op->Rd = Slots.Destination(i.Rd);
        op->Rn = Slots.Source(i.Rn);
        op->Imm = (ulong)i.Imm;
        return i.Op switch
        {
            A64Op.SMAX_imm => DataProcessing.WithImmediate<Smax>(i.Is64Bit),
            A64Op.SMIN_imm => DataProcessing.WithImmediate<Smin>(i.Is64Bit),
            A64Op.UMAX_imm => DataProcessing.WithImmediate<Umax>(i.Is64Bit),
            _ => DataProcessing.WithImmediate<Umin>(i.Is64Bit),
        };
    }

    public static Handler PredecodeRegister(in Instruction i, DecodedOp* op)
    {
        op->Rd = Slots.Destination(i.Rd);
        op->Rn = Slots.Source(i.Rn);
        op->Rm = Slots.Source(i.Rm);
        return i.Op switch
        {
            A64Op.SMAX_reg => DataProcessing.WithRegister<Smax>(i.Is64Bit),
            A64Op.SMIN_reg => DataProcessing.WithRegister<Smin>(i.Is64Bit),
            A64Op.UMAX_reg => DataProcessing.WithRegister<Umax>(i.Is64Bit),
            _ => DataProcessing.WithRegister<Umin>(i.Is64Bit),
        };
    }

    private readonly struct Smax : IOperation
    {
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize =>
            (ulong)Math.Max(TSize.Signed(operand1), TSize.Signed(operand2));
    }

    private readonly struct Smin : IOperation
    {
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize =>
            (ulong)Math.Min(TSize.Signed(operand1), TSize.Signed(operand2));
    }

    private readonly struct Umax : IOperation
    {
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize =>
            Math.Max(TSize.Narrow(operand1), TSize.Narrow(operand2));
    }

    private readonly struct Umin : IOperation
    {
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize =>
            Math.Min(TSize.Narrow(operand1), TSize.Narrow(operand2));
    }
}
