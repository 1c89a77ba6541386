using System.Numerics;
using System.Runtime.CompilerServices;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>What a load leaves in its register, as a type.</summary>
internal interface IExtension<TMemory>
{
    static abstract ulong Extend(TMemory value);
}

/// <summary>Loads and stores of one register: immediate, register offset, literal, unprivileged, prefetch.</summary>
/// <remarks>
/// Arm ARM, C6.2 LDR, LDRB, LDRH, LDRSB, LDRSH, LDRSW, STR, STRB, STRH and their LDUR, STUR, LDTR, STTR and PRFM forms. A load with
/// writeback whose base is its destination is CONSTRAINED UNPREDICTABLE: UNDEFINED here. A store with writeback of its own base stores the
/// value from before.
/// What misses the fast TLB is a method of its own, so that the usual way needs no stack frame.
/// </remarks>
internal static unsafe class LoadStoreRegister
{
    public static Handler Predecode(in Instruction i, uint index, DecodedOp* op)
    {
        uint size = i.Word >> 30;
        uint opc = (i.Word >> 22) & 3;
        if (size == 3 && opc >= 2)
            return &Prefetch;
        if (opc == 0)
        {
            op->Rd = Slots.Source(i.Rt);
            return Store(size, i, index, op);
        }
        if (IsWriteBack(i) && i.Rt == i.Rn && i.Rn != 31)
            return &Exceptions.Undefined;
        op->Rd = Slots.Destination(i.Rt);
        return opc switch
        {
            1 => Load(size, i, index, op),
            2 => LoadSigned<W64>(size, i, index, op),
            _ => LoadSigned<W32>(size, i, index, op),
        };
    }

    public static Handler PredecodeLiteral(in Instruction i, uint index, DecodedOp* op)
    {
        op->Rd = Slots.Destination(i.Rt);
        return (i.Word >> 30) switch
        {
            0 => Load(2, i, index, op),
            1 => Load(3, i, index, op),
            2 => LoadSigned<W64>(2, i, index, op),
            _ => &Prefetch,
        };
    }

    private static bool IsWriteBack(in Instruction i) =>
        i.GetOperand(i.OperandCount - 1).AddressingMode is AddressingMode.PreIndex or AddressingMode.PostIndex;

    private static Handler Load(uint size, in Instruction i, uint index, DecodedOp* op) => size switch
    {
        0 => Addresses.Predecode<Loading<byte, Zero<byte>>>(i, index, op),
        1 => Addresses.Predecode<Loading<ushort, Zero<ushort>>>(i, index, op),
        2 => Addresses.Predecode<Loading<uint, Zero<uint>>>(i, index, op),
        _ => Addresses.Predecode<Loading<ulong, Zero<ulong>>>(i, index, op),
    };

    private static Handler LoadSigned<TSize>(uint size, in Instruction i, uint index, DecodedOp* op) where TSize : struct, IDataSize =>
        size switch
        {
            0 => Addresses.Predecode<Loading<sbyte, Sign<sbyte, TSize>>>(i, index, op),
            1 => Addresses.Predecode<Loading<short, Sign<short, TSize>>>(i, index, op),
            _ => Addresses.Predecode<Loading<int, Sign<int, TSize>>>(i, index, op),
        };

    private static Handler Store(uint size, in Instruction i, uint index, DecodedOp* op) => size switch
    {
        0 => Addresses.Predecode<Storing<byte>>(i, index, op),
        1 => Addresses.Predecode<Storing<ushort>>(i, index, op),
        2 => Addresses.Predecode<Storing<uint>>(i, index, op),
        _ => Addresses.Predecode<Storing<ulong>>(i, index, op),
    };

    // A prefetch never faults, and SP alignment is not checked for it.
    private static DecodedOp* Prefetch(ProcessingElement pe, PeState* s, DecodedOp* op) => op + 1;

    private static DecodedOp* Load<TMemory, TExtension, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TMemory : unmanaged
        where TExtension : struct, IExtension<TMemory>
        where TAddress : struct, IAddress
    {
        ulong address = TAddress.Of(s, op);
        TlbEntry* entry = Tlb.EntryOf(s, address);
        if (entry->TagRead != Tlb.TagOf(s, address, sizeof(TMemory)) || !TAddress.IsReady(s))
            return LoadSlow<TMemory, TExtension, TAddress>(pe, s, op);
        TMemory data = *(TMemory*)(address + entry->Addend);
        TAddress.WriteBack(s, op, address);
        s->X[op->Rd] = TExtension.Extend(data);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* LoadSlow<TMemory, TExtension, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TMemory : unmanaged
        where TExtension : struct, IExtension<TMemory>
        where TAddress : struct, IAddress
    {
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address) || !pe.Load(s, op, address, out TMemory data))
            return null;
        TAddress.WriteBack(s, op, address);
        s->X[op->Rd] = TExtension.Extend(data);
        return op + 1;
    }

    private static DecodedOp* Store<TMemory, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TMemory : unmanaged
        where TAddress : struct, IAddress
    {
        ulong address = TAddress.Of(s, op);
        TlbEntry* entry = Tlb.EntryOf(s, address);
        if (entry->TagWrite != Tlb.TagOf(s, address, sizeof(TMemory)) || !TAddress.IsReady(s))
            return StoreSlow<TMemory, TAddress>(pe, s, op);
        *(TMemory*)(address + entry->Addend) = *(TMemory*)&s->X[op->Rd];
        TAddress.WriteBack(s, op, address);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* StoreSlow<TMemory, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TMemory : unmanaged
        where TAddress : struct, IAddress
    {
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address) || !pe.Store(s, op, address, *(TMemory*)&s->X[op->Rd]))
            return null;
        TAddress.WriteBack(s, op, address);
        return op + 1;
    }

    internal readonly struct Zero<TMemory> : IExtension<TMemory> where TMemory : unmanaged, IBinaryInteger<TMemory>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Extend(TMemory value) => ulong.CreateTruncating(value);
    }

    internal readonly struct Sign<TMemory, TSize> : IExtension<TMemory>
        where TMemory : unmanaged, IBinaryInteger<TMemory>
        where TSize : struct, IDataSize
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Extend(TMemory value) => TSize.Narrow((ulong)long.CreateTruncating(value));
    }

    private readonly struct Loading<TMemory, TExtension> : IAccess
        where TMemory : unmanaged
        where TExtension : struct, IExtension<TMemory>
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Load<TMemory, TExtension, TAddress>;
    }

    private readonly struct Storing<TMemory> : IAccess where TMemory : unmanaged
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Store<TMemory, TAddress>;
    }
}
