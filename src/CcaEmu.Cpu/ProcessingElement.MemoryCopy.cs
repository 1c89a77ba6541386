using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <content>Memory as memory copy and set instructions see it: runs of bytes within a page.</content>
public sealed unsafe partial class ProcessingElement
{
    /// <summary>Finds where bytes that lie within one page are, with every check made.</summary>
    /// <param name="s">State of this PE.</param>
    /// <param name="op">The instruction.</param>
    /// <param name="va">Address of the first byte.</param>
    /// <param name="access">Read or Write, and Unprivileged where EL0's permissions count.</param>
    /// <param name="host">Where the bytes are; null where they are not RAM, and go one by one.</param>
    /// <param name="pa">Physical address; only with <paramref name="host"/>.</param>
    /// <returns>False when an exception was taken.</returns>
    internal bool TryLocateBytes(PeState* s, DecodedOp* op, ulong va, AccessKind access, out byte* host, out PhysicalAddress pa)
    {
        host = null;
        bool ok = TryLocate(va, true, access, out Translation t, out FaultRecord fault);
        pa = t.Pa;
        if (!ok)
            return TakeDataAbort(s, op, fault);
        byte* page = Physical.MapPage(pa);
        if (page != null)
            host = page + (va & 0xFFF);
        return true;
    }

    /// <summary>Copies bytes that lie within one page at either end; overlapping ones as if all were read before any is written.</summary>
    /// <returns>How many bytes were copied: all, or one where an end is a device; 0 when an exception was taken.</returns>
    internal int CopyBytes(PeState* s, DecodedOp* op, ulong to, ulong from, int count, bool forward, AccessKind write, AccessKind read)
    {
        // The byte that goes first, and whose address a fault reports.
        ulong first = forward ? 0 : (ulong)count - 1;
        if (!TryLocateBytes(s, op, from + first, read, out byte* source, out PhysicalAddress sourcePa)
            || !TryLocateBytes(s, op, to + first, write, out byte* target, out PhysicalAddress pa))
            return 0;
        if (source != null && target != null)
        {
            if (_accessesObserved)
            {
                Engine.Abandon(s, op);
                _instructionObserver?.OnAccess(this, new(from, count, AccessKind.Read, new(sourcePa.Value - first, sourcePa.Pas), default));
                _instructionObserver?.OnAccess(this, new(to, count, AccessKind.Write, new(pa.Value - first, pa.Pas), default));
            }
            Physical.Memory.Code.NotifyWrite(pa.Value - first, (ulong)count);
            Buffer.MemoryCopy(source - first, target - first, count, count);
            return count;
        }
        return LoadSlow(s, op, from + first, 1, read, out ulong value) && StoreSlow(s, op, to + first, 1, write, value) ? 1 : 0;
    }

    /// <summary>Sets bytes that lie within one page.</summary>
    /// <returns>How many bytes were set: all, or one where they are a device; 0 when an exception was taken.</returns>
    internal int SetBytes(PeState* s, DecodedOp* op, ulong to, int count, byte value, AccessKind write)
    {
        if (!TryLocateBytes(s, op, to, write, out byte* target, out PhysicalAddress pa))
            return 0;
        if (target == null)
            return StoreSlow(s, op, to, 1, write, value) ? 1 : 0;
        if (_accessesObserved)
        {
            Engine.Abandon(s, op);
            _instructionObserver?.OnAccess(this, new(to, count, AccessKind.Write, pa, default));
        }
        Physical.Memory.Code.NotifyWrite(pa.Value, (ulong)count);
        new Span<byte>(target, count).Fill(value);
        return count;
    }
}
