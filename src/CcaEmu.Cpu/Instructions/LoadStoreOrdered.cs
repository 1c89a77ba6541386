using System.Numerics;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Load-acquire and store-release of one register; the address must be naturally aligned (FEAT_LSE2 is absent).</summary>
/// <remarks>
/// Arm ARM, C6.2 LDAR, LDLAR, LDAPR, STLR, STLLR and their byte and halfword forms. PEs run one after the other, each in program order:
/// ordering needs nothing more.
/// </remarks>
internal static unsafe class LoadStoreOrdered
{
    public static Handler Predecode(in Instruction i, uint index, DecodedOp* op)
    {
        bool load = ((i.Word >> 22) & 1) != 0 || i.Op is A64Op.LDAPRB or A64Op.LDAPRH or A64Op.LDAPR;
        op->Rd = load ? Slots.Destination(i.Rt) : Slots.Source(i.Rt);
        return (load, i.Word >> 30) switch
        {
            (true, 0) => Addresses.Predecode<Loading<byte>>(i, index, op),
            (true, 1) => Addresses.Predecode<Loading<ushort>>(i, index, op),
            (true, 2) => Addresses.Predecode<Loading<uint>>(i, index, op),
            (true, _) => Addresses.Predecode<Loading<ulong>>(i, index, op),
            (false, 0) => Addresses.Predecode<Storing<byte>>(i, index, op),
            (false, 1) => Addresses.Predecode<Storing<ushort>>(i, index, op),
            (false, 2) => Addresses.Predecode<Storing<uint>>(i, index, op),
            _ => Addresses.Predecode<Storing<ulong>>(i, index, op),
        };
    }

    private static DecodedOp* Load<TMemory, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TMemory : unmanaged, IBinaryInteger<TMemory>
        where TAddress : struct, IAddress
    {
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address) || !pe.RequireAligned(s, op, address, sizeof(TMemory), AccessKind.Read)
            || !pe.Load(s, op, address, out TMemory data))
            return null;
        s->X[op->Rd] = ulong.CreateTruncating(data);
        return op + 1;
    }

    private static DecodedOp* Store<TMemory, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TMemory : unmanaged
        where TAddress : struct, IAddress
    {
        ulong data = s->X[op->Rd];
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address) || !pe.RequireAligned(s, op, address, sizeof(TMemory), AccessKind.Write)
            || !pe.Store(s, op, address, *(TMemory*)&data))
            return null;
        return op + 1;
    }

    private readonly struct Loading<TMemory> : IAccess where TMemory : unmanaged, IBinaryInteger<TMemory>
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Load<TMemory, TAddress>;
    }

    private readonly struct Storing<TMemory> : IAccess where TMemory : unmanaged
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Store<TMemory, TAddress>;
    }
}
