using System.Buffers.Binary;
using System.Numerics;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Data processing with one source: bit and byte reversal, counting.</summary>
/// <remarks>Arm ARM, C6.2 RBIT, REV16, REV, REV32, CLZ, CLS, and of FEAT_CSSC CTZ, CNT, ABS.</remarks>
internal static unsafe class DataProcessing1Source
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Rd = Slots.Destination(i.Rd);
        op->Rn = Slots.Source(i.Rn);
        return i.Op switch
        {
            A64Op.RBIT => i.Is64Bit ? &Rbit64 : &Rbit32,
            A64Op.REV16 => i.Is64Bit ? &Rev16<W64> : &Rev16<W32>,
            A64Op.REV => i.Is64Bit ? &Rev64 : &Rev<W32>,
            A64Op.REV32 => &Rev<W64>,
            A64Op.CLZ => i.Is64Bit ? &Clz64 : &Clz32,
            A64Op.CLS => i.Is64Bit ? &Cls<W64> : &Cls<W32>,
            A64Op.CTZ => i.Is64Bit ? &Ctz<W64> : &Ctz<W32>,
            A64Op.CNT => i.Is64Bit ? &Cnt<W64> : &Cnt<W32>,
            _ => i.Is64Bit ? &Abs<W64> : &Abs<W32>,
        };
    }

    private static ulong ReverseBits(ulong x)
    {
        x = x >> 1 & 0x5555_5555_5555_5555 | (x & 0x5555_5555_5555_5555) << 1;
        x = x >> 2 & 0x3333_3333_3333_3333 | (x & 0x3333_3333_3333_3333) << 2;
        x = x >> 4 & 0x0F0F_0F0F_0F0F_0F0F | (x & 0x0F0F_0F0F_0F0F_0F0F) << 4;
        return BinaryPrimitives.ReverseEndianness(x);
    }

    private static DecodedOp* Rbit64(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = ReverseBits(s->X[op->Rn]);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Rbit32(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = ReverseBits(s->X[op->Rn]) >> 32;
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Rev16<TSize>(ProcessingElement pe, PeState* s, DecodedOp* op) where TSize : struct, IDataSize
    {
        ulong x = s->X[op->Rn];
        s->X[op->Rd] = TSize.Narrow(x >> 8 & 0x00FF_00FF_00FF_00FF | (x & 0x00FF_00FF_00FF_00FF) << 8);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Rev64(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = BinaryPrimitives.ReverseEndianness(s->X[op->Rn]);
        return op[1].Execute(pe, s, op + 1);
    }

    // Reverses the bytes of each word: REV of a W register, REV32 of an X register.
    private static DecodedOp* Rev<TSize>(ProcessingElement pe, PeState* s, DecodedOp* op) where TSize : struct, IDataSize
    {
        s->X[op->Rd] = TSize.Narrow(BitOperations.RotateLeft(BinaryPrimitives.ReverseEndianness(s->X[op->Rn]), 32));
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Clz64(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = (ulong)BitOperations.LeadingZeroCount(s->X[op->Rn]);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Clz32(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        s->X[op->Rd] = (ulong)BitOperations.LeadingZeroCount((uint)s->X[op->Rn]);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Ctz<TSize>(ProcessingElement pe, PeState* s, DecodedOp* op) where TSize : struct, IDataSize
    {
        s->X[op->Rd] = (ulong)Math.Min(BitOperations.TrailingZeroCount(s->X[op->Rn]), TSize.Bits);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* Cnt<TSize>(ProcessingElement pe, PeState* s, DecodedOp* op) where TSize : struct, IDataSize
    {
        s->X[op->Rd] = (ulong)BitOperations.PopCount(TSize.Narrow(s->X[op->Rn]));
        return op[1].Execute(pe, s, op + 1);
    }

    // The most negative number has no counterpart and stays as it is.
    private static DecodedOp* Abs<TSize>(ProcessingElement pe, PeState* s, DecodedOp* op) where TSize : struct, IDataSize
    {
        long x = TSize.Signed(s->X[op->Rn]);
        s->X[op->Rd] = TSize.Narrow((ulong)(x < 0 ? 0 - x : x));
        return op[1].Execute(pe, s, op + 1);
    }

    // Bits that equal the bit above them, from the top: the exclusive OR with the value shifted down by one has a zero for each.
    private static DecodedOp* Cls<TSize>(ProcessingElement pe, PeState* s, DecodedOp* op) where TSize : struct, IDataSize
    {
        long x = TSize.Signed(s->X[op->Rn]);
        s->X[op->Rd] = (ulong)(BitOperations.LeadingZeroCount((ulong)(x ^ x >> 1)) - 1 - (64 - TSize.Bits));
        return op[1].Execute(pe, s, op + 1);
    }
}
