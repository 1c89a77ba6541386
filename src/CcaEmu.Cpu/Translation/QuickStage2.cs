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
        if (!TryDescend(pe, stage2, ipa, out ulong descriptor, out int level) || (descriptor & stage2.EntryMask) != F.AF + F.S2APRead)
            return false;
        if (stage2.PTW && stage2.IsDevice(descriptor, stage1Device: false))
            return false;
        ulong inLeaf = (1UL << stage2.ShiftOf(level)) - 1;
        pa = (descriptor & stage2.AddressMask & ~inLeaf) | (ipa & inLeaf);
        return true;
    }

    /// <summary>Translates the output of stage 1.</summary>
    /// <returns>False where that takes a closer look; the result may be half written then.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryTranslate(
        ProcessingElement pe, Stage2Geometry stage2, AccessKind access, bool privileged, bool aligned, ref Translation t)
    {
        ulong ipa = t.Ipa;
        if (!TryDescend(pe, stage2, ipa, out ulong descriptor, out int level)
            || (descriptor & stage2.LeafMask) != F.AF || Stage2Walker.NeedsUpdate(stage2, descriptor, access))
            return false;
        Stage2Walker.Describe(stage2, descriptor, level, ipa, privileged, ref t, out AccessKind allowed);
        return Walker.Refused(allowed, access) == AccessKind.None && (aligned || !t.Device);
    }

    // To a valid leaf.
    private static bool TryDescend(ProcessingElement pe, Stage2Geometry stage2, ulong ipa, out ulong descriptor, out int level)
    {
        Unsafe.SkipInit(out descriptor);
        Unsafe.SkipInit(out level);
        if (ipa >= stage2.QuickLimit)
            return false;
        ulong table = stage2.Table, indexMask = stage2.RootMask;
        int stride = stage2.Format.Stride, shift;
        int first = 0;
        if (TCaching.Enabled)
        {
            shift = stage2.Format.PageShift;
            ulong* found = pe.Walks.Stage2Pages.Find(stage2.Id, ipa, shift, out _);
            if (found != null)
            {
                descriptor = *found;
                level = 3;
                return (descriptor & 3) == 3;
            }
            found = pe.Walks.Stage2Blocks.Find(stage2.Id, ipa, shift + stride, out _);
            if (found != null)
            {
                descriptor = *found;
                level = 2;
                if ((descriptor & 3) != 3)
                    return (descriptor & 1) != 0 && stage2.Format.AllowsBlock(2);
                table = descriptor & stage2.AddressMask;
                if ((table & stage2.TooLarge) != 0)
                    return false;
                indexMask = (1UL << stride) - 1;
                first = 3;
            }
        }
        level = first == 0 ? stage2.StartLevel : first;
        shift = stage2.ShiftOf(level);
        GranuleProtection door = pe.Physical;
        Pas pas = stage2.TablePas;
        while (true)
        {
            if (!door.TryFetch(table + (ipa >> shift & indexMask) * 8, pas, TCaching.Enabled, out descriptor, out byte* host))
                return false;
            if (TCaching.Enabled && level >= 2 && level > stage2.StartLevel)
                (level == 3 ? ref pe.Walks.Stage2Pages : ref pe.Walks.Stage2Blocks).Fill(stage2.Id, ipa, shift, host, 0);
            if (level == 3)
                return (descriptor & 3) == 3;
            if ((descriptor & 3) != 3)
                return (descriptor & 1) != 0 && stage2.Format.AllowsBlock(level);
            table = descriptor & stage2.AddressMask;
            if ((table & stage2.TooLarge) != 0)
                return false;
            indexMask = (1UL << stride) - 1;
            level++;
            shift -= stride;
        }
    }
}
