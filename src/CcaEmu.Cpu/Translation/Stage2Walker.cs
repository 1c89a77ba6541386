using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <summary>The stage 2 walk of the EL1&amp;0 regime in Non-secure and Realm state.</summary>
/// <remarks>
/// Arm ARM, J1.3 shared pseudocode AArch64.S2Translate and AArch64.S2Walk; D8.2 for the geometry with concatenated tables. Tables are
/// read in the physical address space of the security state; in Realm state the leaf's NS bit selects the output's (D8.3 "Stage 2
/// output address space").
/// </remarks>
internal static class Stage2Walker
{
    /// <summary>Translates an IPA.</summary>
    /// <param name="pe">The PE whose registers apply.</param>
    /// <param name="ipa">The address; <see cref="FaultRecord.Ipa"/> is set from it.</param>
    /// <param name="access">What is wanted; permissions are checked for it.</param>
    /// <param name="privileged">Whether EL1's (not EL0's) execute permission applies.</param>
    /// <param name="t">Takes the result: physical address, allowed accesses, level, device.</param>
    /// <param name="fault">Takes the fault.</param>
    public static bool TryTranslate(ProcessingElement pe, ulong ipa, AccessKind access, bool privileged, ref Translation t, ref FaultRecord fault)
    {
        fault.Ipa = ipa;
        ulong vtcr = pe.Raw(SystemRegister.VTCR_EL2);
        TranslationGranule granule = TranslationGranules.FromTg0((vtcr >> 14) & 3);
        int inputBits = Math.Clamp(64 - (int)(vtcr & 63), 16, PeFeatures.PhysicalAddressBits);
        int outputBits = Walker.OutputBits((vtcr >> 16) & 7);
        int level = StartLevel((vtcr >> 6) & 3, granule);
        int shift = granule.EntryShift(Math.Max(level, 0));
        int rootBits = inputBits - shift;
        bool geometryValid = level >= 0 && rootBits >= 1 && rootBits <= granule.BitsPerLevel() + 4;
        if (!geometryValid || ipa >> inputBits != 0)
            return Walker.Fail(ref fault, FaultKind.Translation, 2, 0);

        Pas own = Walker.PasOf(pe.LowerSecurityState);
        ulong table = pe.Raw(SystemRegister.VTTBR_EL2) & 0x0000_FFFF_FFFF_FFFE & ~((8UL << rootBits) - 1);
        if (table >> outputBits != 0)
            return Walker.Fail(ref fault, FaultKind.AddressSize, 2, 0);
        ulong indexMask = (1UL << rootBits) - 1;
        Stage2Descriptor descriptor;
        while (true)
        {
            var entry = new PhysicalAddress(Walker.EntryAddress(table, ipa, shift, indexMask), own);
            if (!Walker.TryFetch(pe, entry, level, 2, ref fault, out ulong value))
                return false;
            descriptor = new Stage2Descriptor(value);
            DescriptorKind kind = descriptor.Kind(level, granule);
            if (kind == DescriptorKind.Invalid)
                return Walker.Fail(ref fault, FaultKind.Translation, 2, level);
            ulong next = kind == DescriptorKind.Table ? descriptor.TableAddress(granule) : descriptor.OutputAddress(level, granule);
            if (next >> outputBits != 0)
                return Walker.Fail(ref fault, FaultKind.AddressSize, 2, level);
            if (kind != DescriptorKind.Table)
                break;
            table = next;
            level++;
            shift = granule.EntryShift(level);
            indexMask = (1UL << granule.BitsPerLevel()) - 1;
        }
        return Finish(pe, descriptor, level, shift, granule, ipa, access, privileged, own, ref t, ref fault);
    }

    private static bool Finish(
        ProcessingElement pe, Stage2Descriptor descriptor, int level, int shift, TranslationGranule granule, ulong ipa, AccessKind access,
        bool privileged, Pas own, ref Translation t, ref FaultRecord fault)
    {
        if (!descriptor.AF)
            return Walker.Fail(ref fault, FaultKind.AccessFlag, 2, level);
        Pas pas = own == Pas.Realm && descriptor.NS ? Pas.NonSecure : own;
        AccessKind allowed = AccessKind.None;
        if (descriptor.AllowsRead)
            allowed |= AccessKind.Read;
        if (descriptor.AllowsWrite)
            allowed |= AccessKind.Write;
        bool executable = privileged ? descriptor.AllowsExecuteEl1 : descriptor.AllowsExecuteEl0;
        if (executable && descriptor.AllowsRead && !(own == Pas.Realm && pas != Pas.Realm))
            allowed |= AccessKind.Execute;
        t.Allowed &= allowed;
        t.Stage2Level = (byte)level;
        t.BlockBits = (byte)Math.Min(t.BlockBits, shift);
        t.Device = IsDevice(pe, descriptor.MemAttr, t.Stage1Device);
        t.Pa = new PhysicalAddress(descriptor.OutputAddress(level, granule) | (ipa & ((1UL << shift) - 1)), pas);
        AccessKind wanted = access & (AccessKind.Read | AccessKind.Write | AccessKind.Execute);
        return (wanted & ~allowed) == 0 || Walker.Fail(ref fault, FaultKind.Permission, 2, level);
    }

    private static int StartLevel(ulong sl0, TranslationGranule granule) => granule == TranslationGranule.Size4K
        ? sl0 switch { 0 => 2, 1 => 1, 2 => 0, _ => -1 }
        : sl0 switch { 0 => 3, 1 => 2, 2 => 1, _ => -1 };

    // Arm ARM, D8.6 "Stage 2 memory type and Cacheability attributes": with FWB, 0b110 forces Normal Write-Back and 0b111 keeps stage 1's.
    private static bool IsDevice(ProcessingElement pe, int memAttr, bool stage1Device)
    {
        if ((pe.Raw(SystemRegister.HCR_EL2) & HCR_EL2.FWB) == 0)
            return (memAttr & 0b1100) == 0 || stage1Device;
        return (memAttr & 7) switch { 6 => false, 4 or 5 or 7 => stage1Device, _ => true };
    }
}
