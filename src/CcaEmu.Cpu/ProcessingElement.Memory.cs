using System.Runtime.CompilerServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

public sealed unsafe partial class ProcessingElement
{
    /// <summary>The last memory fault that became an exception; kept for reports.</summary>
    public FaultRecord LastFault { get; private set; }

    /// <summary>Loads from memory: the fast TLB first, then <see cref="LoadSlow"/>.</summary>
    /// <returns>False when an exception was taken: the handler then returns null.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Load<T>(PeState* s, DecodedOp* op, ulong va, out T value) where T : unmanaged
    {
        TlbEntry* entry = s->Tlb + Tlb.IndexOf(va);
        if (Tag(s, va, sizeof(T)) == entry->TagRead)
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
        TlbEntry* entry = s->Tlb + Tlb.IndexOf(va);
        if (Tag(s, va, sizeof(T)) == entry->TagWrite)
        {
            *(T*)(va + entry->Addend) = value;
            return true;
        }
        ulong slow = 0;
        *(T*)&slow = value;
        return StoreSlow(s, op, va, sizeof(T), AccessKind.Write, slow);
    }

    /// <summary>Loads 1, 2, 4 or 8 bytes with every check; fills the fast TLB where the page allows it.</summary>
    internal bool LoadSlow(PeState* s, DecodedOp* op, ulong va, int size, AccessKind access, out ulong value)
    {
        value = 0;
        if (Crosses(va, size) && IsAlignmentFree(s, access, va, size))
        {
            for (int i = 0; i < size; i++)
            {
                if (!LoadSlow(s, op, va + (ulong)i, 1, access & ~AccessKind.Aligned, out ulong part))
                    return false;
                value |= part << (i * 8);
            }
            return true;
        }
        if (!TryLocate(s, va, size, access, out Translation t, out FaultRecord fault))
            return TakeDataAbort(s, op, fault);
        MemoryResult result = Physical.Read(t.Pa, size, out value);
        return result.Ok || TakeDataAbort(s, op, Refused(fault, t, result));
    }

    /// <summary>Stores 1, 2, 4 or 8 bytes with every check; fills the fast TLB where the page allows it.</summary>
    internal bool StoreSlow(PeState* s, DecodedOp* op, ulong va, int size, AccessKind access, ulong value)
    {
        if (Crosses(va, size) && IsAlignmentFree(s, access, va, size))
        {
            // Both pages must take the store before either is written.
            if (!TryLocate(s, va, 1, access, out _, out FaultRecord first))
                return TakeDataAbort(s, op, first);
            if (!TryLocate(s, (va + (ulong)size - 1) & ~0xFFFUL, 1, access, out _, out FaultRecord second))
                return TakeDataAbort(s, op, second);
            for (int i = 0; i < size; i++)
            {
                if (!StoreSlow(s, op, va + (ulong)i, 1, access & ~AccessKind.Aligned, (byte)(value >> (i * 8))))
                    return false;
            }
            return true;
        }
        if (!TryLocate(s, va, size, access, out Translation t, out FaultRecord fault))
            return TakeDataAbort(s, op, fault);
        MemoryResult result = Physical.Write(t.Pa, size, value);
        return result.Ok || TakeDataAbort(s, op, Refused(fault, t, result));
    }

    /// <summary>Translates and checks one access that stays within a page, and remembers the page in the fast TLB.</summary>
    internal bool TryLocate(PeState* s, ulong va, int size, AccessKind access, out Translation t, out FaultRecord fault)
    {
        bool unprivileged = (access & AccessKind.Unprivileged) != 0 && _level == ExceptionLevel.EL1;
        ExceptionLevel level = unprivileged ? ExceptionLevel.EL0 : _level;
        bool aligned = (va & (ulong)(size - 1)) == 0;
        bool alignmentChecked = (Raw(TranslationRegime.SctlrOf(_level)) & SCTLR_ELx.A) != 0;
        if (!aligned && (alignmentChecked || (access & AccessKind.Aligned) != 0))
        {
            t = default;
            fault = new FaultRecord { Va = va, Access = access };
            return Walker.Fail(ref fault, FaultKind.Alignment, 1, 0);
        }
        if (!TryTranslate(va, access, level, aligned, out t, out fault))
            return false;
        if (!Physical.Admits(t.Pa))
            return FailProtection(t.Pa, ref fault);
        if (!unprivileged)
            Remember(TlbOf(level), va, t);
        return true;
    }

    /// <summary>Raises what a fault of a data access is: Data Abort, or a GPC exception at EL3.</summary>
    /// <returns>False, for the caller to return.</returns>
    internal bool TakeDataAbort(PeState* s, DecodedOp* op, in FaultRecord fault)
    {
        Engine.Abandon(s, op);
        LastFault = fault;
        MemoryFaults.TakeDataAbort(this, fault, op->Word);
        return false;
    }

    internal void TakeInstructionAbort(in FaultRecord fault)
    {
        LastFault = fault;
        MemoryFaults.TakeInstructionAbort(this, fault);
    }

    // The tag an access has to find: its page, with the low bits that must be zero where alignment is checked, and with the page
    // of its last byte where it is not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Tag(PeState* s, ulong va, int size)
    {
        ulong low = (ulong)(size - 1);
        return (va + (low & ~s->AlignMask)) & (~0xFFFUL | (s->AlignMask & low));
    }

    private static bool Crosses(ulong va, int size) => ((va ^ (va + (ulong)size - 1)) & ~0xFFFUL) != 0;

    private static bool IsAlignmentFree(PeState* s, AccessKind access, ulong va, int size) =>
        s->AlignMask == 0 && ((access & AccessKind.Aligned) == 0 || (va & (ulong)(size - 1)) == 0);

    private static FaultRecord Refused(FaultRecord fault, in Translation t, in MemoryResult result)
    {
        fault.Kind = result.IsExternalAbort ? FaultKind.ExternalAbort : FaultKind.GranuleProtection;
        fault.Stage = 1;
        fault.Pa = t.Pa;
        fault.Gpc = result.Gpc;
        return fault;
    }

    // Device pages stay out of the fast TLB when alignment has to be looked at access by access.
    private void Remember(Tlb tlb, ulong va, in Translation t)
    {
        bool flat = _s->AlignMask != 0;
        if (t.Device && !flat)
            return;
        byte* host = Physical.MapPage(t.Pa);
        if (host == null)
            return;
        TlbEntry* entry = tlb.Claim(va);
        ulong page = va & ~0xFFFUL;
        entry->Addend = (ulong)host - page;
        entry->TagRead = (t.Allowed & AccessKind.Read) != 0 ? page : TlbEntry.Invalid;
        bool writable = (t.Allowed & AccessKind.Write) != 0 && !Physical.Memory.Code.Contains(t.Pa.Value & ~0xFFFUL);
        entry->TagWrite = writable ? page : TlbEntry.Invalid;
    }
}
