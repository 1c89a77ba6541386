using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Atomic memory operations and compare and swap (FEAT_LSE).</summary>
/// <remarks>
/// Arm ARM, C6.2 LDADD, LDCLR, LDEOR, LDSET, LDSMAX, LDSMIN, LDUMAX, LDUMIN, SWP, CAS, CASP and byte and halfword forms. The address must be
/// naturally aligned, and the location readable and writable, also where a comparison fails. Memory that is not RAM does not support them.
/// </remarks>
internal static unsafe class Atomics
{
    public static Handler Predecode(in Instruction i, uint index, DecodedOp* op)
    {
        op->Size = (byte)(1 << (int)(i.Word >> 30));
        op->Shift = (byte)(64 - 8 * op->Size);
        op->Rm = Slots.Source(i.Rs);
        op->Rd = Slots.Destination(i.Rt);
        return ((i.Word >> 12) & 15) switch
        {
            0 => Addresses.Predecode<Modifying<Add>>(i, index, op),
            1 => Addresses.Predecode<Modifying<Clear>>(i, index, op),
            2 => Addresses.Predecode<Modifying<ExclusiveOr>>(i, index, op),
            3 => Addresses.Predecode<Modifying<Set>>(i, index, op),
            4 => Addresses.Predecode<Modifying<SignedMaximum>>(i, index, op),
            5 => Addresses.Predecode<Modifying<SignedMinimum>>(i, index, op),
            6 => Addresses.Predecode<Modifying<UnsignedMaximum>>(i, index, op),
            7 => Addresses.Predecode<Modifying<UnsignedMinimum>>(i, index, op),
            _ => Addresses.Predecode<Modifying<Swap>>(i, index, op),
        };
    }

    public static Handler PredecodeCompareAndSwap(in Instruction i, uint index, DecodedOp* op)
    {
        bool pair = i.Op == A64Op.CASP;
        op->Size = (byte)(pair ? 1 << i.AccessSizeLog2 : 1 << (int)(i.Word >> 30));
        op->Shift = (byte)(64 - 8 * op->Size);
        op->Rm = Slots.Source(i.Rs);
        op->Kind = Slots.Destination(i.Rs);
        op->Rd = Slots.Source(i.Rt);
        if (!pair)
            return Addresses.Predecode<Comparing>(i, index, op);
        // The even registers determine the odd ones; 30 is paired with XZR.
        op->Ra = Slots.Source(i.Rs + 1);
        op->Ra2 = Slots.Destination(i.Rs + 1);
        op->Spare = Slots.Source(i.Rt + 1);
        return Addresses.Predecode<ComparingPair>(i, index, op);
    }

    private static ulong Narrow(ulong value, DecodedOp* op) => value << op->Shift >> op->Shift;

    private static DecodedOp* Modify<TOperation, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TOperation : struct, IModification
        where TAddress : struct, IAddress
    {
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address)
            || !pe.TryLocateHost(s, op, address, op->Size, AccessKind.Read | AccessKind.Write, out byte* host))
            return null;
        ulong data = HostMemory.Read(host, op->Size);
        ulong value = Narrow(s->X[op->Rm], op);
        HostMemory.Write(host, op->Size, TOperation.Apply(data, value, op->Shift));
        s->X[op->Rd] = data;
        return op + 1;
    }

    private static DecodedOp* Compare<TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op) where TAddress : struct, IAddress
    {
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address)
            || !pe.TryLocateHost(s, op, address, op->Size, AccessKind.Read | AccessKind.Write, out byte* host))
            return null;
        ulong data = HostMemory.Read(host, op->Size);
        if (data == Narrow(s->X[op->Rm], op))
            HostMemory.Write(host, op->Size, s->X[op->Rd]);
        s->X[op->Kind] = data;
        return op + 1;
    }

    private static DecodedOp* ComparePair<TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op) where TAddress : struct, IAddress
    {
        int size = op->Size;
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address)
            || !pe.TryLocateHost(s, op, address, size * 2, AccessKind.Read | AccessKind.Write, out byte* host))
            return null;
        ulong data1 = HostMemory.Read(host, size);
        ulong data2 = HostMemory.Read(host + size, size);
        if (data1 == Narrow(s->X[op->Rm], op) && data2 == Narrow(s->X[op->Ra], op))
        {
            HostMemory.Write(host, size, s->X[op->Rd]);
            HostMemory.Write(host + size, size, s->X[op->Spare]);
        }
        s->X[op->Kind] = data1;
        s->X[op->Ra2] = data2;
        return op + 1;
    }

    /// <summary>J1.3 shared pseudocode MemAtomic's operation; both values are narrow.</summary>
    private interface IModification
    {
        static abstract ulong Apply(ulong data, ulong value, int unusedBits);
    }

    private readonly struct Add : IModification
    {
        public static ulong Apply(ulong data, ulong value, int unusedBits) => data + value;
    }

    private readonly struct Clear : IModification
    {
        public static ulong Apply(ulong data, ulong value, int unusedBits) => data & ~value;
    }

    private readonly struct ExclusiveOr : IModification
    {
        public static ulong Apply(ulong data, ulong value, int unusedBits) => data ^ value;
    }

    private readonly struct Set : IModification
    {
        public static ulong Apply(ulong data, ulong value, int unusedBits) => data | value;
    }

    private readonly struct SignedMaximum : IModification
    {
        public static ulong Apply(ulong data, ulong value, int unusedBits) =>
            (long)(data << unusedBits) > (long)(value << unusedBits) ? data : value;
    }

    private readonly struct SignedMinimum : IModification
    {
        public static ulong Apply(ulong data, ulong value, int unusedBits) =>
            (long)(data << unusedBits) > (long)(value << unusedBits) ? value : data;
    }

    private readonly struct UnsignedMaximum : IModification
    {
        public static ulong Apply(ulong data, ulong value, int unusedBits) => Math.Max(data, value);
    }

    private readonly struct UnsignedMinimum : IModification
    {
        public static ulong Apply(ulong data, ulong value, int unusedBits) => Math.Min(data, value);
    }

    private readonly struct Swap : IModification
    {
        public static ulong Apply(ulong data, ulong value, int unusedBits) => value;
    }

    private readonly struct Modifying<TOperation> : IAccess where TOperation : struct, IModification
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Modify<TOperation, TAddress>;
    }

    private readonly struct Comparing : IAccess
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Compare<TAddress>;
    }

    private readonly struct ComparingPair : IAccess
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &ComparePair<TAddress>;
    }
}
