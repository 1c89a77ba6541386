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
        if (pe.Walks.Enabled && TryResume(pe, stage2, ipa, out ulong descriptor, out int level))
        {
            // A walk that began at a cached table decides successes only.
            AccessKind wanted = fault.Access, allowed = t.Allowed;
            bool clean = t.Clean;
            if (Decide(descriptor, level, stage2) && !NeedsUpdate(stage2, descriptor, access)
                && Finish(pe, stage2, descriptor, level, default, ipa, access, privileged, aligned, ref t, ref fault))
                return true;
            fault = new FaultRecord { Va = fault.Va, Access = wanted, Ipa = ipa, IpaPas = from.Pas, S1PTW = fault.S1PTW };
            t.Allowed = allowed;
            t.Clean = clean;
        }
        return Walk(pe, stage2, ipa, ref fault, out descriptor, out level, out PhysicalAddress entry)
            && Finish(pe, stage2, descriptor, level, entry, ipa, access, privileged, aligned, ref t, ref fault);
    }

    private static bool TryResume(ProcessingElement pe, Stage2Geometry stage2, ulong ipa, out ulong descriptor, out int level)
    {
        int shift = stage2.Format.PageShift;
        ulong index = (1UL << WalkCache.TableBits) - 1;
        WalkCache.Entry* found = pe.Walks.Stage2Pages.Find(stage2.Id, ipa, shift);
        level = 3;
        if (found == null)
        {
            shift += stage2.Format.Stride;
            level = 2;
            found = pe.Walks.Stage2Blocks.Find(stage2.Id, ipa, shift);
        }
        descriptor = found == null ? 0 : found->Descriptors[ipa >> shift & index];
        return found != null;
    }

    // Whether a descriptor of a cached table ends the walk.
    private static bool Decide(ulong descriptor, int level, Stage2Geometry stage2) =>
        (descriptor & 3) == (level == 3 ? 3UL : 1UL) && (level == 3 || stage2.Format.AllowsBlock(level));

    private static bool Walk(
        ProcessingElement pe, Stage2Geometry stage2, ulong ipa, ref FaultRecord fault, out ulong descriptor, out int level,
        out PhysicalAddress entry)
    {
        TableFormat format = stage2.Format;
        int stride = format.Stride, pageShift = format.PageShift;
        ulong table = stage2.Table, indexMask = stage2.RootMask;
        level = stage2.StartLevel;
        int shift = pageShift + (3 - level) * stride;
        while (true)
        {
            entry = new PhysicalAddress(table + (ipa >> shift & indexMask) * 8, stage2.TablePas);
            if (!Walker.TryFetch(pe, entry, level, 2, ref fault, out descriptor, out byte* host))
                return false;
            if (level >= 2 && level > stage2.StartLevel && host != null && pe.Walks.Enabled)
                (level == 3 ? pe.Walks.Stage2Pages : pe.Walks.Stage2Blocks).Fill(stage2.Id, ipa, shift, host, table, 0);
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

    private static bool NeedsUpdate(Stage2Geometry stage2, ulong descriptor, AccessKind access) =>
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
        Pas own = stage2.OutputPas;
        Pas pas = own == Pas.Realm && (descriptor & F.NS) != 0 ? Pas.NonSecure : own;
        t.Stage2Level = (sbyte)level;
        t.Stage2MemAttr = (byte)(descriptor >> 2 & 15);
        t.Stage2Forced = stage2.FWB;
        t.Stage2FnXS = (descriptor & F.FnXS) != 0;
        t.Stage2Shareability = stage2.Format.HasNoSH ? stage2.WalkShareability : (Shareability)(descriptor >> 8 & 3);
        t.Device = IsDevice(stage2.FWB, t.Stage2MemAttr, t.Stage1Device);
        t.Pa = new PhysicalAddress(address, pas);
        bool clean = stage2.HD && (descriptor & (F.DBM | F.S2APWrite)) == F.DBM;
        AccessKind allowed = Permissions(descriptor, privileged, own == Pas.Realm && pas != Pas.Realm, clean);
        t.Allowed &= allowed;
        bool walk = (access & AccessKind.TableWalk) != 0;
        // In a fault of a walk, memory is Device by stage 2 alone; else unaligned accesses fault where both stages together make it so.
        bool misaligned = !aligned && t.Device && (access & AccessKind.Execute) == 0;
        AccessKind refused = Walker.Refused(allowed, access);
        bool refusedWalk = walk && ((stage2.PTW && t.Device) || (own == Pas.Realm && pas != Pas.Realm));
        if (NeedsUpdate(stage2, descriptor, access) && !misaligned && (access & AccessKind.NoUpdate) == 0)
        {
            bool dirties = clean && refused == AccessKind.None && !refusedWalk
                && (access & (AccessKind.Write | AccessKind.Maintenance)) == AccessKind.Write;
            ulong updated = descriptor | F.AF | (dirties ? F.S2APWrite : 0);
            clean &= !dirties;
            if (updated != descriptor && !Walker.TryUpdate(pe, entry, level, 2, updated, ref fault))
                return false;
        }
        t.Clean |= clean;
        if (misaligned)
            return Walker.Fail(ref fault, FaultKind.Alignment, 2, level);
        if (refusedWalk)
            return Walker.Fail(ref fault, FaultKind.Permission, 2, level);
        if (refused == AccessKind.None)
            return true;
        Walker.Narrow(refused, ref fault);
        return Walker.Fail(ref fault, FaultKind.Permission, 2, level);
    }

    private static AccessKind Permissions(ulong descriptor, bool privileged, bool outsideRealm, bool clean)
    {
        AccessKind allowed = AccessKind.None;
        if ((descriptor & F.S2APRead) != 0)
            allowed |= AccessKind.Read;
        if ((descriptor & F.S2APWrite) != 0 || clean)
            allowed |= AccessKind.Write;
        int xn = (int)(descriptor >> 53) & 3;
        if ((privileged ? xn is 0 or 3 : xn < 2) && !outsideRealm)
            allowed |= AccessKind.Execute;
        return allowed;
    }

    // Arm ARM, D8.6 "Stage 2 memory type and Cacheability attributes": with FWB, 0b110 forces Normal Write-Back and the
    // others from 0b100 up stay Device where stage 1 is; so does the reserved 0b100 in J1.1 AArch64.S2ApplyFWBMemAttrs.
    private static bool IsDevice(bool fwb, int memAttr, bool stage1Device)
    {
        if (!fwb)
            return (memAttr & 0b1100) == 0 || stage1Device;
        return (memAttr & 7) switch { 6 => false, >= 4 => stage1Device, _ => true };
    }
}
