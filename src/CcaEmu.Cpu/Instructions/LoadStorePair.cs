using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Loads and stores of register pairs.</summary>
/// <remarks>
/// Arm ARM, C6.2 LDP, LDPSW, STP, LDNP, STNP. CONSTRAINED UNPREDICTABLE choices: a load into one register twice, and a load with writeback
/// whose base is one of its destinations, are UNDEFINED; a store with writeback of its own base stores the value from before.
/// </remarks>
internal static unsafe class LoadStorePair
{
    public static Handler Predecode(in Instruction i, uint index, DecodedOp* op)
    {
        bool is64 = i.AccessSizeLog2 == 3;
        if (((i.Word >> 22) & 1) == 0)
        {
            op->Rd = Slots.Source(i.Rt);
            op->Ra = Slots.Source(i.Rt2);
            return is64 ? Addresses.Predecode<Storing<ulong>>(i, index, op) : Addresses.Predecode<Storing<uint>>(i, index, op);
        }
        bool writeBack = ((i.Word >> 23) & 1) != 0;
        if (i.Rt == i.Rt2 || (writeBack && i.Rn != 31 && (i.Rn == i.Rt || i.Rn == i.Rt2)))
            return &Exceptions.Undefined;
        op->Rd = Slots.Destination(i.Rt);
        op->Ra = Slots.Destination(i.Rt2);
        if (i.Op is A64Op.LDPSW_off or A64Op.LDPSW_post or A64Op.LDPSW_pre)
            return Addresses.Predecode<Loading<int, LoadStoreRegister.Sign<int, W64>>>(i, index, op);
        return is64
            ? Addresses.Predecode<Loading<ulong, LoadStoreRegister.Zero<ulong>>>(i, index, op)
            : Addresses.Predecode<Loading<uint, LoadStoreRegister.Zero<uint>>>(i, index, op);
    }

    private static DecodedOp* Load<TMemory, TExtension, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TMemory : unmanaged
        where TExtension : struct, IExtension<TMemory>
        where TAddress : struct, IAddress
    {
        ulong address = TAddress.Of(s, op);
        TlbEntry* entry = Tlb.EntryOf(s, address);
        if (entry->TagRead != Tlb.PairTagOf(s, address, sizeof(TMemory)) || !TAddress.IsReady(s))
            return LoadSlow<TMemory, TExtension, TAddress>(pe, s, op);
        var host = (TMemory*)(address + entry->Addend);
        TMemory data1 = host[0], data2 = host[1];
        TAddress.WriteBack(s, op, address);
        s->X[op->Rd] = TExtension.Extend(data1);
        s->X[op->Ra] = TExtension.Extend(data2);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* LoadSlow<TMemory, TExtension, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TMemory : unmanaged
        where TExtension : struct, IExtension<TMemory>
        where TAddress : struct, IAddress
    {
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address) || !pe.Load(s, op, address, out TMemory data1)
            || !pe.Load(s, op, address + (ulong)sizeof(TMemory), out TMemory data2))
            return null;
        TAddress.WriteBack(s, op, address);
        s->X[op->Rd] = TExtension.Extend(data1);
        s->X[op->Ra] = TExtension.Extend(data2);
        return op + 1;
    }

    private static DecodedOp* Store<TMemory, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TMemory : unmanaged
        where TAddress : struct, IAddress
    {
        ulong address = TAddress.Of(s, op);
        TlbEntry* entry = Tlb.EntryOf(s, address);
        if (entry->TagWrite != Tlb.PairTagOf(s, address, sizeof(TMemory)) || !TAddress.IsReady(s))
            return StoreSlow<TMemory, TAddress>(pe, s, op);
        var host = (TMemory*)(address + entry->Addend);
        host[0] = *(TMemory*)&s->X[op->Rd];
        host[1] = *(TMemory*)&s->X[op->Ra];
        TAddress.WriteBack(s, op, address);
        return op[1].Execute(pe, s, op + 1);
    }

    private static DecodedOp* StoreSlow<TMemory, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TMemory : unmanaged
        where TAddress : struct, IAddress
    {
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address)
            || !pe.StorePairSlow(s, op, address, sizeof(TMemory), s->X[op->Rd], s->X[op->Ra]))
            return null;
        TAddress.WriteBack(s, op, address);
        return op + 1;
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
