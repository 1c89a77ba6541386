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
            if (!TryDescend(pe, space, range, va, out ulong descriptor, out int level, out uint hierarchy)
                || (descriptor & range.LeafMask) != F.AF || Stage1Walker.NeedsUpdate(range, descriptor, access))
                return false;
            Stage1Walker.Describe(space, range, privilege, va, descriptor, level, hierarchy, ref t);
            if (Walker.Refused(t.Allowed, access) != AccessKind.None)
                return false;
        }
        if (!aligned && t.Stage1Device)
            return false;
        return stage2 is null
            || QuickStage2<TCaching>.TryTranslate(pe, stage2, access, privilege != TranslationSpace.User, aligned, ref t);
    }

    // To a valid leaf.
    private static bool TryDescend(
        ProcessingElement pe, TranslationSpace space, Stage1Range range, ulong va, out ulong descriptor, out int level, out uint hierarchy)
    {
        Unsafe.SkipInit(out descriptor);
        hierarchy = 0;
        level = range.StartLevel;
        ulong table = range.Table, indexMask = range.RootMask;
        int stride = range.Format.Stride, shift;
        if (TCaching.Enabled)
        {
            shift = range.Format.PageShift;
            ulong* found = pe.Walks.Stage1Pages.Find(space.Id, va, shift, out hierarchy);
            if (found != null)
            {
                descriptor = *found;
                level = 3;
                return (descriptor & 3) == 3;
            }
            found = pe.Walks.Stage1Blocks.Find(space.Id, va, shift + stride, out uint upper);
            hierarchy = 0;
            if (found != null)
            {
                descriptor = *found;
                level = 2;
                hierarchy = upper;
                if ((descriptor & 3) != 3)
                    return (descriptor & 1) != 0 && range.Format.AllowsBlock(2);
                if (!TryStepDown(range, descriptor, ref table, ref hierarchy))
                    return false;
                indexMask = (1UL << stride) - 1;
                level = 3;
            }
        }
        shift = range.ShiftOf(level);
        GranuleProtection door = pe.Physical;
        Stage2Geometry? stage2 = space.Stage2;
        while (true)
        {
            ulong entry = table + (va >> shift & indexMask) * 8;
            if (stage2 is not null && !QuickStage2<TCaching>.TryLocateEntry(pe, stage2, entry, out entry))
                return false;
            Pas pas = (hierarchy & space.NonSecureTables) != 0 ? Pas.NonSecure : space.OwnPas;
            if (!door.TryFetch(entry, pas, TCaching.Enabled, out descriptor, out byte* host))
                return false;
            if (TCaching.Enabled && level >= 2 && level > range.StartLevel)
                (level == 3 ? ref pe.Walks.Stage1Pages : ref pe.Walks.Stage1Blocks).Fill(space.Id, va, shift, host, hierarchy);
            if (level == 3)
                return (descriptor & 3) == 3;
            if ((descriptor & 3) != 3)
                return (descriptor & 1) != 0 && range.Format.AllowsBlock(level);
            if (!TryStepDown(range, descriptor, ref table, ref hierarchy))
                return false;
            indexMask = (1UL << stride) - 1;
            level++;
            shift -= stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryStepDown(Stage1Range range, ulong descriptor, ref ulong table, ref uint hierarchy)
    {
        hierarchy |= (uint)(descriptor >> Stage1Walker.HierarchyShift) & range.HierarchyMask;
        table = descriptor & range.AddressMask;
        return (table & range.TooLarge) == 0;
    }
}
