using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <summary>The stage 1 walk of every regime; in EL1&amp;0 each of its fetches goes through stage 2.</summary>
/// <remarks>Arm ARM, J1.3 shared pseudocode AArch64.S1Translate and AArch64.S1Walk; D8.2 geometry, D8.4 permissions, D8.3 output space.</remarks>
internal static class Stage1Walker
{
    /// <summary>Translates a virtual address by stage 1 alone.</summary>
    /// <param name="pe">The PE whose registers apply.</param>
    /// <param name="va">The address.</param>
    /// <param name="level">Level whose regime and privilege apply.</param>
    /// <param name="t">Takes intermediate address (also in <see cref="Translation.Pa"/>), allowed accesses and attributes.</param>
    /// <param name="fault">Takes the fault.</param>
    public static bool TryTranslate(ProcessingElement pe, ulong va, ExceptionLevel level, ref Translation t, ref FaultRecord fault)
    {
        if (!TranslationRegime.Stage1Enabled(pe, level))
            return Flat(pe, va, level, ref t, ref fault);
        if (!Stage1Geometry.TryCreate(pe, va, level, out Stage1Geometry geometry))
            return Walker.Fail(ref fault, FaultKind.Translation, 1, 0);
        if (geometry.Table >> geometry.OutputBits != 0)
            return Walker.Fail(ref fault, FaultKind.AddressSize, 1, 0);
        return Walk(pe, va, level, geometry, ref t, ref fault);
    }

    private static bool Walk(
        ProcessingElement pe, ulong va, ExceptionLevel level, in Stage1Geometry geometry, ref Translation t, ref FaultRecord fault)
    {
        TranslationGranule granule = geometry.Granule;
        Pas tablePas = Walker.PasOf(level == ExceptionLevel.EL3 ? SecurityState.Root : pe.LowerSecurityState);
        ulong input = va & ((1UL << geometry.InputBits) - 1);
        ulong table = geometry.Table;
        int lookup = Walker.StartLevel(geometry.InputBits, granule);
        ulong indexMask = (1UL << (geometry.InputBits - granule.EntryShift(lookup))) - 1;
        bool userTable = true, writeTable = true, pxnTable = false, uxnTable = false, nonSecureTable = false;
        while (true)
        {
            int shift = granule.EntryShift(lookup);
            ulong address = Walker.EntryAddress(table, input, shift, indexMask);
            var entry = new PhysicalAddress(address, nonSecureTable ? Pas.NonSecure : tablePas);
            if (TranslationRegime.Stage2Enabled(pe, level) && !TryLocate(pe, address, ref entry, ref fault))
                return false;
            if (!Walker.TryFetch(pe, entry, lookup, 1, ref fault, out ulong value))
                return false;
            var descriptor = new Stage1Descriptor(value);
            DescriptorKind kind = descriptor.Kind(lookup, granule);
            if (kind == DescriptorKind.Invalid)
                return Walker.Fail(ref fault, FaultKind.Translation, 1, lookup);
            ulong next = kind == DescriptorKind.Table ? descriptor.TableAddress(granule) : descriptor.OutputAddress(lookup, granule);
            if (next >> geometry.OutputBits != 0)
                return Walker.Fail(ref fault, FaultKind.AddressSize, 1, lookup);
            if (kind == DescriptorKind.Table)
            {
                if (!geometry.HierarchyDisabled)
                {
                    userTable &= (descriptor.APTable & 1) == 0;
                    writeTable &= (descriptor.APTable & 2) == 0;
                    pxnTable |= descriptor.PXNTable;
                    uxnTable |= descriptor.UXNTable;
                }
                nonSecureTable |= tablePas == Pas.Secure && descriptor.NSTable;
                table = next;
                lookup++;
                indexMask = (1UL << granule.BitsPerLevel()) - 1;
                continue;
            }
            if (!descriptor.AF)
                return Walker.Fail(ref fault, FaultKind.AccessFlag, 1, lookup);
            t.Stage1Level = (byte)lookup;
            t.BlockBits = (byte)shift;
            t.Ipa = next | (input & ((1UL << shift) - 1));
            t.Pa = new PhysicalAddress(t.Ipa, OutputPas(pe, level, descriptor, nonSecureTable));
            ulong mair = pe.Raw(level switch
            {
                ExceptionLevel.EL3 => SystemRegister.MAIR_EL3,
                ExceptionLevel.EL2 => SystemRegister.MAIR_EL2,
                _ => SystemRegister.MAIR_EL1,
            });
            t.Guarded = descriptor.GP;
            t.Shareability = descriptor.SH;
            t.Attributes = (byte)(mair >> (descriptor.AttrIndx * 8));
            t.Stage1Device = t.Device = (t.Attributes & 0xF0) == 0;
            t.Allowed = level >= ExceptionLevel.EL2
                ? Privileged(pe, level, descriptor, writeTable, uxnTable, t.Pa.Pas)
                : El1And0(pe, level, descriptor, userTable, writeTable, pxnTable, uxnTable);
            if (level < ExceptionLevel.EL2 && IsRefusedBySif(pe, t.Pa.Pas))
                t.Allowed &= ~AccessKind.Execute;
            return true;
        }
    }

    /// <summary>Finds a stage 1 table entry behind stage 2; a fault there is a stage 2 fault with S1PTW.</summary>
    private static bool TryLocate(ProcessingElement pe, ulong ipa, ref PhysicalAddress entry, ref FaultRecord fault)
    {
        var walk = new Translation { Allowed = AccessKind.Read | AccessKind.Write | AccessKind.Execute, BlockBits = 48 };
        fault.S1PTW = true;
        AccessKind access = fault.Access;
        if (!Stage2Walker.TryTranslate(pe, ipa, AccessKind.Read, privileged: true, aligned: true, ref walk, ref fault))
        {
            fault.Access = access;
            return false;
        }
        // HCR_EL2.PTW protects against walks of Device memory; Realm state never walks another physical address space.
        bool device = walk.Device && (pe.Raw(SystemRegister.HCR_EL2) & (HCR_EL2.PTW | HCR_EL2.TGE)) == HCR_EL2.PTW;
        if (device || walk.Pa.Pas != Walker.PasOf(pe.LowerSecurityState))
            return Walker.Fail(ref fault, FaultKind.Permission, 2, walk.Stage2Level);
        fault.S1PTW = false;
        entry = walk.Pa;
        return true;
    }

    // J1.3 AArch64.S1DisabledOutput: flat map, Device-nGnRnE for data unless HCR_EL2.DC makes it Normal.
    private static bool Flat(ProcessingElement pe, ulong va, ExceptionLevel level, ref Translation t, ref FaultRecord fault)
    {
        ulong address = Stage1Geometry.IgnoresTopByte(pe, va, level) ? va & 0x00FF_FFFF_FFFF_FFFF : va;
        if (address >> PeFeatures.PhysicalAddressBits != 0)
            return Walker.Fail(ref fault, FaultKind.AddressSize, 1, 0);
        bool cached = level < ExceptionLevel.EL2 && pe.El2Enabled && (pe.Raw(SystemRegister.HCR_EL2) & HCR_EL2.DC) != 0;
        t.Ipa = address;
        t.Pa = new PhysicalAddress(address, Walker.PasOf(level == ExceptionLevel.EL3 ? SecurityState.Root : pe.LowerSecurityState));
        t.Allowed = AccessKind.Read | AccessKind.Write | AccessKind.Execute;
        t.Stage1Device = t.Device = !cached;
        t.Attributes = cached ? (byte)0xFF : (byte)0;
        t.BlockBits = PeFeatures.PhysicalAddressBits;
        return true;
    }

    private static Pas OutputPas(ProcessingElement pe, ExceptionLevel level, Stage1Descriptor descriptor, bool nonSecureTable)
    {
        if (level == ExceptionLevel.EL3)
            return (Pas)((descriptor.NSE ? 2 : 0) | (descriptor.NS ? 1 : 0));
        return pe.LowerSecurityState switch
        {
            SecurityState.NonSecure => Pas.NonSecure,
            SecurityState.Realm => level == ExceptionLevel.EL2 && descriptor.NS ? Pas.NonSecure : Pas.Realm,
            _ => nonSecureTable || descriptor.NS ? Pas.NonSecure : Pas.Secure,
        };
    }

    // SCR_EL3.SIF: Secure state does not execute Non-secure memory. There is no Secure EL2.
    private static bool IsRefusedBySif(ProcessingElement pe, Pas pas) =>
        pas == Pas.NonSecure && pe.LowerSecurityState == SecurityState.Secure && (pe.Raw(SystemRegister.SCR_EL3) & SCR_EL3.SIF) != 0;

    private static AccessKind Privileged(
        ProcessingElement pe, ExceptionLevel level, Stage1Descriptor descriptor, bool writeTable, bool xnTable, Pas pas)
    {
        bool write = !descriptor.IsReadOnly && writeTable;
        bool execute = !descriptor.UXN && !xnTable && !(write && (pe.Raw(TranslationRegime.SctlrOf(level)) & SCTLR_ELx.WXN) != 0);
        // D8.4.2: Realm and Root never execute from another physical address space.
        SecurityState state = level == ExceptionLevel.EL3 ? SecurityState.Root : pe.LowerSecurityState;
        execute &= state is not (SecurityState.Realm or SecurityState.Root) || pas == Walker.PasOf(state);
        return AccessKind.Read | (write ? AccessKind.Write : 0) | (execute ? AccessKind.Execute : 0);
    }

    private static AccessKind El1And0(
        ProcessingElement pe, ExceptionLevel level, Stage1Descriptor descriptor, bool userTable, bool writeTable, bool pxnTable, bool uxnTable)
    {
        bool wxn = (pe.Raw(SystemRegister.SCTLR_EL1) & SCTLR_ELx.WXN) != 0;
        bool user = descriptor.AllowsEl0 && userTable;
        bool write = !descriptor.IsReadOnly && writeTable;
        if (level == ExceptionLevel.EL0)
        {
            bool execute = !descriptor.UXN && !uxnTable && !(user && write && wxn);
            return (user ? AccessKind.Read : 0) | (user && write ? AccessKind.Write : 0) | (execute ? AccessKind.Execute : 0);
        }
        bool executePrivileged = !descriptor.PXN && !pxnTable && !(user && write) && !(write && wxn);
        return AccessKind.Read | (write ? AccessKind.Write : 0) | (executePrivileged ? AccessKind.Execute : 0);
    }
}
