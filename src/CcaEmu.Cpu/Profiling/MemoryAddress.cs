using CcaEmu.Arm.A64;
using CcaEmu.Cpu.Instructions;

namespace CcaEmu.Cpu;

/// <summary>The first address that a load or store is about, from its operands and the registers before it executes.</summary>
/// <remarks>Arm ARM, C1.3.3 "Load/store addressing modes". DC ZVA counts as a store.</remarks>
internal static unsafe class MemoryAddress
{
    private const ushort DcZva = 1 << 14 | 3 << 11 | 7 << 7 | 4 << 3 | 1;

    /// <summary>Works the address out.</summary>
    /// <returns>False for an instruction that does not access memory; prefetches do not.</returns>
    public static bool TryFind(in Instruction i, ProcessingElement pe, PeState* s, ulong pc, out ulong address)
    {
        address = 0;
        if (i.Op == A64Op.SYS && i.SystemRegisterEncoding == DcZva)
        {
            address = s->X[Slots.Source(i.Rt)];
            return true;
        }
        if (i.Op is >= A64Op.CPYFP and <= A64Op.CPYE)
        {
            address = CopyOrSet(i, s);
            return true;
        }
        if (i.OperandCount == 0 || i.Encoding.Mnemonic.StartsWith("prf", StringComparison.Ordinal) || i.GetOperand(i.OperandCount - 1) is not { Kind: OperandKind.Memory } memory)
            return false;
        ulong pointer = memory.AddressingMode == AddressingMode.Literal ? pc : s->X[Slots.OrSp(memory.Register.Number)];
        if (i.Op is >= A64Op.LDRAA_off and <= A64Op.LDRAB_pre)
            pointer = PointerAuthentication.Strip(pe, pointer, data: true);
        address = memory.AddressingMode switch
        {
            AddressingMode.PostIndex or AddressingMode.PostIndexRegister or AddressingMode.BaseRegister => pointer,
            AddressingMode.RegisterOffset => pointer + Extended(s->X[Slots.Source(memory.Index.Number)], memory.Extend, memory.ShiftAmount),
            _ => pointer + (ulong)memory.Immediate,
        };
        return true;
    }

    // With option A the ends of a buffer are where Xd and Xs point and Xn counts up to zero; the prologue starts at Xd and Xs.
    private static ulong CopyOrSet(in Instruction i, PeState* s)
    {
        bool set = i.Op is A64Op.SETP or A64Op.SETM or A64Op.SETE;
        ulong start = s->X[set ? i.Rd : i.Rs], size = s->X[i.Rn];
        return i.Op is A64Op.CPYP or A64Op.CPYFP or A64Op.SETP ? start : start + size;
    }

    private static ulong Extended(ulong value, ExtendType extend, int shift) => extend switch
    {
        ExtendType.UXTW => (ulong)(uint)value << shift,
        ExtendType.SXTW => (ulong)(long)(int)value << shift,
        _ => value << shift,
    };
}
