using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>Memory as a debugger sees it: by a PE's translation, or physical in a chosen address space. RAM only, and by the GPT's leave.</summary>
/// <remarks>A device is not read: that would act on it. What the granule protection table keeps from an address space, it keeps from its viewer too.</remarks>
internal static class PhysicalView
{
    private const ulong PageBytes = 0x1000;

    /// <summary>Reads what can be read from an address on.</summary>
    /// <param name="pe">Whose translation and granule protection.</param>
    /// <param name="address">Virtual address, or physical where <paramref name="space"/> is given.</param>
    /// <param name="space">Physical address space; null for the current translation.</param>
    /// <param name="bytes">Takes the bytes.</param>
    /// <returns>How many were read: fewer than asked for where the next page cannot be.</returns>
    public static int Read(ProcessingElement pe, ulong address, PhysicalSpace? space, Span<byte> bytes)
    {
        int done = 0;
        while (done < bytes.Length && TryFind(pe, address + (ulong)done, space, out PhysicalAddress pa))
        {
            int part = PartOfPage(pa, bytes.Length - done);
            if (!IsRam(pe, pa) || !pe.Physical.Read(pa, bytes.Slice(done, part)).Ok)
                break;
            done += part;
        }
        return done;
    }

    /// <summary>Writes all of it or nothing.</summary>
    /// <returns>Whether it was written.</returns>
    public static bool Write(ProcessingElement pe, ulong address, PhysicalSpace? space, ReadOnlySpan<byte> bytes)
    {
        // Everything is read first: where that is possible, so is writing.
        if (Read(pe, address, space, new byte[bytes.Length]) != bytes.Length)
            return false;
        int done = 0;
        while (done < bytes.Length && TryFind(pe, address + (ulong)done, space, out PhysicalAddress pa))
        {
            int part = PartOfPage(pa, bytes.Length - done);
            if (!pe.Physical.Write(pa, bytes.Slice(done, part)).Ok)
                return false;
            done += part;
        }
        return true;
    }

    private static bool TryFind(ProcessingElement pe, ulong address, PhysicalSpace? space, out PhysicalAddress pa)
    {
        if (space is not null)
        {
            pa = space.At(address);
            return true;
        }
        return pe.Peek(new VirtualAddress(address), out pa, out _);
    }

    private static unsafe bool IsRam(ProcessingElement pe, PhysicalAddress pa) => pe.Physical.PeekRam(pa) != null;

    private static int PartOfPage(PhysicalAddress pa, int wanted) => (int)Math.Min((ulong)wanted, PageBytes - (pa.Value & (PageBytes - 1)));
}
