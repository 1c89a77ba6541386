using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Conditional select and conditional compare.</summary>
/// <remarks>Arm ARM, C6.2 CSEL, CSINC, CSINV, CSNEG, CCMN, CCMP.</remarks>
internal static unsafe class ConditionalOperations
{
    public static Handler PredecodeSelect(in Instruction i, DecodedOp* op)
    {
        op->Rd = Slots.Destination(i.Rd);
        op->Rn = Slots.Source(i.Rn);
        op->Rm = Slots.Source(i.Rm);
        op->Spare = Flags.SetOf(i.Condition);
        return i.Op switch
        {
            A64Op.CSEL => i.Is64Bit ? &Select<W64, Same> : &Select<W32, Same>,
            A64Op.CSINC => i.Is64Bit ? &Select<W64, Increment> : &Select<W32, Increment>,
            A64Op.CSINV => i.Is64Bit ? &Select<W64, Invert> : &Select<W32, Invert>,
            _ => i.Is64Bit ? &Select<W64, Negate> : &Select<W32, Negate>,
        };
    }

    public static Handler PredecodeCompare(in Instruction i, DecodedOp* op)
    {
        bool immediate = i.Op is A64Op.CCMN_imm or A64Op.CCMP_imm;
        op->Rn = Slots.Source(i.Rn);
        op->Rm = Slots.Source(i.Rm);
        op->Imm = immediate ? (ulong)i.Imm : 0;
        op->Kind = (byte)i.Nzcv;
        op->Spare = Flags.SetOf(i.Condition);
        return i.Op is A64Op.CCMN_reg or A64Op.CCMN_imm
            ? Compare<AddSubtract.Adds>(i.Is64Bit, immediate)
            : Compare<AddSubtract.Subs>(i.Is64Bit, immediate);
    }

    private static Handler Compare<TOperation>(bool is64, bool immediate) where TOperation : struct, IOperation => (is64, immediate) switch
    {
        (true, true) => &Compare<W64, TOperation, Immediate>,
        (true, false) => &Compare<W64, TOperation, Register>,
        (false, true) => &Compare<W32, TOperation, Immediate>,
        _ => &Compare<W32, TOperation, Register>,
    };

    private static DecodedOp* Compare<TSize, TOperation, TOperand2>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TSize : struct, IDataSize
        where TOperation : struct, IOperation
        where TOperand2 : struct, IOperand2
    {
        if (Flags.IsIn(s->Nzcv, op->Spare))
            TOperation.Apply<TSize>(s, s->X[op->Rn], TOperand2.Get<TSize>(s, op));
        else
            s->Nzcv = (uint)op->Kind << 28;
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Select<TSize, TElse>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TSize : struct, IDataSize
        where TElse : struct, IElse
    {
        ulong operand1 = s->X[op->Rn];
        ulong operand2 = TElse.Of(s->X[op->Rm]);
        s->X[op->Rd] = TSize.Narrow(Flags.IsIn(s->Nzcv, op->Spare) ? operand1 : operand2);
        return op[1].Execute(pe, s, op + 1);
    }

    private interface IElse
    {
        static abstract ulong Of(ulong value);
    }

    private readonly struct Same : IElse
    {
        public static ulong Of(ulong value) => value;
    }

    private readonly struct Increment : IElse
    {
        public static ulong Of(ulong value) => value + 1;
    }

    private readonly struct Invert : IElse
    {
        public static ulong Of(ulong value) => ~value;
    }

    private readonly struct Negate : IElse
    {
        public static ulong Of(ulong value) => 0 - value;
    }
}
