using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Exclusive loads and stores of one register or a pair.</summary>
/// <remarks>
/// Arm ARM, C6.2 LDXR, LDAXR, LDXP, LDAXP, STXR, STLXR, STXP, STLXP and byte and halfword forms; J1.3 AArch64.ExclusiveMonitorsPass.
/// CONSTRAINED UNPREDICTABLE choices: a status register that is also base or data, and a pair load into one register twice, are UNDEFINED.
/// A store-exclusive without a mark makes no memory access, so it cannot fault but for alignment.
/// </remarks>
internal static unsafe class LoadStoreExclusive
{
    public static Handler Predecode(in Instruction i, uint index, DecodedOp* op)
    {
        bool load = ((i.Word >> 22) & 1) != 0;
        bool pair = ((i.Word >> 21) & 1) != 0;
        op->Size = (byte)(1 << (int)(i.Word >> 30));
        op->Shift = (byte)(op->Size * (pair ? 2 : 1));
        if (load)
        {
            if (pair && i.Rt == i.Rt2)
                return &Exceptions.Undefined;
            op->Rd = Slots.Destination(i.Rt);
            op->Ra = pair ? Slots.Destination(i.Rt2) : (byte)PeState.Discard;
            return Addresses.Predecode<Loading>(i, index, op);
        }
        if (i.Rs == i.Rt || (pair && i.Rs == i.Rt2) || (i.Rs == i.Rn && i.Rn != 31))
            return &Exceptions.Undefined;
        op->Kind = Slots.Destination(i.Rs);
        op->Rd = Slots.Source(i.Rt);
        op->Ra = pair ? Slots.Source(i.Rt2) : (byte)PeState.Zero;
        return Addresses.Predecode<Storing>(i, index, op);
    }

    private static DecodedOp* Load<TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op) where TAddress : struct, IAddress
    {
        int size = op->Shift;
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address) || !pe.TryLocateHost(s, op, address, size, AccessKind.Read, out byte* host))
            return null;
        ulong low = HostMemory.Read(host, op->Size);
        ulong high = size > op->Size ? HostMemory.Read(host + op->Size, op->Size) : 0;
        pe.MarkExclusive(host, size);
        s->X[op->Rd] = low;
        s->X[op->Ra] = high;
        return op + 1;
    }

    private static DecodedOp* Store<TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op) where TAddress : struct, IAddress
    {
        int size = op->Shift;
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address) || !pe.RequireAtomicAlignment(s, op, address, size, AccessKind.Write))
            return null;
        ExclusiveMonitor monitor = pe.ExclusiveMonitor;
        bool pass = monitor.Marked;
        if (pass)
        {
            if (!pe.TryLocateHost(s, op, address, size, AccessKind.Write, out byte* host))
                return null;
            pass = monitor.Location == (ulong)host && monitor.Size == size;
            if (pass)
            {
                HostMemory.Write(host, op->Size, s->X[op->Rd]);
                if (size > op->Size)
                    HostMemory.Write(host + op->Size, op->Size, s->X[op->Ra]);
            }
        }
        pe.ClearExclusive();
        s->X[op->Kind] = pass ? 0UL : 1;
        return op + 1;
    }

    private readonly struct Loading : IAccess
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Load<TAddress>;
    }

    private readonly struct Storing : IAccess
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Store<TAddress>;
    }
}
