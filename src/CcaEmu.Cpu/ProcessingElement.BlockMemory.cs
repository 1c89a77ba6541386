using CcaEmu.Memory;

namespace CcaEmu.Cpu;

public sealed unsafe partial class ProcessingElement
{
    /// <summary>Loads a run of elements with every check, and fills the fast TLB where the pages allow it.</summary>
    /// <param name="s">State of this PE.</param>
    /// <param name="op">The instruction.</param>
    /// <param name="va">Address of the first element.</param>
    /// <param name="totalBytes">1 to 64, so that the run lies in one page or in two.</param>
    /// <param name="elementBytes">Bytes of an element; alignment is that of elements, not of the run.</param>
    /// <param name="to">Takes the bytes; only whole when this succeeds.</param>
    /// <returns>False when an exception was taken.</returns>
    internal bool LoadBlock(PeState* s, DecodedOp* op, ulong va, int totalBytes, int elementBytes, byte* to)
    {
        Engine.Settle(s, op);
        if (!TryLocateBlock(s, op, va, totalBytes, elementBytes, AccessKind.Read, out BlockPages pages))
            return false;
        for (int done = 0; done < totalBytes;)
        {
            int size = pages.PieceAt(done, elementBytes);
            PhysicalAddress pa = pages.At(done);
            MemoryResult result = ReadAt(va + (ulong)done, pa, size, out ulong value);
            if (!result.Ok)
                return TakeDataAbort(s, op, Refused(new FaultRecord { Va = va + (ulong)done, Access = AccessKind.Read }, pa, result));
            Instructions.HostMemory.Write(to + done, size, value);
            done += size;
        }
        return true;
    }

    /// <summary>Stores a run of elements with every check; all pages are checked before any byte is written.</summary>
    /// <param name="s">State of this PE.</param>
    /// <param name="op">The instruction.</param>
    /// <param name="va">Address of the first element.</param>
    /// <param name="totalBytes">1 to 64, so that the run lies in one page or in two.</param>
    /// <param name="elementBytes">Bytes of an element; alignment is that of elements, not of the run.</param>
    /// <param name="from">The bytes.</param>
    /// <returns>False when an exception was taken.</returns>
    internal bool StoreBlock(PeState* s, DecodedOp* op, ulong va, int totalBytes, int elementBytes, byte* from)
    {
        Engine.Settle(s, op);
        if (!TryLocateBlock(s, op, va, totalBytes, elementBytes, AccessKind.Write, out BlockPages pages))
            return false;
        for (int done = 0; done < totalBytes;)
        {
            int size = pages.PieceAt(done, elementBytes);
            PhysicalAddress pa = pages.At(done);
            MemoryResult result = WriteAt(va + (ulong)done, pa, size, Instructions.HostMemory.Read(from + done, size));
            if (!result.Ok)
                return TakeDataAbort(s, op, Refused(new FaultRecord { Va = va + (ulong)done, Access = AccessKind.Write }, pa, result));
            done += size;
        }
        return true;
    }

    // The elements are accessed in order: the first address that faults is the run's own or the first of the second page.
    private bool TryLocateBlock(
        PeState* s, DecodedOp* op, ulong va, int totalBytes, int elementBytes, AccessKind access, out BlockPages pages)
    {
        bool aligned = IsAligned(va, elementBytes);
        pages = default;
        bool ok = TryLocate(va, aligned, access, out Translation t, out FaultRecord fault);
        pages.First = t.Pa;
        pages.InFirst = 0x1000 - (int)(va & 0xFFF);
        if (ok && pages.InFirst < totalBytes)
        {
            ok = TryLocate((va | 0xFFF) + 1, aligned, access, out t, out fault);
            pages.Second = t.Pa;
        }
        if (!ok)
            return TakeDataAbort(s, op, fault);
        return !_watchpointsArmed || !TakeWatchpoint(s, op, new(va, totalBytes, access, pages.First, pages.Second));
    }

    /// <summary>Where a run of bytes lies.</summary>
    private struct BlockPages
    {
        public PhysicalAddress First;
        public PhysicalAddress Second;
        public int InFirst;

        public readonly PhysicalAddress At(int offset) => offset < InFirst ? First + (ulong)offset : Second + (ulong)(offset - InFirst);

        // An element, a half of one of 16 bytes, or a byte of one that lies in both pages.
        public readonly int PieceAt(int offset, int elementBytes)
        {
            int piece = Math.Min(elementBytes, 8);
            return offset % piece != 0 || (offset < InFirst && offset + piece > InFirst) ? 1 : piece;
        }
    }
}
