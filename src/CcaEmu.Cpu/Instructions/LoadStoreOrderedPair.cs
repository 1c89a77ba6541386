using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Load-acquire and store-release of a pair of registers (FEAT_LRCPC3).</summary>
/// <remarks>
/// Arm ARM, C6.2 LDIAPP, STILP. Each register's part has to lie within 16 aligned bytes unless SCTLR_ELx.nAA is set. CONSTRAINED
/// UNPREDICTABLE choices as for LDP and STP: see <see cref="LoadStorePair"/>.
/// </remarks>
internal static unsafe class LoadStoreOrderedPair
{
    public static Handler Predecode(in Instruction i, uint index, DecodedOp* op)
    {
        bool load = ((i.Word >> 22) & 1) != 0;
        int second = i.Rm;
        bool writeBack = i.Op is A64Op.LDIAPP_post;
        if (load && (i.Rt == second || (writeBack && i.Rn != 31 && (i.Rn == i.Rt || i.Rn == second))))
            return &Exceptions.Undefined;
        op->Rd = load ? Slots.Destination(i.Rt) : Slots.Source(i.Rt);
        op->Ra = load ? Slots.Destination(second) : Slots.Source(second);
        return (load, i.Is64Bit) switch
        {
            (true, true) => Addresses.Predecode<Loading<ulong>>(i, index, op),
            (true, false) => Addresses.Predecode<Loading<uint>>(i, index, op),
            (false, true) => Addresses.Predecode<Storing<ulong>>(i, index, op),
            _ => Addresses.Predecode<Storing<uint>>(i, index, op),
        };
    }

    private static DecodedOp* Load<TMemory, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TMemory : unmanaged
        where TAddress : struct, IAddress
    {
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address)
            || !pe.RequireOrderedPairAlignment(s, op, address, sizeof(TMemory), AccessKind.Read)
            || !pe.Load(s, op, address, out TMemory data1)
            || !pe.Load(s, op, address + (ulong)sizeof(TMemory), out TMemory data2))
            return null;
        ulong low = 0, high = 0;
        *(TMemory*)&low = data1;
        *(TMemory*)&high = data2;
        TAddress.WriteBack(s, op, address);
        s->X[op->Rd] = low;
        s->X[op->Ra] = high;
        return op + 1;
    }

    private static DecodedOp* Store<TMemory, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TMemory : unmanaged
        where TAddress : struct, IAddress
    {
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address)
            || !pe.RequireOrderedPairAlignment(s, op, address, sizeof(TMemory), AccessKind.Write)
            || !pe.StorePairSlow(s, op, address, sizeof(TMemory), s->X[op->Rd], s->X[op->Ra]))
            return null;
        TAddress.WriteBack(s, op, address);
        return op + 1;
    }

    private readonly struct Loading<TMemory> : IAccess where TMemory : unmanaged
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Load<TMemory, TAddress>;
    }

    private readonly struct Storing<TMemory> : IAccess where TMemory : unmanaged
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Store<TMemory, TAddress>;
    }
}
