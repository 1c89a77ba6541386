using CcaEmu.Arm;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

public sealed unsafe partial class ProcessingElement
{
    /// <summary>Translates an address as <see cref="Translate"/> does, without leaving a trace in any cache that a guest's accesses use.</summary>
    /// <param name="va">Virtual address.</param>
    /// <param name="pa">Physical address and space.</param>
    /// <param name="fault">The fault where there is one.</param>
    /// <returns>Whether the tables lead anywhere; no permission is checked, nor is the granule protection of <paramref name="pa"/>.</returns>
    public bool Peek(VirtualAddress va, out PhysicalAddress pa, out FaultRecord fault)
    {
        bool cached = Walks.Enabled;
        Walks.Enabled = false;
        bool ok = TryTranslate(va.Value, AccessKind.NoUpdate, _level, aligned: true, out Translation t, out fault);
        Walks.Enabled = cached;
        pa = t.Pa;
        return ok;
    }

    /// <summary>Every host page that the fast TLBs know: what guest accesses reach without another look.</summary>
    /// <remarks>For tests of the rule that these are pages of guest memory and nothing else.</remarks>
    internal HashSet<nint> HostPagesOfTlbs()
    {
        HashSet<nint> pages = [];
        foreach (Tlb? tlb in Spaces.All.SelectMany(space => space.Tlbs.ToArray()))
        {
            for (int n = 0; tlb is not null && n < Tlb.Entries; n++)
            {
                TlbEntry* entry = tlb.Table + n;
                Add(entry->TagRead, entry->Addend);
                Add(entry->TagWrite, entry->Addend);
                Add(entry->TagExecute, entry->Addend);
            }
        }
        return pages;

        void Add(ulong tag, ulong addend)
        {
            if (tag != TlbEntry.Invalid)
                pages.Add((nint)((tag & ~0xFFFUL) + addend));
        }
    }
}
