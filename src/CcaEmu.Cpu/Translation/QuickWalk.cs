using System.Runtime.CompilerServices;
using CcaEmu.Arm;
using CcaEmu.Memory;
using F = CcaEmu.Arm.Formats.Stage1DescriptorFields;

namespace CcaEmu.Cpu;

/// <summary>
/// The walks that end in a translation without a fault and without updating a descriptor, which is nearly all of them. Whatever else a walk
/// comes upon, it gives up, and <see cref="Stage1Walker"/> and <see cref="Stage2Walker"/> decide from the root.
/// </summary>
/// <typeparam name="TCaching">Whether walks start from cached tables, and checks from cached GPIs.</typeparam>
/// <remarks>
/// Formats and states that it does not know are told apart when registers are decoded: <see cref="Stage1Range.WalksQuickly"/>,
/// <see cref="Stage2Geometry.QuickLimit"/>. What descriptors mean is written in the two walkers; here stands how to get to them quickly.
/// </remarks>
internal static unsafe class QuickWalk<TCaching> where TCaching : struct, IWalkCaching
{
    /// <summary>Translates by both stages.</summary>
    /// <param name="pe">The PE that walks.</param>
    /// <param name="space">Controls and tables.</param>
    /// <param name="privilege">Whose permissions apply.</param>
    /// <param name="va">The address.</param>
    /// <param name="access">What is wanted.</param>
    /// <param name="aligned">Whether a data access is aligned.</param>
    /// <param name="stage2">Stage 2, or null where it is off or not asked for.</param>
    /// <param name="t">Takes the result.</param>
    /// <returns>False where it takes a closer look; the result may be half written then.</returns>
    [SkipLocalsInit]
    public static bool TryTranslate(
        ProcessingElement pe, TranslationSpace space, int privilege, ulong va, AccessKind access, bool aligned, Stage2Geometry? stage2,
        ref Translation t)
    {
        if (!aligned && (access & (AccessKind.Aligned | AccessKind.Execute)) != 0)
            return false;
        t.Stage2MemAttr = Translation.NoStage2;
        if (!space.Stage1Enabled)
        {
            if (!Stage1Walker.TryFlat(space, va, access, ref t))
                return false;
        }
        else
        {
            Stage1Range range = space.RangeOf(va);
            bool fetch = (access & AccessKind.Execute) != 0;
            if (!range.WalksQuickly || !range.Contains(va, fetch) || (privilege == TranslationSpace.User && range.RefusesEl0))
                return false;
            if (!TryDescend(pe, space, range, va, out ulong descriptor, out int shift, out uint hierarchy)
                || (descriptor & range.Shape.LeafMask) != F.AF || Stage1Walker.NeedsUpdate(range, descriptor, access))
                return false;
            Stage1Walker.Describe(space, range, privilege, va, descriptor, shift, hierarchy, ref t);
            if (Walker.Refused(t.Allowed, access) != AccessKind.None)
                return false;
        }
        if (!aligned && t.Stage1Device)
            return false;
        return stage2 is null
            || QuickStage2<TCaching>.TryTranslate(pe, stage2, access, privilege != TranslationSpace.User, aligned, ref t);
    }

    // To a valid leaf.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDescend(
        ProcessingElement pe, TranslationSpace space, Stage1Range range, ulong va, out ulong descriptor, out int shift, out uint hierarchy)
    {
        if (!TCaching.Enabled)
            return TryDescend(pe, space, range, va, range.Table, range.RootMask, range.Shape.RootShift, 0, out descriptor, out shift, out hierarchy);
        int leaf = range.Shape.PageShift, block = leaf + range.Shape.Stride;
        ulong* found = pe.Walks.Stage1Pages.Find(space.Id, va, leaf, out hierarchy);
        if (found != null)
        {
            descriptor = *found;
            shift = leaf;
            return (descriptor & 3) == 3;
        }
        found = pe.Walks.Stage1Blocks.Find(space.Id, va, block, out hierarchy);
        if (found == null)
            return TryDescend(pe, space, range, va, range.Table, range.RootMask, range.Shape.RootShift, 0, out descriptor, out shift, out hierarchy);
        descriptor = *found;
        shift = block;
        if ((descriptor & 3) != 3)
            return range.Shape.IsBlock(descriptor, block);
        return TryStepDown(range, descriptor, out ulong table, ref hierarchy)
            && TryDescend(pe, space, range, va, table, range.Shape.IndexMask, leaf, hierarchy, out descriptor, out shift, out hierarchy);
    }

    // From a table of any level.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryDescend(
        ProcessingElement pe, TranslationSpace space, Stage1Range range, ulong va, ulong table, ulong indexMask, int start, uint upper,
        out ulong leaf, out int leafShift, out uint hierarchy)
    {
        GranuleProtection door = pe.Physical;
        Stage2Geometry? stage2 = space.Stage2;
        int shift = start, stride = range.Shape.Stride, page = range.Shape.PageShift;
        ulong descriptor;
        hierarchy = upper;
        while (true)
        {
            ulong entry = table + (va >> shift & indexMask) * 8;
            if (stage2 is not null && !QuickStage2<TCaching>.TryLocateEntry(pe, stage2, entry, out entry))
                break;
            Pas pas = (hierarchy & space.NonSecureTables) != 0 ? Pas.NonSecure : space.OwnPas;
            byte* host = null;
            if (TCaching.Enabled ? !door.TryFetch(entry, pas, out descriptor, out host) : !door.TryFetchByWalk(entry, pas, out descriptor))
                break;
            if (TCaching.Enabled && shift <= page + stride && shift < range.Shape.RootShift)
                (shift == page ? ref pe.Walks.Stage1Pages : ref pe.Walks.Stage1Blocks).Fill(space.Id, va, shift, host, hierarchy);
            leaf = descriptor;
            leafShift = shift;
            if (shift == page)
                return (descriptor & 3) == 3;
            if ((descriptor & 3) != 3)
                return range.Shape.IsBlock(descriptor, shift);
            if (!TryStepDown(range, descriptor, out table, ref hierarchy))
                break;
            indexMask = range.Shape.IndexMask;
            shift -= stride;
        }
        Unsafe.SkipInit(out leaf);
        Unsafe.SkipInit(out leafShift);
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryStepDown(Stage1Range range, ulong descriptor, out ulong table, ref uint hierarchy)
    {
        hierarchy |= (uint)(descriptor >> Stage1Walker.HierarchyShift) & range.HierarchyMask;
        table = descriptor & range.Shape.AddressMask;
        return (table & range.Shape.TooLarge) == 0;
    }
}
