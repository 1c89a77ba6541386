using System.Runtime.CompilerServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Memory;
using F = CcaEmu.Arm.Formats.Stage2DescriptorFields;

namespace CcaEmu.Cpu;

/// <summary>The stage 2 walk of the EL1&amp;0 regime.</summary>
/// <remarks>
/// Arm ARM, J1.1 shared pseudocode AArch64.S2Translate, AArch64.S2Walk and what they call. Tables are read in the physical address space
/// of the security state; in Realm state the leaf's NS bit selects the output's (D8.3 "Stage 2 output address space"). In Secure state
/// (FEAT_SEL2) VSTCR_EL2 and VTCR_EL2 select both spaces, which <see cref="Stage2Controls"/> has worked out.
/// </remarks>
internal static unsafe class Stage2Walker
{
    /// <summary>Translates an IPA.</summary>
    /// <param name="pe">The PE that walks.</param>
    /// <param name="stage2">Controls and tables.</param>
    /// <param name="from">The IPA and its space; <see cref="FaultRecord.Ipa"/> is set from it.</param>
    /// <param name="access">What is wanted; permissions are checked for it.</param>
    /// <param name="privileged">Whether EL1's (not EL0's) execute permission applies.</param>
    /// <param name="aligned">Whether a data access is aligned: an unaligned one to Device memory faults before permissions are looked at.</param>
    /// <param name="t">Takes the result: physical address, allowed accesses, level, attributes.</param>
    /// <param name="fault">Takes the fault.</param>
    public static bool TryTranslate(
        ProcessingElement pe, Stage2Geometry stage2, PhysicalAddress from, AccessKind access, bool privileged, bool aligned, ref Translation t,
        ref FaultRecord fault)
    {
        ulong ipa = fault.Ipa = from.Value;
        fault.IpaPas = from.Pas;
        if (!stage2.Valid || ipa >> stage2.InputBits != 0)
            return Walker.Fail(ref fault, FaultKind.Translation, 2, 0);
        if (stage2.Table >> stage2.OutputBits != 0)
            return Walker.Fail(ref fault, FaultKind.AddressSize, 2, 0);
        return Walk(pe, stage2, ipa, ref fault, out ulong descriptor, out int level, out PhysicalAddress entry)
            && Finish(pe, stage2, descriptor, level, entry, ipa, access, privileged, aligned, ref t, ref fault);
    }

    private static bool Walk(
        ProcessingElement pe, Stage2Geometry stage2, ulong ipa, ref FaultRecord fault, out ulong descriptor, out int level,
        out PhysicalAddress entry)
    {
        TableFormat format = stage2.Format;
        int stride = format.Stride, pageShift = format.PageShift;
        ulong table = stage2.Table, indexMask = stage2.RootMask;
        level = stage2.StartLevel;
        EncryptionContexts contexts = stage2.Controls.Contexts;
        int shift = pageShift + (3 - level) * stride;
        while (true)
        {
            entry = new PhysicalAddress(table + (ipa >> shift & indexMask) * 8, stage2.TablePas) { Mecid = contexts.Walk };
            if (!Walker.TryFetch(pe, entry, level, 2, ref fault, out descriptor))
                return false;
            if ((descriptor & F.Valid) == 0)
                return Walker.Fail(ref fault, FaultKind.Translation, 2, level);
            if (level == 3 || (descriptor & F.TableOrPage) == 0)
            {
                bool valid = level == 3 ? (descriptor & F.TableOrPage) != 0 : format.AllowsBlock(level);
                return valid || Walker.Fail(ref fault, FaultKind.Translation, 2, level);
            }
            table = format.AddressOf(descriptor, pageShift);
            if (table >> stage2.OutputBits != 0)
                return Walker.Fail(ref fault, FaultKind.AddressSize, 2, level);
            indexMask = (1UL << stride) - 1;
            level++;
            shift -= stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool NeedsUpdate(Stage2Geometry stage2, ulong descriptor, AccessKind access) =>
        stage2.HA && ((descriptor & F.AF) == 0
            || (stage2.HD && (access & AccessKind.Write) != 0 && (descriptor & (F.DBM | F.S2APWrite)) == F.DBM));

    private static bool Finish(
        ProcessingElement pe, Stage2Geometry stage2, ulong descriptor, int level, PhysicalAddress entry, ulong ipa, AccessKind access,
        bool privileged, bool aligned, ref Translation t, ref FaultRecord fault)
    {
        int shift = stage2.Format.PageShift + (3 - level) * stage2.Format.Stride;
        ulong address = stage2.Format.AddressOf(descriptor, shift) | (ipa & ((1UL << shift) - 1));
        if (address >> stage2.OutputBits != 0)
            return Walker.Fail(ref fault, FaultKind.AddressSize, 2, level);
        if ((descriptor & F.AF) == 0 && !stage2.HA)
            return Walker.Fail(ref fault, FaultKind.AccessFlag, 2, level);
        bool wasClean = t.Clean;
        bool clean = Describe(stage2, descriptor, shift, ipa, privileged, ref t, out AccessKind allowed);
        if (stage2.Controls.Contexts is { Enabled: true } contexts)
            t.Pa = t.Pa with { Mecid = contexts.Of(descriptor, t.Pa.Pas, upper: false) };
        bool outsideRealm = stage2.TablePas == Pas.Realm && t.Pa.Pas != Pas.Realm;
        bool walk = (access & AccessKind.TableWalk) != 0;
        // In a fault of a walk, memory is Device by stage 2 alone; else unaligned accesses fault where both stages together make it so.
        bool misaligned = !aligned && t.Device && (access & AccessKind.Execute) == 0;
        AccessKind refused = Walker.Refused(allowed, access);
        bool refusedWalk = walk && ((stage2.PTW && t.Device) || outsideRealm);
        if (NeedsUpdate(stage2, descriptor, access) && !misaligned && (access & AccessKind.NoUpdate) == 0)
        {
            bool dirties = clean && refused == AccessKind.None && !refusedWalk
                && (access & (AccessKind.Write | AccessKind.Maintenance)) == AccessKind.Write;
            ulong updated = descriptor | F.AF | (dirties ? F.S2APWrite : 0);
            t.Clean = wasClean || (clean && !dirties);
            if (updated != descriptor && !Walker.TryUpdate(pe, entry, level, 2, updated, ref fault))
                return false;
        }
        if (misaligned)
            return Walker.Fail(ref fault, FaultKind.Alignment, 2, level);
        if (refusedWalk)
            return Walker.Fail(ref fault, FaultKind.Permission, 2, level);
        if (refused == AccessKind.None)
            return true;
        Walker.Narrow(refused, ref fault);
        return Walker.Fail(ref fault, FaultKind.Permission, 2, level);
    }

    /// <summary>Tells what a leaf means, on top of what stage 1 has told.</summary>
    /// <param name="stage2">Controls.</param>
    /// <param name="descriptor">The leaf.</param>
    /// <param name="shift">log2 of what it maps.</param>
    /// <param name="ipa">The address.</param>
    /// <param name="privileged">Whether EL1's (not EL0's) execute permission applies.</param>
    /// <param name="t">Takes it.</param>
    /// <param name="allowed">What stage 2 alone allows.</param>
    /// <returns>Whether a write would set dirty state.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Describe(
        Stage2Geometry stage2, ulong descriptor, int shift, ulong ipa, bool privileged, ref Translation t, out AccessKind allowed)
    {
        Pas pas = stage2.OutputPas;
        // XN[1:0] that permit execution: 0 and 3 at EL1, 0 and 1 at EL0.
        int executable = (privileged ? 0b1001 : 0b0011) >> ((int)(descriptor >> 53) & 3) & 1;
        if (pas == Pas.Realm && (descriptor & F.NS) != 0)
        {
            pas = Pas.NonSecure;
            executable = 0;
        }
        t.Stage2MemAttr = (byte)(descriptor >> 2 & 15);
        t.Stage2Forced = stage2.FWB;
        t.Stage2FnXS = (descriptor & F.FnXS) != 0;
        t.Stage2Shareability = stage2.Format.HasNoSH ? stage2.WalkShareability : (Shareability)(descriptor >> 8 & 3);
        t.Device = stage2.IsDevice(descriptor, t.Stage1Device);
        t.Pa = new PhysicalAddress(stage2.Format.AddressOf(descriptor, shift) | (ipa & ((1UL << shift) - 1)), pas);
        bool clean = stage2.HD && (descriptor & (F.DBM | F.S2APWrite)) == F.DBM;
        t.Clean |= clean;
        // S2AP is in the order of AccessKind.Read and Write.
        allowed = (AccessKind)(((uint)(descriptor >> 6) & 3) | (uint)executable << 2) | (clean ? AccessKind.Write : 0);
        t.Allowed &= allowed;
        return clean;
    }
}
