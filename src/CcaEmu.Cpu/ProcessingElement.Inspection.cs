namespace CcaEmu.Cpu;

public sealed unsafe partial class ProcessingElement
{
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
