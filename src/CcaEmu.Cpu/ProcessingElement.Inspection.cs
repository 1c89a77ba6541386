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

    /// <summary>What the fast TLBs hold, for reports: what a real TLB would at most hold of the same accesses.</summary>
    public IReadOnlyList<TlbLine> InspectTlb()
    {
        List<TlbLine> lines = [];
        foreach (TranslationSpace space in Spaces.All.Where(space => space.InUse))
        {
            for (int privilege = 0; privilege < space.Tlbs.Length; privilege++)
            {
                if (space.Tlbs[privilege] is { } tlb)
                    AddLines(lines, space, privilege, tlb);
            }
        }
        return lines;
    }

    private void AddLines(List<TlbLine> lines, TranslationSpace space, int privilege, Tlb tlb)
    {
        string name = privilege switch { TranslationSpace.User => "EL0", TranslationSpace.Privileged => "EL1+", _ => "EL1+ with PAN" };
        for (int n = 0; n < Tlb.Entries; n++)
        {
            TlbEntry* entry = tlb.Table + n;
            AccessKind access = (entry->TagRead != TlbEntry.Invalid ? AccessKind.Read : 0) | (entry->TagWrite != TlbEntry.Invalid ? AccessKind.Write : 0)
                | (entry->TagExecute != TlbEntry.Invalid ? AccessKind.Execute : 0);
            if (access == AccessKind.None)
                continue;
            ulong tag = (access & AccessKind.Read) != 0 ? entry->TagRead : (access & AccessKind.Write) != 0 ? entry->TagWrite : entry->TagExecute;
            ulong page = tag & ~0xFFFUL, output = Physical.Memory.AddressOf((byte*)(page + entry->Addend))
                ?? throw new InvalidOperationException($"PE{Index}: the fast TLB leads from 0x{page:x} to host memory that is no RAM");
            lines.Add(new TlbLine(
                space.Regime.ToString(), space.Controls.State, space.Asid, space.Stage2?.Vmid, name, page, output, access));
        }
    }

    /// <summary>
    /// Translates an address as an access of the current level would be, and writes every fetch down in <see cref="LastWalk"/>, for reports:
    /// nothing is cached, nothing is updated.
    /// </summary>
    /// <param name="va">Virtual address.</param>
    /// <param name="access">What is wanted; <see cref="AccessKind.None"/> checks no permission.</param>
    /// <param name="pa">Physical address and space.</param>
    /// <param name="fault">The fault where there is one, the final granule protection check included.</param>
    /// <returns>Whether the access would reach <paramref name="pa"/>.</returns>
    public bool Explain(VirtualAddress va, AccessKind access, out PhysicalAddress pa, out FaultRecord fault)
    {
        LastWalk.Clear();
        bool cached = Walks.Enabled;
        Walks.Enabled = false;
        RecordsWalk = true;
        bool ok = Translate(va, access, out pa, out fault);
        RecordsWalk = false;
        Walks.Enabled = cached;
        return ok;
    }
}
