using System.Numerics;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Load-acquire and store-release of one register.</summary>
/// <remarks>
/// Arm ARM, C6.2 LDAR, LDLAR, LDAPR, STLR, STLLR, LDAPUR, STLUR and their byte, halfword and signed forms; B2.8 for alignment. PEs run
/// one after the other, each in program order: ordering needs nothing more. LDAPR with writeback whose base is its destination is
/// CONSTRAINED UNPREDICTABLE: UNDEFINED here; STLR with writeback of its own base stores the value from before.
/// </remarks>
internal static unsafe class LoadStoreOrdered
{
    public static Handler Predecode(in Instruction i, uint index, DecodedOp* op)
    {
        bool load = ((i.Word >> 22) & 1) != 0 || i.Op is A64Op.LDAPRB or A64Op.LDAPRH or A64Op.LDAPR;
        if (i.Op == A64Op.LDAPR_post && i.Rt == i.Rn && i.Rn != 31)
            return &Exceptions.Undefined;
        return Choose(load, i, index, op);
    }

    /// <summary>LDAPUR and STLUR: opc says whether it is a store, a load, or a load that extends the sign to 64 or 32 bits.</summary>
    public static Handler PredecodeUnscaled(in Instruction i, uint index, DecodedOp* op)
    {
        uint opc = (i.Word >> 22) & 3;
        if (opc < 2)
            return Choose(opc == 1, i, index, op);
        op->Rd = Slots.Destination(i.Rt);
        return opc == 2 ? LoadSigned<W64>(i, index, op) : LoadSigned<W32>(i, index, op);
    }

    private static Handler Choose(bool load, in Instruction i, uint index, DecodedOp* op)
    {
        op->Rd = load ? Slots.Destination(i.Rt) : Slots.Source(i.Rt);
        return (load, i.Word >> 30) switch
        {
            (true, 0) => Addresses.Predecode<Loading<byte, LoadStoreRegister.Zero<byte>>>(i, index, op),
            (true, 1) => Addresses.Predecode<Loading<ushort, LoadStoreRegister.Zero<ushort>>>(i, index, op),
            (true, 2) => Addresses.Predecode<Loading<uint, LoadStoreRegister.Zero<uint>>>(i, index, op),
            (true, _) => Addresses.Predecode<Loading<ulong, LoadStoreRegister.Zero<ulong>>>(i, index, op),
            (false, 0) => Addresses.Predecode<Storing<byte>>(i, index, op),
            (false, 1) => Addresses.Predecode<Storing<ushort>>(i, index, op),
            (false, 2) => Addresses.Predecode<Storing<uint>>(i, index, op),
            _ => Addresses.Predecode<Storing<ulong>>(i, index, op),
        };
    }

    private static Handler LoadSigned<TSize>(in Instruction i, uint index, DecodedOp* op) where TSize : struct, IDataSize =>
        (i.Word >> 30) switch
        {
            0 => Addresses.Predecode<Loading<sbyte, LoadStoreRegister.Sign<sbyte, TSize>>>(i, index, op),
            1 => Addresses.Predecode<Loading<short, LoadStoreRegister.Sign<short, TSize>>>(i, index, op),
            _ => Addresses.Predecode<Loading<int, LoadStoreRegister.Sign<int, TSize>>>(i, index, op),
        };

    private static DecodedOp* Load<TMemory, TExtension, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TMemory : unmanaged
        where TExtension : struct, IExtension<TMemory>
        where TAddress : struct, IAddress
    {
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address)
            || !pe.RequireOrderedAlignment(s, op, address, sizeof(TMemory), AccessKind.Read)
            || !pe.Load(s, op, address, out TMemory data))
            return null;
        TAddress.WriteBack(s, op, address);
        s->X[op->Rd] = TExtension.Extend(data);
        return op + 1;
    }

    private static DecodedOp* Store<TMemory, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TMemory : unmanaged
        where TAddress : struct, IAddress
    {
        ulong data = s->X[op->Rd];
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address)
            || !pe.RequireOrderedAlignment(s, op, address, sizeof(TMemory), AccessKind.Write)
            || !pe.Store(s, op, address, *(TMemory*)&data))
            return null;
        TAddress.WriteBack(s, op, address);
        return op + 1;
    }

    private readonly struct Loading<TMemory, TExtension> : IAccess
        where TMemory : unmanaged, IBinaryInteger<TMemory>
        where TExtension : struct, IExtension<TMemory>
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Load<TMemory, TExtension, TAddress>;
    }

    private readonly struct Storing<TMemory> : IAccess where TMemory : unmanaged
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Store<TMemory, TAddress>;
    }
}
