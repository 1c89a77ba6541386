using System.Runtime.CompilerServices;
using CcaEmu.Arm;
using CcaEmu.Memory;
using F = CcaEmu.Arm.Formats.Stage2DescriptorFields;

namespace CcaEmu.Cpu;

/// <summary>The stage 2 walks that end in a translation and update nothing; see <see cref="QuickWalk{TCaching}"/>.</summary>
/// <typeparam name="TCaching">Whether caches are used.</typeparam>
internal static unsafe class QuickStage2<TCaching> where TCaching : struct, IWalkCaching
{
    /// <summary>Finds where a stage 1 table entry is.</summary>
    /// <returns>False where that takes a closer look.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryLocateEntry(ProcessingElement pe, Stage2Geometry stage2, ulong ipa, out ulong pa)
    {
        Unsafe.SkipInit(out pa);
        if (!TryDescend(pe, stage2, ipa, out ulong descriptor, out int shift) || (descriptor & stage2.EntryMask) != F.AF + F.S2APRead)
            return false;
        if (stage2.PTW && stage2.IsDevice(descriptor, stage1Device: false))
            return false;
        ulong inLeaf = (1UL << shift) - 1;
        pa = (descriptor & stage2.Shape.AddressMask & ~inLeaf) | (ipa & inLeaf);
        return true;
    }

    /// <summary>Translates the output of stage 1.</summary>
    /// <returns>False where that takes a closer look; the result may be half written then.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryTranslate(
        ProcessingElement pe, Stage2Geometry stage2, AccessKind access, bool privileged, bool aligned, ref Translation t)
    {
        ulong ipa = t.Ipa;
        if (!TryDescend(pe, stage2, ipa, out ulong descriptor, out int shift)
            || (descriptor & stage2.Shape.LeafMask) != F.AF || Stage2Walker.NeedsUpdate(stage2, descriptor, access))
            return false;
        Stage2Walker.Describe(stage2, descriptor, shift, ipa, privileged, ref t, out AccessKind allowed);
        return Walker.Refused(allowed, access) == AccessKind.None && (aligned || !t.Device);
    }

    // To a valid leaf.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDescend(ProcessingElement pe, Stage2Geometry stage2, ulong ipa, out ulong descriptor, out int shift)
    {
        Unsafe.SkipInit(out descriptor);
        Unsafe.SkipInit(out shift);
        if (ipa >= stage2.QuickLimit)
            return false;
        if (!TCaching.Enabled)
            return TryDescend(pe, stage2, ipa, stage2.Table, stage2.RootMask, stage2.Shape.RootShift, out descriptor, out shift);
        int leaf = stage2.Shape.PageShift, block = leaf + stage2.Shape.Stride;
        ulong* found = pe.Walks.Stage2Pages.Find(stage2.Id, ipa, leaf, out _);
        if (found != null)
        {
            descriptor = *found;
            shift = leaf;
            return (descriptor & 3) == 3;
        }
        found = pe.Walks.Stage2Blocks.Find(stage2.Id, ipa, block, out _);
        if (found == null)
            return TryDescend(pe, stage2, ipa, stage2.Table, stage2.RootMask, stage2.Shape.RootShift, out descriptor, out shift);
        descriptor = *found;
        shift = block;
        if ((descriptor & 3) != 3)
            return stage2.Shape.IsBlock(descriptor, block);
        ulong table = descriptor & stage2.Shape.AddressMask;
        return (table & stage2.Shape.TooLarge) == 0
            && TryDescend(pe, stage2, ipa, table, stage2.Shape.IndexMask, leaf, out descriptor, out shift);
    }

    // From a table of any level.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryDescend(
        ProcessingElement pe, Stage2Geometry stage2, ulong ipa, ulong table, ulong indexMask, int start, out ulong leaf, out int leafShift)
    {
        GranuleProtection door = pe.Physical;
        Pas pas = stage2.TablePas;
        int shift = start, stride = stage2.Shape.Stride, page = stage2.Shape.PageShift;
        ulong descriptor;
        while (true)
        {
            ulong entry = table + (ipa >> shift & indexMask) * 8;
            byte* host = null;
            if (TCaching.Enabled ? !door.TryFetch(entry, pas, out descriptor, out host) : !door.TryFetchByWalk(entry, pas, out descriptor))
                break;
            if (TCaching.Enabled && shift <= page + stride && shift < stage2.Shape.RootShift)
                (shift == page ? ref pe.Walks.Stage2Pages : ref pe.Walks.Stage2Blocks).Fill(stage2.Id, ipa, shift, host, 0);
            leaf = descriptor;
            leafShift = shift;
            if (shift == page)
                return (descriptor & 3) == 3;
            if ((descriptor & 3) != 3)
                return stage2.Shape.IsBlock(descriptor, shift);
            table = descriptor & stage2.Shape.AddressMask;
            if ((table & stage2.Shape.TooLarge) != 0)
                break;
            indexMask = stage2.Shape.IndexMask;
            shift -= stride;
        }
        Unsafe.SkipInit(out leaf);
        Unsafe.SkipInit(out leafShift);
        return false;
    }
}
