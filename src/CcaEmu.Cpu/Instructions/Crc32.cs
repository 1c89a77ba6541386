using System.Numerics;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>CRC-32 with the polynomials 0x04C11DB7 and 0x1EDC6F41.</summary>
/// <remarks>
/// Arm ARM, C6.2 CRC32B, CRC32H, CRC32W, CRC32X and CRC32CB, CRC32CH, CRC32CW, CRC32CX. The manual reverses the bits of accumulator,
/// value and result around a division; working with the reversed polynomial comes to the same without reversing anything.
/// </remarks>
internal static unsafe class Crc32
{
    private static readonly uint[] ByteTable = MakeByteTable(0xEDB8_8320);

    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Rd = Slots.Destination(i.Rd);
        op->Rn = Slots.Source(i.Rn);
        op->Rm = Slots.Source(i.Rm);
        op->Size = (byte)(1 << (int)((i.Word >> 10) & 3));
        return i.Op >= A64Op.CRC32CB ? &Castagnoli : &Ethernet;
    }

    private static DecodedOp* Ethernet(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        uint acc = (uint)s->X[op->Rn];
        ulong val = s->X[op->Rm];
        for (int i = 0; i < op->Size; i++, val >>= 8)
            acc = acc >> 8 ^ ByteTable[(byte)(acc ^ val)];
        s->X[op->Rd] = acc;
        return op + 1;
    }

    private static DecodedOp* Castagnoli(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        uint acc = (uint)s->X[op->Rn];
        ulong val = s->X[op->Rm];
        s->X[op->Rd] = op->Size switch
        {
            1 => BitOperations.Crc32C(acc, (byte)val),
            2 => BitOperations.Crc32C(acc, (ushort)val),
            4 => BitOperations.Crc32C(acc, (uint)val),
            _ => BitOperations.Crc32C(acc, val),
        };
        return op + 1;
    }

    private static uint[] MakeByteTable(uint reversedPolynomial)
    {
        uint[] table = new uint[256];
        for (uint value = 0; value < 256; value++)
        {
            uint remainder = value;
            for (int bit = 0; bit < 8; bit++)
                remainder = remainder >> 1 ^ ((remainder & 1) != 0 ? reversedPolynomial : 0);
            table[value] = remainder;
        }
        return table;
    }
}
