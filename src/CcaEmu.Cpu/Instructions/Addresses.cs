using System.Runtime.CompilerServices;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>How a load or store forms its address, as a type.</summary>
/// <remarks>Arm ARM, C1.3.3 "Load/store addressing modes". The base is written back only after the access has succeeded.</remarks>
internal unsafe interface IAddress
{
    static abstract ulong Of(PeState* s, DecodedOp* op);

    static abstract void WriteBack(PeState* s, DecodedOp* op, ulong address);

    /// <summary>Whether the base needs no closer look.</summary>
    static abstract bool IsReady(PeState* s);
}

/// <summary>Base plus immediate.</summary>
internal readonly unsafe struct BaseOffset : IAddress
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(PeState* s, DecodedOp* op) => s->X[op->Rn] + op->Imm;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteBack(PeState* s, DecodedOp* op, ulong address)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsReady(PeState* s) => true;
}

/// <summary>Base plus immediate, which becomes the base.</summary>
internal readonly unsafe struct PreIndexed : IAddress
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(PeState* s, DecodedOp* op) => s->X[op->Rn] + op->Imm;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteBack(PeState* s, DecodedOp* op, ulong address) => s->X[op->Rn] = address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsReady(PeState* s) => true;
}

/// <summary>The base, to which the immediate is added afterwards.</summary>
internal readonly unsafe struct PostIndexed : IAddress
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(PeState* s, DecodedOp* op) => s->X[op->Rn];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteBack(PeState* s, DecodedOp* op, ulong address) => s->X[op->Rn] = address + op->Imm;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsReady(PeState* s) => true;
}

/// <summary>The base, to which a register is added afterwards.</summary>
internal readonly unsafe struct PostIndexedByRegister : IAddress
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(PeState* s, DecodedOp* op) => s->X[op->Rn];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteBack(PeState* s, DecodedOp* op, ulong address) => s->X[op->Rn] = address + s->X[op->Rm];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsReady(PeState* s) => true;
}

/// <summary>Base plus a register, extended and shifted.</summary>
internal readonly unsafe struct Indexed<TOffset> : IAddress where TOffset : struct, IOperand2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(PeState* s, DecodedOp* op) => s->X[op->Rn] + TOffset.Get<W64>(s, op);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteBack(PeState* s, DecodedOp* op, ulong address)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsReady(PeState* s) => true;
}

/// <summary>The executing page plus a distance that already contains the instruction's place in it.</summary>
internal readonly unsafe struct FromPage : IAddress
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(PeState* s, DecodedOp* op) => s->PagePc + op->Imm;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteBack(PeState* s, DecodedOp* op, ulong address)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsReady(PeState* s) => true;
}

/// <summary>An address with SP as its base: SP alignment is checked first.</summary>
/// <remarks>J1.1 shared pseudocode CheckSPAlignment.</remarks>
internal readonly unsafe struct FromStack<TAddress> : IAddress where TAddress : struct, IAddress
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(PeState* s, DecodedOp* op) => TAddress.Of(s, op);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteBack(PeState* s, DecodedOp* op, ulong address) => TAddress.WriteBack(s, op, address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsReady(PeState* s) => (s->X[PeState.Sp] & 15) == 0;
}

/// <summary>Something that makes a handler for each form of address.</summary>
internal unsafe interface IAccess
{
    static abstract Handler With<TAddress>() where TAddress : struct, IAddress;
}

/// <summary>Lays out the memory operand of an instruction.</summary>
internal static unsafe class Addresses
{
    /// <summary>Forms the address, after the check of SP where that is the base.</summary>
    /// <returns>False when an SP alignment fault was taken.</returns>
    public static bool TryGet<TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op, out ulong address) where TAddress : struct, IAddress
    {
        address = TAddress.Of(s, op);
        return TAddress.IsReady(s) || Exceptions.IsStackPointerAccepted(pe, s, op);
    }

    /// <summary>Lays out the memory operand and gives the handler of <typeparamref name="TAccess"/> for it.</summary>
    public static Handler Predecode<TAccess>(in Instruction i, uint index, DecodedOp* op) where TAccess : struct, IAccess
    {
        Operand memory = i.GetOperand(i.OperandCount - 1);
        op->Imm = (ulong)memory.Immediate;
        op->Rn = Slots.OrSp(i.Rn);
        bool stack = i.Rn == 31;
        switch (memory.AddressingMode)
        {
            case AddressingMode.PreIndex:
                return stack ? TAccess.With<FromStack<PreIndexed>>() : TAccess.With<PreIndexed>();
            case AddressingMode.PostIndex:
                return stack ? TAccess.With<FromStack<PostIndexed>>() : TAccess.With<PostIndexed>();
            case AddressingMode.PostIndexRegister:
                op->Rm = Slots.Source(i.Rm);
                return stack ? TAccess.With<FromStack<PostIndexedByRegister>>() : TAccess.With<PostIndexedByRegister>();
            case AddressingMode.RegisterOffset:
                op->Rm = Slots.Source(i.Rm);
                return Index<TAccess>(memory, stack, op);
            case AddressingMode.Literal:
                op->Imm += index * 4;
                return TAccess.With<FromPage>();
            default:
                return stack ? TAccess.With<FromStack<BaseOffset>>() : TAccess.With<BaseOffset>();
        }
    }

    private static Handler Index<TAccess>(in Operand memory, bool stack, DecodedOp* op) where TAccess : struct, IAccess
    {
        int shift = memory.ShiftAmount;
        if (memory.Extend is ExtendType.UXTX or ExtendType.SXTX)
        {
            op->Shift = (byte)shift;
            return stack ? TAccess.With<FromStack<Indexed<ShiftedLeft>>>() : TAccess.With<Indexed<ShiftedLeft>>();
        }
        op->Size = 32;
        op->Shift = (byte)(32 - shift);
        if (memory.Extend == ExtendType.SXTW)
            return stack ? TAccess.With<FromStack<Indexed<SignExtended>>>() : TAccess.With<Indexed<SignExtended>>();
        return stack ? TAccess.With<FromStack<Indexed<ZeroExtended>>>() : TAccess.With<Indexed<ZeroExtended>>();
    }
}
