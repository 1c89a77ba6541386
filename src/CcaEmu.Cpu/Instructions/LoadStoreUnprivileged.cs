using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Loads and stores with the permissions of EL0, when executed at EL1.</summary>
/// <remarks>Arm ARM, C6.2 LDTR, LDTRB, LDTRH, LDTRSB, LDTRSH, LDTRSW, STTR, STTRB, STTRH. They are rare: no fast path of their own.</remarks>
internal static unsafe class LoadStoreUnprivileged
{
    public static Handler Predecode(in Instruction i, uint index, DecodedOp* op)
    {
        uint opc = (i.Word >> 22) & 3;
        op->Size = (byte)(1 << (int)(i.Word >> 30));
        op->Shift = (byte)(64 - 8 * op->Size);
        op->Rd = opc == 0 ? Slots.Source(i.Rt) : Slots.Destination(i.Rt);
        return opc switch
        {
            0 => Addresses.Predecode<Storing>(i, index, op),
            1 => Addresses.Predecode<Loading<Unsigned>>(i, index, op),
            2 => Addresses.Predecode<Loading<Signed<W64>>>(i, index, op),
            _ => Addresses.Predecode<Loading<Signed<W32>>>(i, index, op),
        };
    }

    private static DecodedOp* Load<TExtension, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TExtension : struct, IShiftedExtension
        where TAddress : struct, IAddress
    {
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address)
            || !pe.LoadSlow(s, op, address, op->Size, AccessKind.Read | AccessKind.Unprivileged, out ulong data))
            return null;
        s->X[op->Rd] = TExtension.Extend(data << op->Shift, op->Shift);
        return op + 1;
    }

    private static DecodedOp* Store<TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op) where TAddress : struct, IAddress =>
        Addresses.TryGet<TAddress>(pe, s, op, out ulong address)
        && pe.StoreSlow(s, op, address, op->Size, AccessKind.Write | AccessKind.Unprivileged, s->X[op->Rd])
            ? op + 1
            : null;

    private interface IShiftedExtension
    {
        static abstract ulong Extend(ulong value, int shift);
    }

    private readonly struct Unsigned : IShiftedExtension
    {
        public static ulong Extend(ulong value, int shift) => value >> shift;
    }

    private readonly struct Signed<TSize> : IShiftedExtension where TSize : struct, IDataSize
    {
        public static ulong Extend(ulong value, int shift) => TSize.Narrow((ulong)((long)value >> shift));
    }

    private readonly struct Loading<TExtension> : IAccess where TExtension : struct, IShiftedExtension
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Load<TExtension, TAddress>;
    }

    private readonly struct Storing : IAccess
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Store<TAddress>;
    }
}
