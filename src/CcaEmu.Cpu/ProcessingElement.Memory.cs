using System.Runtime.CompilerServices;
using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

public sealed unsafe partial class ProcessingElement
{
    /// <summary>Loads from memory: the fast TLB first, then <see cref="LoadSlow"/>.</summary>
    /// <returns>False when an exception was taken: the handler then returns null.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Load<T>(PeState* s, DecodedOp* op, ulong va, out T value) where T : unmanaged
    {
        TlbEntry* entry = Tlb.EntryOf(s, va);
        if (Tlb.TagOf(s, va, sizeof(T)) == entry->TagRead)
        {
            value = *(T*)(va + entry->Addend);
            return true;
        }
        Unsafe.SkipInit(out value);
        bool ok = LoadSlow(s, op, va, sizeof(T), AccessKind.Read, out ulong slow);
        value = *(T*)&slow;
        return ok;
    }

    /// <summary>Stores to memory: the fast TLB first, then <see cref="StoreSlow"/>.</summary>
    /// <returns>False when an exception was taken: the handler then returns null.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Store<T>(PeState* s, DecodedOp* op, ulong va, T value) where T : unmanaged
    {
        TlbEntry* entry = Tlb.EntryOf(s, va);
        if (Tlb.TagOf(s, va, sizeof(T)) == entry->TagWrite)
        {
            *(T*)(va + entry->Addend) = value;
            return true;
        }
        ulong slow = 0;
        *(T*)&slow = value;
        return StoreSlow(s, op, va, sizeof(T), AccessKind.Write, slow);
    }

    /// <summary>Stores two elements of 4 or 8 bytes that follow each other; both are checked before either is written.</summary>
    /// <returns>False when an exception was taken.</returns>
    internal bool StorePairSlow(PeState* s, DecodedOp* op, ulong va, int size, ulong first, ulong second)
    {
        ulong next = va + (ulong)size;
        bool aligned = IsAligned(va, size);
        if (!TryLocate(va, aligned, AccessKind.Write, out _, out FaultRecord fault)
            || !TryLocate(next, aligned, AccessKind.Write, out _, out fault)
            || (Crosses(next, size) && !TryLocate((next | 0xFFF) + 1, aligned, AccessKind.Write, out _, out fault)))
            return TakeDataAbort(s, op, fault);
        return StoreSlow(s, op, va, size, AccessKind.Write, first) && StoreSlow(s, op, next, size, AccessKind.Write, second);
    }

    /// <summary>Loads 1, 2, 4 or 8 bytes with every check; fills the fast TLB where the page allows it.</summary>
    internal bool LoadSlow(PeState* s, DecodedOp* op, ulong va, int size, AccessKind access, out ulong value)
    {
        Engine.Settle(s, op);
        if (Crosses(va, size))
            return LoadAcross(s, op, va, size, access, out value);
        value = 0;
        if (!TryLocate(va, IsAligned(va, size), access, out Translation t, out FaultRecord fault))
            return TakeDataAbort(s, op, fault);
        if (_watchpointsArmed && TakeWatchpoint(s, op, new(va, size, access, t.Pa, default)))
            return false;
        // RAM is in the fast TLB now.
        TlbEntry* entry = Tlb.EntryOf(s, va);
        if (entry->TagRead == Tlb.TagOf(s, va, size) && (access & AccessKind.Unprivileged) == 0)
        {
            value = Instructions.HostMemory.Read((byte*)(va + entry->Addend), size);
            return true;
        }
        MemoryResult result = ReadAt(va, t.Pa, size, out value);
        return result.Ok || TakeDataAbort(s, op, Refused(fault, t.Pa, result));
    }

    /// <summary>Stores 1, 2, 4 or 8 bytes with every check; fills the fast TLB where the page allows it.</summary>
    internal bool StoreSlow(PeState* s, DecodedOp* op, ulong va, int size, AccessKind access, ulong value)
    {
        Engine.Settle(s, op);
        if (Crosses(va, size))
            return StoreAcross(s, op, va, size, access, value);
        if (!TryLocate(va, IsAligned(va, size), access, out Translation t, out FaultRecord fault))
            return TakeDataAbort(s, op, fault);
        if (_watchpointsArmed && TakeWatchpoint(s, op, new(va, size, access, t.Pa, default)))
            return false;
        TlbEntry* entry = Tlb.EntryOf(s, va);
        if (entry->TagWrite == Tlb.TagOf(s, va, size) && (access & AccessKind.Unprivileged) == 0)
        {
            Instructions.HostMemory.Write((byte*)(va + entry->Addend), size, value);
            return true;
        }
        MemoryResult result = WriteAt(va, t.Pa, size, value);
        return result.Ok || TakeDataAbort(s, op, Refused(fault, t.Pa, result));
    }

    /// <summary>Checks the alignment of an exclusive or atomic access: natural, or with FEAT_LSE2 within 16 aligned bytes.</summary>
    /// <returns>False when an alignment fault was taken.</returns>
    /// <remarks>J1.1 shared pseudocode AArch64.UnalignedAccessFaults.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool RequireAtomicAlignment(PeState* s, DecodedOp* op, ulong va, int size, AccessKind access) =>
        IsAligned(va, size) || (LiesIn16Bytes(va, size) && AcceptsUnaligned(0)) || FailAlignment(s, op, va, access);

    /// <summary>Like <see cref="RequireAtomicAlignment"/>, for an acquire or release: SCTLR_ELx.nAA lifts the limit of 16 bytes.</summary>
    /// <returns>False when an alignment fault was taken.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool RequireOrderedAlignment(PeState* s, DecodedOp* op, ulong va, int size, AccessKind access) =>
        IsAligned(va, size) || AcceptsUnaligned(LiesIn16Bytes(va, size) ? 0 : SCTLR_ELx.nAA) || FailAlignment(s, op, va, access);

    /// <summary>Like <see cref="RequireOrderedAlignment"/>, for two elements of <paramref name="size"/> bytes.</summary>
    /// <returns>False when an alignment fault was taken.</returns>
    internal bool RequireOrderedPairAlignment(PeState* s, DecodedOp* op, ulong va, int size, AccessKind access)
    {
        bool within = LiesIn16Bytes(va, size) && LiesIn16Bytes(va + (ulong)size, size);
        return IsAligned(va, size) || AcceptsUnaligned(within ? 0 : SCTLR_ELx.nAA) || FailAlignment(s, op, va, access);
    }

    /// <summary>Finds the host address of an exclusive or atomic access, with every check made for reading, writing or both.</summary>
    /// <param name="s">State of this PE.</param>
    /// <param name="op">The instruction.</param>
    /// <param name="va">Address; its alignment is checked.</param>
    /// <param name="size">1 to 16 bytes.</param>
    /// <param name="access">Read, Write or both.</param>
    /// <param name="host">Where the bytes are; the caller may write them where it asked for it.</param>
    /// <returns>False when an exception was taken.</returns>
    /// <remarks>
    /// Memory that is not RAM has no exclusive monitor and no atomics: an "unsupported Exclusive or atomic access" fault.
    /// </remarks>
    internal bool TryLocateHost(PeState* s, DecodedOp* op, ulong va, int size, AccessKind access, out byte* host)
    {
        TlbEntry* entry = Tlb.EntryOf(s, va);
        ulong tag = va & (~0xFFFUL | (ulong)(size - 1));
        host = (byte*)(va + entry->Addend);
        bool read = (access & AccessKind.Read) != 0, write = (access & AccessKind.Write) != 0;
        if ((!read || entry->TagRead == tag) && (!write || entry->TagWrite == tag))
            return true;
        if (!RequireAtomicAlignment(s, op, va, size, read ? AccessKind.Read : AccessKind.Write))
            return false;
        if (!TryLocate(va, IsAligned(va, size), access, out Translation t, out FaultRecord fault))
            return TakeDataAbort(s, op, fault);
        if (_watchpointsArmed && TakeWatchpoint(s, op, new(va, size, access, t.Pa, default)))
            return false;
        byte* page = Physical.MapPage(t.Pa);
        host = page + (va & 0xFFF);
        if (page == null)
            return TakeDataAbort(s, op, fault with { Kind = FaultKind.UnsupportedExclusive, Stage = 1, Pa = t.Pa });
        if (write)
        {
            Reservations.NotifyWrite(Physical.Observer, (ulong)host, (ulong)size);
            Physical.Memory.Code.NotifyWrite(t.Pa.Value, (ulong)size);
        }
        return true;
    }

    /// <summary>Translates and checks one access that stays within a page, and remembers the page in the fast TLB.</summary>
    /// <param name="va">Address.</param>
    /// <param name="aligned">Whether the access, of which this may be a part, is naturally aligned.</param>
    /// <param name="access">What it wants.</param>
    /// <param name="t">Takes the translation.</param>
    /// <param name="fault">Takes the fault.</param>
    internal bool TryLocate(ulong va, bool aligned, AccessKind access, out Translation t, out FaultRecord fault)
    {
        bool unprivileged = (access & AccessKind.Unprivileged) != 0 && IsUnprivilegedLowered;
        ExceptionLevel level = unprivileged ? ExceptionLevel.EL0 : _level;
        if (!aligned && (CurrentSpace.Controls.Sctlr & SCTLR_ELx.A) != 0)
        {
            t = default;
            fault = new FaultRecord { Va = va, Access = access };
            return Walker.Fail(ref fault, FaultKind.Alignment, 1, 0);
        }
        bool ok = TryTranslate(va, access, level, aligned, out t, out fault) && (Physical.Admits(t.Pa) || FailProtection(t.Pa, ref fault));
        if (_shadow is not null && (access & AccessKind.Maintenance) == 0)
            Observe(va, level, t, fault);
        if (!ok)
            return false;
        CountEvent(PmuEvent.L1D_TLB_REFILL);
        if (!unprivileged && _shadow is null)
            Remember(CurrentTlb(), va, t);
        return true;
    }

    /// <summary>Raises what a fault of a data access is: Data Abort, or a GPC exception at EL3.</summary>
    /// <returns>False, for the caller to return.</returns>
    internal bool TakeDataAbort(PeState* s, DecodedOp* op, in FaultRecord fault)
    {
        Engine.Abandon(s, op);
        MemoryFaults.TakeDataAbort(this, fault, op->Word);
        return false;
    }

    private static bool Crosses(ulong va, int size) => ((va ^ (va + (ulong)size - 1)) & ~0xFFFUL) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAligned(ulong va, int size) => (va & (ulong)(size - 1)) == 0;

    private static bool LiesIn16Bytes(ulong va, int size) => (va & 15) + (ulong)size <= 16;

    private bool AcceptsUnaligned(ulong neededOfSctlr) =>
        Features.Has(Feature.FEAT_LSE2)
        && (Raw(TranslationRegime.SctlrOf(_level)) & (SCTLR_ELx.A | neededOfSctlr)) == neededOfSctlr;

    private bool FailAlignment(PeState* s, DecodedOp* op, ulong va, AccessKind access)
    {
        var fault = new FaultRecord { Va = va, Access = access };
        Walker.Fail(ref fault, FaultKind.Alignment, 1, 0);
        return TakeDataAbort(s, op, fault);
    }

    // Both pages must take the access before either is touched.
    private bool TryLocateAcross(
        PeState* s, DecodedOp* op, ulong va, AccessKind access, out PhysicalAddress first, out PhysicalAddress second)
    {
        second = default;
        bool ok = TryLocate(va, false, access, out Translation t, out FaultRecord fault);
        first = t.Pa;
        if (ok)
        {
            ok = TryLocate((va | 0xFFF) + 1, false, access, out t, out fault);
            fault.IsUpperPart = true;
            second = t.Pa;
        }
        return ok || TakeDataAbort(s, op, fault);
    }

    private bool LoadAcross(PeState* s, DecodedOp* op, ulong va, int size, AccessKind access, out ulong value)
    {
        value = 0;
        if (!TryLocateAcross(s, op, va, access, out PhysicalAddress first, out PhysicalAddress second))
            return false;
        if (_watchpointsArmed && TakeWatchpoint(s, op, new(va, size, access, first, second)))
            return false;
        int inFirst = 0x1000 - (int)(va & 0xFFF);
        for (int i = 0; i < size; i++)
        {
            PhysicalAddress pa = i < inFirst ? first + (ulong)i : second + (ulong)(i - inFirst);
            MemoryResult result = ReadAt(va + (ulong)i, pa, 1, out ulong part);
            if (!result.Ok)
                return TakeDataAbort(s, op, Refused(new FaultRecord { Va = va + (ulong)i, Access = access }, pa, result));
            value |= part << (i * 8);
        }
        return true;
    }

    private bool StoreAcross(PeState* s, DecodedOp* op, ulong va, int size, AccessKind access, ulong value)
    {
        if (!TryLocateAcross(s, op, va, access, out PhysicalAddress first, out PhysicalAddress second))
            return false;
        if (_watchpointsArmed && TakeWatchpoint(s, op, new(va, size, access, first, second)))
            return false;
        int inFirst = 0x1000 - (int)(va & 0xFFF);
        for (int i = 0; i < size; i++)
        {
            PhysicalAddress pa = i < inFirst ? first + (ulong)i : second + (ulong)(i - inFirst);
            MemoryResult result = WriteAt(va + (ulong)i, pa, 1, (byte)(value >> (i * 8)));
            if (!result.Ok)
                return TakeDataAbort(s, op, Refused(new FaultRecord { Va = va + (ulong)i, Access = access }, pa, result));
        }
        return true;
    }

    private MemoryResult ReadAt(ulong va, PhysicalAddress pa, int size, out ulong value)
    {
        MemoryResult result = ReadPhysical(pa, size, out value);
        if (_accessesObserved && result.Ok)
            ShowTransfer(va, pa, size, AccessKind.Read, value);
        return result;
    }

    private MemoryResult WriteAt(ulong va, PhysicalAddress pa, int size, ulong value)
    {
        MemoryResult result = WritePhysical(pa, size, value);
        if (_accessesObserved && result.Ok)
            ShowTransfer(va, pa, size, AccessKind.Write, value);
        return result;
    }

    // Devices see naturally aligned accesses only; software that maps one as Normal memory gets it byte by byte.
    private MemoryResult ReadPhysical(PhysicalAddress pa, int size, out ulong value)
    {
        if (IsAligned(pa.Value, size) || Physical.Memory.IsRam(pa.Value, (ulong)size))
            return Physical.Read(pa, size, out value);
        value = 0;
        MemoryResult result = default;
        for (int i = 0; i < size && result.Ok; i++)
        {
            result = Physical.Read(pa + (ulong)i, 1, out ulong part);
            value |= part << (i * 8);
        }
        return result;
    }

    private MemoryResult WritePhysical(PhysicalAddress pa, int size, ulong value)
    {
        if (IsAligned(pa.Value, size) || Physical.Memory.IsRam(pa.Value, (ulong)size))
            return Physical.Write(pa, size, value);
        MemoryResult result = default;
        for (int i = 0; i < size && result.Ok; i++)
            result = Physical.Write(pa + (ulong)i, 1, (byte)(value >> (i * 8)));
        return result;
    }

    private static FaultRecord Refused(FaultRecord fault, PhysicalAddress pa, in MemoryResult result)
    {
        fault.Kind = result.IsExternalAbort ? FaultKind.ExternalAbort : FaultKind.GranuleProtection;
        fault.Stage = 1;
        fault.Pa = pa;
        fault.Gpc = result.Gpc;
        return fault;
    }

    // J1.1 shared pseudocode AArch64.IsUnprivAccessPriv, the other way round.
    private bool IsUnprivilegedLowered =>
        !Uao && (_level == ExceptionLevel.EL1 || (_level == ExceptionLevel.EL2 && IsHost(HCR_EL2.E2H | HCR_EL2.TGE)));

    // Device pages stay out of the fast TLB when alignment has to be looked at access by access.
    private void Remember(Tlb tlb, ulong va, in Translation t)
    {
        if (_watchpointsArmed)
            return;
        bool flat = _s->AlignMask != 0;
        if (t.Device && !flat)
            return;
        byte* host = Physical.MapPage(t.Pa);
        if (host == null)
            return;
        TranslationSpace space = CurrentSpace;
        space.LargestLeafBits = Math.Max(space.LargestLeafBits, t.Stage1Bits);
        TlbEntry* entry = tlb.Claim(va);
        ulong page = va & ~0xFFFUL;
        entry->Addend = (ulong)host - page;
        entry->TagRead = (t.Allowed & AccessKind.Read) != 0 ? page : TlbEntry.Invalid;
        bool writable = (t.Allowed & AccessKind.Write) != 0 && !t.Clean && !Physical.Memory.Code.Contains(t.Pa.Value & ~0xFFFUL)
            && !(Reservations.AnyMarked && Reservations.IsMarkedByOther(Physical.Observer, (ulong)host, 0x1000));
        entry->TagWrite = writable ? page : TlbEntry.Invalid;
    }
}
