using System.Runtime.CompilerServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Memory;
using F = CcaEmu.Arm.Formats.Stage1DescriptorFields;

namespace CcaEmu.Cpu;

/// <summary>The stage 1 walk of every regime; in EL1&amp;0 each of its fetches goes through stage 2.</summary>
/// <remarks>Arm ARM, J1.1 shared pseudocode AArch64.S1Translate, AArch64.S1Walk and what they call; D8.3 to D8.5.</remarks>
internal static unsafe class Stage1Walker
{
    // Bits of the hierarchy: those of table descriptors from bit 59 on.
    internal const int HierarchyShift = 59;
    internal const uint NSTable = 16;

    /// <summary>Translates a virtual address by stage 1 alone, with its alignment and permission checks and hardware updates.</summary>
    /// <param name="pe">The PE that walks.</param>
    /// <param name="space">Controls and tables.</param>
    /// <param name="privilege">Whose permissions apply; see <see cref="TranslationSpace.Permissions"/>.</param>
    /// <param name="va">The address.</param>
    /// <param name="access">What is wanted.</param>
    /// <param name="aligned">Whether a data access is aligned.</param>
    /// <param name="t">Takes intermediate address (also in <see cref="Translation.Pa"/>), allowed accesses and attributes.</param>
    /// <param name="fault">Takes the fault.</param>
    public static bool TryTranslate(
        ProcessingElement pe, TranslationSpace space, int privilege, ulong va, AccessKind access, bool aligned, ref Translation t,
        ref FaultRecord fault)
    {
        t.Stage2MemAttr = Translation.NoStage2;
        if (!space.Stage1Enabled)
            return Flat(space, va, access, aligned, ref t, ref fault);
        Stage1Range range = space.RangeOf(va);
        bool fetch = (access & AccessKind.Execute) != 0;
        bool refused = privilege == TranslationSpace.User && range.RefusesEl0;
        if (range.Unusable || refused || !range.Contains(va, fetch))
            return Walker.Fail(ref fault, FaultKind.Translation, 1, 0);
        if (range.Table >> range.OutputBits != 0)
            return Walker.Fail(ref fault, FaultKind.AddressSize, 1, 0);
        var leaf = new Leaf { Level = range.StartLevel, Table = range.Table, IndexMask = range.RootMask };
        return Walk(pe, space, range, va, ref leaf, ref fault) && Finish(pe, space, range, privilege, va, access, aligned, leaf, ref t, ref fault);
    }

    // Where a walk is, and in the end the leaf.
    private struct Leaf
    {
        public ulong Table;
        public ulong IndexMask;
        public ulong Descriptor;

        // Of the descriptor; by stage 1 and, where there is stage 2, behind it.
        public PhysicalAddress EntryAddress;
        public PhysicalAddress Entry;
        public int Level;
        public uint Hierarchy;
    }

    private static bool Walk(
        ProcessingElement pe, TranslationSpace space, Stage1Range range, ulong va, ref Leaf leaf, ref FaultRecord fault)
    {
        TableFormat format = range.Format;
        int stride = format.Stride, pageShift = format.PageShift, level = leaf.Level;
        int shift = pageShift + (3 - level) * stride;
        while (true)
        {
            if (!TryFetch(pe, space, va, shift, level, ref leaf, ref fault, out ulong descriptor))
                return false;
            if ((descriptor & F.Valid) == 0)
                return Walker.Fail(ref fault, FaultKind.Translation, 1, level);
            if (level == 3 || (descriptor & F.TableOrPage) == 0)
            {
                leaf.Descriptor = descriptor;
                leaf.Level = level;
                bool valid = level == 3 ? (descriptor & F.TableOrPage) != 0 : format.AllowsBlock(level);
                return valid || Walker.Fail(ref fault, FaultKind.Translation, 1, level);
            }
            leaf.Hierarchy |= (uint)(descriptor >> HierarchyShift) & range.HierarchyMask;
            leaf.Table = format.AddressOf(descriptor, pageShift);
            if (leaf.Table >> range.OutputBits != 0)
                return Walker.Fail(ref fault, FaultKind.AddressSize, 1, level);
            leaf.IndexMask = (1UL << stride) - 1;
            level++;
            shift -= stride;
        }
    }

    private static bool TryFetch(
        ProcessingElement pe, TranslationSpace space, ulong va, int shift, int level, ref Leaf leaf, ref FaultRecord fault, out ulong descriptor)
    {
        ulong address = leaf.Table + (va >> shift & leaf.IndexMask) * 8;
        bool nonSecureTable = space.Controls.State == SecurityState.Secure && (leaf.Hierarchy & NSTable) != 0;
        var entry = new PhysicalAddress(address, nonSecureTable ? Pas.NonSecure : space.OwnPas) { Mecid = space.Contexts.Walk };
        leaf.EntryAddress = entry;
        descriptor = 0;
        if (space.Stage2Of(entry.Pas) is { } stage2 && !TryLocate(pe, stage2, entry, AccessKind.Read, ref entry, ref fault))
            return false;
        leaf.Entry = entry;
        return Walker.TryFetch(pe, entry, level, 1, ref fault, out descriptor);
    }

    /// <summary>Finds a stage 1 table entry behind stage 2; a fault there is a stage 2 fault with S1PTW.</summary>
    private static bool TryLocate(
        ProcessingElement pe, Stage2Geometry stage2, PhysicalAddress ipa, AccessKind wanted, ref PhysicalAddress entry, ref FaultRecord fault)
    {
        var walk = new Translation { Allowed = AccessKind.Read | AccessKind.Write | AccessKind.Execute };
        AccessKind access = fault.Access;
        fault.S1PTW = true;
        // The walk of an address translation instruction is a walk like others to stage 2; that of a report leaves no trace.
        if ((access & (AccessKind.NoUpdate | AccessKind.Maintenance)) == AccessKind.NoUpdate)
            wanted |= AccessKind.NoUpdate;
        bool ok = Stage2Walker.TryTranslate(pe, stage2, ipa, wanted | AccessKind.TableWalk, privileged: true, aligned: true, ref walk, ref fault);
        fault.Access = access;
        fault.S1PTW = !ok;
        entry = walk.Pa;
        return ok;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool NeedsUpdate(Stage1Range range, ulong descriptor, AccessKind access) =>
        range.HA && ((descriptor & F.AF) == 0
            || (range.HD && (access & AccessKind.Write) != 0 && (descriptor & (F.DBM | F.AP2)) == (F.DBM | F.AP2)));

    private static bool Finish(
        ProcessingElement pe, TranslationSpace space, Stage1Range range, int privilege, ulong va, AccessKind access, bool aligned, in Leaf leaf,
        ref Translation t, ref FaultRecord fault)
    {
        ulong descriptor = leaf.Descriptor;
        int level = leaf.Level, shift = range.Format.PageShift + (3 - level) * range.Format.Stride;
        bool upper = space.HasTwoRanges && ReferenceEquals(range, space.Upper);
        ref readonly EncryptionContexts contexts = ref space.Contexts;
        if (contexts.Enabled && contexts.Refuses(descriptor, PasOf(space, descriptor, leaf.Hierarchy), upper))
            return Walker.Fail(ref fault, FaultKind.Translation, 1, level);
        // A block may be larger than the output size.
        ulong address = range.Format.AddressOf(descriptor, shift) | (va & ((1UL << shift) - 1));
        if (address >> range.OutputBits != 0)
            return Walker.Fail(ref fault, FaultKind.AddressSize, 1, level);
        if ((descriptor & F.AF) == 0 && !range.HA)
            return Walker.Fail(ref fault, FaultKind.AccessFlag, 1, level);
        Describe(space, range, privilege, va, descriptor, shift, leaf.Hierarchy, ref t);
        if (contexts.Enabled)
            t.Pa = t.Pa with { Mecid = contexts.Of(descriptor, t.Pa.Pas, upper) };
        bool misaligned = !aligned && (access & AccessKind.Execute) == 0 && (t.Stage1Device || (access & AccessKind.Aligned) != 0);
        AccessKind refused = Walker.Refused(t.Allowed, access);
        if (refused != AccessKind.None && !misaligned)
            Walker.Narrow(refused, ref fault);
        if (range.HA && !misaligned && NeedsUpdate(range, descriptor, access)
            && !TryUpdate(pe, space, leaf, access, t.Clean && refused == AccessKind.None, ref t, ref fault))
            return false;
        if (misaligned)
            return Walker.Fail(ref fault, FaultKind.Alignment, 1, 0);
        return refused == AccessKind.None || Walker.Fail(ref fault, FaultKind.Permission, 1, level);
    }

    /// <summary>Tells what a leaf means.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Describe(
        TranslationSpace space, Stage1Range range, int privilege, ulong va, ulong descriptor, int shift, uint hierarchy, ref Translation t)
    {
        t.Stage1Bits = (byte)shift;
        t.Ipa = range.Format.AddressOf(descriptor, shift) | (va & ((1UL << shift) - 1));
        Pas pas = PasOf(space, descriptor, hierarchy);
        t.Pa = new PhysicalAddress(t.Ipa, pas);
        t.Shareability = range.Format.HasNoSH ? range.WalkShareability : (Shareability)(descriptor >> 8 & 3);
        t.Attributes = (byte)(space.Mair >> ((int)(descriptor >> 2 & 7) * 8));
        t.Stage1Device = t.Device = (t.Attributes & 0xF0) == 0;
        t.Guarded = (descriptor & F.GP) != 0;
        t.Clean = range.HD && (descriptor & (F.DBM | F.AP2)) == (F.DBM | F.AP2);
        t.Allowed = space.Permissions(privilege, descriptor & (t.Clean ? ~F.AP2 : ~0UL), hierarchy);
        if (space.FetchesOwnPasOnly && pas != space.OwnPas)
            t.Allowed &= ~AccessKind.Execute;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pas PasOf(TranslationSpace space, ulong descriptor, uint hierarchy) =>
        space.OutputPas((descriptor & F.NS) != 0, (descriptor & F.NSE) != 0, (hierarchy & NSTable) != 0);

    // J1.1 shared pseudocode AArch64.SetAccessFlag and AArch64.SetDirtyState: AT updates nothing, cache maintenance no dirty state.
    private static bool TryUpdate(
        ProcessingElement pe, TranslationSpace space, in Leaf leaf, AccessKind access, bool mayDirty, ref Translation t, ref FaultRecord fault)
    {
        if ((access & AccessKind.NoUpdate) != 0)
            return true;
        ulong updated = leaf.Descriptor | F.AF;
        if (mayDirty && (access & (AccessKind.Write | AccessKind.Maintenance)) == AccessKind.Write)
        {
            updated &= ~F.AP2;
            t.Clean = false;
        }
        if (updated == leaf.Descriptor)
            return true;
        PhysicalAddress entry = leaf.Entry;
        if (space.Stage2Of(leaf.EntryAddress.Pas) is { } stage2
            && !TryLocate(pe, stage2, leaf.EntryAddress, AccessKind.Read | AccessKind.Write, ref entry, ref fault))
            return false;
        return Walker.TryUpdate(pe, entry, leaf.Level, 1, updated, ref fault);
    }

    private static bool Flat(TranslationSpace space, ulong va, AccessKind access, bool aligned, ref Translation t, ref FaultRecord fault)
    {
        if (!TryFlat(space, va, access, ref t))
            return Walker.Fail(ref fault, FaultKind.AddressSize, 1, 0);
        bool misaligned = !aligned && (access & AccessKind.Execute) == 0 && (t.Stage1Device || (access & AccessKind.Aligned) != 0);
        return !misaligned || Walker.Fail(ref fault, FaultKind.Alignment, 1, 0);
    }

    /// <summary>The flat map of a stage 1 that is off: Device-nGnRnE for data unless HCR_EL2.DC makes it Normal.</summary>
    /// <returns>False where the address is too large.</returns>
    /// <remarks>J1.1 shared pseudocode AArch64.S1DisabledOutput.</remarks>
    internal static bool TryFlat(TranslationSpace space, ulong va, AccessKind access, ref Translation t)
    {
        ulong address = va & 0x00FF_FFFF_FFFF_FFFF;
        ulong significant = space.RangeOf(va).IgnoresTop((access & AccessKind.Execute) != 0) ? address : va;
        if (significant >> space.PhysicalAddressBits != 0)
            return false;
        t.Ipa = address;
        t.Pa = new PhysicalAddress(address, space.OwnPas) { Mecid = space.FlatMecid };
        t.Allowed = AccessKind.Read | AccessKind.Write | AccessKind.Execute;
        t.Stage1Device = t.Device = !space.DefaultCacheable;
        t.Attributes = space.DefaultCacheable ? (byte)0xFF : (byte)0;
        t.Shareability = space.DefaultCacheable ? Shareability.NonShareable : Shareability.OuterShareable;
        t.Stage1Bits = space.PhysicalAddressBits;
        return true;
    }
}
