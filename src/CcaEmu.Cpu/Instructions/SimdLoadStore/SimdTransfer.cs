using System.Runtime.CompilerServices;

namespace CcaEmu.Cpu.Instructions;

/// <summary>What a load or store of SIMD&amp;FP registers moves between registers and a run of bytes, as a type.</summary>
internal unsafe interface ISimdTransfer
{
    /// <summary>Bytes of a memory element: what alignment is checked for.</summary>
    static abstract int ElementBytes { get; }

    /// <summary>Whether the access has acquire or release semantics.</summary>
    static abstract bool IsOrdered { get; }

    /// <summary>Bytes of the run, 1 to 64.</summary>
    static abstract int TotalBytes(DecodedOp* op);

    /// <summary>Writes the registers; nothing of the instruction can fail any more.</summary>
    static abstract void ToRegisters(PeState* s, DecodedOp* op, byte* from);

    /// <summary>Reads the registers.</summary>
    static abstract void FromRegisters(PeState* s, DecodedOp* op, byte* to);
}

/// <summary>Loads and stores of SIMD&amp;FP registers, whatever they transfer and however they form their address.</summary>
/// <remarks>
/// Arm ARM, C7.2 LDR (immediate, SIMD&amp;FP) and all its kin: the check of access to SIMD&amp;FP registers comes before that of SP, and
/// registers change only when the whole access has succeeded.
/// What misses the fast TLB is a method of its own, so that the usual way needs no room for a copy of the data.
/// </remarks>
internal static unsafe class SimdTransfer
{
    private const int MostBytes = 64;

    /// <summary>The load and the store of a transfer, for each form of address.</summary>
    public readonly struct Loading<TTransfer> : IAccess where TTransfer : struct, ISimdTransfer
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Load<TTransfer, TAddress>;
    }

    /// <inheritdoc cref="Loading{TTransfer}"/>
    public readonly struct Storing<TTransfer> : IAccess where TTransfer : struct, ISimdTransfer
    {
        public static Handler With<TAddress>() where TAddress : struct, IAddress => &Store<TTransfer, TAddress>;
    }

    private static DecodedOp* Load<TTransfer, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TTransfer : struct, ISimdTransfer
        where TAddress : struct, IAddress
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        ulong address = TAddress.Of(s, op);
        TlbEntry* entry = Tlb.EntryOf(s, address);
        if (entry->TagRead != Tlb.BlockTagOf(s, address, TTransfer.TotalBytes(op), TTransfer.ElementBytes)
            || !TAddress.IsReady(s) || (TTransfer.IsOrdered && !IsAligned<TTransfer>(address)))
            return LoadSlow<TTransfer, TAddress>(pe, s, op);
        TTransfer.ToRegisters(s, op, (byte*)(address + entry->Addend));
        TAddress.WriteBack(s, op, address);
        return op + 1;
    }

    private static DecodedOp* LoadSlow<TTransfer, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TTransfer : struct, ISimdTransfer
        where TAddress : struct, IAddress
    {
        byte* copy = stackalloc byte[MostBytes];
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address)
            || (TTransfer.IsOrdered && !pe.RequireOrderedAlignment(s, op, address, TTransfer.ElementBytes, AccessKind.Read))
            || !pe.LoadBlock(s, op, address, TTransfer.TotalBytes(op), TTransfer.ElementBytes, copy))
            return null;
        TTransfer.ToRegisters(s, op, copy);
        TAddress.WriteBack(s, op, address);
        return op + 1;
    }

    private static DecodedOp* Store<TTransfer, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TTransfer : struct, ISimdTransfer
        where TAddress : struct, IAddress
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        ulong address = TAddress.Of(s, op);
        TlbEntry* entry = Tlb.EntryOf(s, address);
        if (entry->TagWrite != Tlb.BlockTagOf(s, address, TTransfer.TotalBytes(op), TTransfer.ElementBytes)
            || !TAddress.IsReady(s) || (TTransfer.IsOrdered && !IsAligned<TTransfer>(address)))
            return StoreSlow<TTransfer, TAddress>(pe, s, op);
        TTransfer.FromRegisters(s, op, (byte*)(address + entry->Addend));
        TAddress.WriteBack(s, op, address);
        return op + 1;
    }

    private static DecodedOp* StoreSlow<TTransfer, TAddress>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where TTransfer : struct, ISimdTransfer
        where TAddress : struct, IAddress
    {
        byte* copy = stackalloc byte[MostBytes];
        TTransfer.FromRegisters(s, op, copy);
        if (!Addresses.TryGet<TAddress>(pe, s, op, out ulong address)
            || (TTransfer.IsOrdered && !pe.RequireOrderedAlignment(s, op, address, TTransfer.ElementBytes, AccessKind.Write))
            || !pe.StoreBlock(s, op, address, TTransfer.TotalBytes(op), TTransfer.ElementBytes, copy))
            return null;
        TAddress.WriteBack(s, op, address);
        return op + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAligned<TTransfer>(ulong address) where TTransfer : struct, ISimdTransfer =>
        (address & (ulong)(TTransfer.ElementBytes - 1)) == 0;
}
