using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Data processing with two sources: division and shifts by a register.</summary>
/// <remarks>Arm ARM, C6.2 UDIV, SDIV, LSLV, LSRV, ASRV, RORV. Division by zero gives zero; the one overflow gives the dividend.</remarks>
internal static unsafe class DataProcessing2Source
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Rd = Slots.Destination(i.Rd);
        op->Rn = Slots.Source(i.Rn);
        op->Rm = Slots.Source(i.Rm);
        return i.Op switch
        {
            A64Op.UDIV => DataProcessing.WithRegister<Udiv>(i.Is64Bit),
            A64Op.SDIV => DataProcessing.WithRegister<Sdiv>(i.Is64Bit),
            A64Op.LSLV => DataProcessing.WithRegister<Lslv>(i.Is64Bit),
            A64Op.LSRV => DataProcessing.WithRegister<Lsrv>(i.Is64Bit),
            A64Op.ASRV => DataProcessing.WithRegister<Asrv>(i.Is64Bit),
            _ => DataProcessing.WithRegister<Rorv>(i.Is64Bit),
        };
    }

    private readonly struct Udiv : IOperation
    {
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize =>
            TSize.Narrow(operand2) == 0 ? 0 : TSize.Narrow(operand1) / TSize.Narrow(operand2);
    }

    private readonly struct Sdiv : IOperation
    {
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize =>
            TSize.Signed(operand2) switch
            {
                0 => 0,
                -1 => 0 - operand1,
                var divisor => (ulong)(TSize.Signed(operand1) / divisor),
            };
    }

    private readonly struct Lslv : IOperation
    {
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize =>
            operand1 << ((int)operand2 & (TSize.Bits - 1));
    }

    private readonly struct Lsrv : IOperation
    {
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize =>
            TSize.Narrow(operand1) >> ((int)operand2 & (TSize.Bits - 1));
    }

    private readonly struct Asrv : IOperation
    {
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize =>
            (ulong)(TSize.Signed(operand1) >> ((int)operand2 & (TSize.Bits - 1)));
    }

    private readonly struct Rorv : IOperation
    {
        public static ulong Apply<TSize>(PeState* s, ulong operand1, ulong operand2) where TSize : struct, IDataSize =>
            TSize.RotateRight(operand1, (int)operand2 & (TSize.Bits - 1));
    }
}
