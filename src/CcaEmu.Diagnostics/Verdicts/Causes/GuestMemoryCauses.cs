using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Diagnostics.Evidence;
using static CcaEmu.Diagnostics.Verdicts.Causes.InstructionFacts;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>What a Realm does wrong with its IPA space: halves, RIPAS, devices.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "Realm access to memory": which accesses end in an abort that no host sees.</remarks>
internal static class GuestMemoryCauses
{
    private const ulong NearZero = 0x1000;
    private const ulong LargestOffset = 0x8000;

    public static Finding? NullPointer(CaseFile file)
    {
        if (file is not { HasGuestFault: true, Fault: { } fault } || !fault.Record.Syndrome.IsDataAbort
            || fault.Record.FaultAddress is not { } far || far >= LargestOffset || fault.Word is not { } word)
            return null;
        int register = BaseOf(word);
        if (register < 0 || fault.Base(register) >= NearZero)
            return null;
        string name = register == 31 ? "sp" : $"x{register}";
        return new Finding(
            97, Of($"a null pointer was dereferenced: `{Text(word, fault.PC)}` at {file.Place(fault.PC)} with {name} = 0x{fault.Base(register):X}"),
            Of($"find out where {name} was loaded before {file.Place(fault.PC)}, and why it was 0; nothing is wrong with the memory itself"),
            Of($"FAR 0x{far:X} is near zero, and so is the base register"), "ruled out: a device or RAM at that address");
    }

    public static Finding? DeviceThroughProtectedHalf(CaseFile file)
    {
        if (Empty(file) is not { } ipa || file.Map?.DeviceAt(ipa) is not { } device)
            return null;
        return new Finding(
            96, Of($"the {device.Name} at 0x{device.Base:X} was accessed through the protected half of the IPA space"),
            Of($"use 0x{ipa | file.SharedBit:X}: emulated devices answer in the unprotected half only (earlycon=uart,mmio,0x{device.Base | file.SharedBit:X} for Linux), and map MMIO with the shared bit"),
            Of($"IPA 0x{ipa:X} is below 0x{file.SharedBit:X}, the bit that selects the unprotected half"), RipasOf(file.Fault!),
            "the RMM answers such an access with a synchronous external abort, and the host never sees it");
    }

    public static Finding? WrongSharedBit(CaseFile file)
    {
        if (file is not { HasGuestFault: true, Fault: { } fault, Map: { } map } || file.SharedBit is not (> 0 and var shared) || AddressOf(fault) is not { } address)
            return null;
        for (ulong bit = 1UL << 31; bit is not 0 and < 1UL << 52; bit <<= 1)
        {
            ulong low = address & ~bit;
            bool isThere = map.DeviceAt(low) is not null || (map.IsRam(low) && bit > shared);
            if ((address & bit) == 0 || bit == shared || !isThere)
                continue;
            string wrong = Of($"bit {System.Numerics.BitOperations.Log2(bit)}");
            return new Finding(
                95, Of($"the guest set {wrong} of an address to reach the unprotected half, but with IPA width {file.IpaWidth} the shared bit is bit {file.IpaWidth - 1}"),
                Of($"derive it from RSI_REALM_CONFIG: 1 << (ipa_width - 1), so 0x{low | shared:X} instead of 0x{address:X}"),
                Of($"without {wrong}, 0x{low:X} is {map.DeviceAt(low)?.Name ?? "RAM of the realm"}"));
        }
        return null;
    }

    public static Finding? BeyondIpaSpace(CaseFile file)
    {
        if (file is not { HasGuestFault: true, Fault: { } fault } || file.IpaWidth == 0 || AddressOf(fault) is not { } address || address >> file.IpaWidth == 0)
            return null;
        bool isSize = fault.Record.Syndrome.FSC is <= FaultStatusCode.AddressSizeLevel3 or FaultStatusCode.AddressSizeLevelMinus1;
        return !isSize && fault.Record.FaultIpa is null ? null : new Finding(
            90, Of($"address 0x{address:X} is beyond the IPA space of {file.IpaWidth} bits"),
            Of($"stay below 0x{1UL << file.IpaWidth:X} (the width is in RSI_REALM_CONFIG), and find out where the address comes from: a pointer that was never written, or a table entry with bits too many"),
            fault.Record.Cause, "ruled out: a wrong shared bit: without any one of its bits the address is still neither RAM nor a device");
    }

    public static Finding? OldAliasOfSharedPage(CaseFile file)
    {
        if (Empty(file) is not { } ipa || file.Evidence.Changes.ByRealm(ipa, file.Until) is not { Value: (byte)Ripas.Empty } change)
            return null;
        return new Finding(
            96, Of($"the guest used IPA 0x{ipa:X} after it had given the page to the host"),
            Of($"use the shared mapping (0x{ipa | file.SharedBit:X}), or take the page back by RSI_IPA_STATE_SET(RAM), which loses its contents, before this address is used"),
            $"{change}", RipasOf(file.Fault!), "ruled out: a page that never was RAM");
    }

    public static Finding? ContentsLost(CaseFile file)
    {
        if (file.HasGuestFault || file.GuestStatus is null or 0)
            return null;
        Change? taken = null;
        foreach (Change change in file.Evidence.Changes.Latest.Where(change => change.FunctionId == (uint)RsiCommand.IpaStateSet && change.Order <= file.Until))
        {
            if (change.Value == (byte)Ripas.Ram)
                taken ??= change;
            if (taken is not { } back || change.Value != (byte)Ripas.Empty || change.Base >= back.Top || back.Base >= change.Top)
                continue;
            return new Finding(
                65, Of($"the guest gave IPA 0x{change.Base:X}..0x{change.Top:X} to the host and took it back: what was in it before is gone"),
                "a change of RIPAS does not keep contents: copy what must survive before sharing, and write the page anew after RSI_IPA_STATE_SET(RAM)",
                $"{change}", $"{back}");
        }
        return null;
    }

    public static Finding? RamNeverClaimed(CaseFile file)
    {
        if (Empty(file) is not { } ipa || file.Map is not { } map || !map.IsRam(ipa) || file.Evidence.Changes.ByRealm(ipa, file.Until) is not null)
            return null;
        return new Finding(
            90, Of($"RAM at IPA 0x{ipa:X} was used before anyone had claimed it"),
            Of($"claim it first: RSI_IPA_STATE_SET(0x{map.RamBase:X}, 0x{map.RamBase + map.RamBytes:X}, RAM) before using memory outside the image, or let the host call RMI_RTT_INIT_RIPAS"),
            RipasOf(file.Fault!), "no RTT_INIT_RIPAS, DATA_MAP_INIT or RSI_IPA_STATE_SET was ever made for it");
    }

    public static Finding? NoMemoryThere(CaseFile file)
    {
        if (Empty(file) is not { } ipa || ipa < NearZero || file.Map is not { } map || map.IsRam(ipa) || map.DeviceAt(ipa) is not null || IsFetch(file))
            return null;
        return new Finding(
            85, Of($"IPA 0x{ipa:X} is in the protected half (below 0x{file.SharedBit:X}) and its RIPAS is EMPTY: there is neither RAM nor a device"),
            Of($"is it RAM: RAM is 0x{map.RamBase:X} to 0x{map.RamBase + map.RamBytes:X}, give the realm more (-m); is it a device: use its address in the unprotected half, 0x{ipa | file.SharedBit:X}; else find out where the address comes from"),
            RipasOf(file.Fault!), "the RMM answers such an access with a synchronous external abort, and the host never sees it");
    }

    public static Finding? FetchFromShared(CaseFile file)
    {
        if (!IsFetch(file) || file.Fault!.Record.FaultIpa is not { } ipa || file.SharedBit == 0 || (ipa & file.SharedBit) == 0)
            return null;
        return new Finding(
            96, Of($"the guest jumped to 0x{file.Fault.PC:X}, which is unprotected memory: it is never executable"),
            "copy the code to private RAM and jump there; look for a function pointer with the shared bit in it",
            Of($"IPA 0x{ipa:X} has bit {file.IpaWidth - 1} set"), "ruled out: a stage 1 permission, which would be a permission fault");
    }

    public static Finding? WithoutSyndrome(CaseFile file)
    {
        if (Unprotected(file) is not { } ipa || file.Fault!.OriginalSyndrome.ISV || IsFetch(file))
            return null;
        uint word = file.Fault.Word ?? 0;
        string why = WhyNoSyndrome(word) is { } form ? $": {form}" : "";
        return new Finding(
            95, Of($"`{Text(word, file.Fault.PC)}` at {file.Place(file.Fault.PC)} cannot be emulated: the access has no valid syndrome{why}"),
            "use plain LDR and STR of one general-purpose register without write-back for device registers (readl and writel)",
            Of($"ESR_EL2.ISV was 0 for IPA 0x{ipa:X}, so the host saw neither register nor size and answered with a synchronous external abort"));
    }

    public static Finding? NoSuchDevice(CaseFile file)
    {
        if (Unprotected(file) is not { } ipa || !file.Fault!.OriginalSyndrome.ISV || IsFetch(file))
            return null;
        string known = string.Join(", ", file.Map?.Devices.Select(device => Of($"{device.Name} at 0x{device.Base | file.SharedBit:X}")) ?? []);
        return new Finding(
            92, Of($"the host has no device at IPA 0x{ipa:X} and answered the access with a synchronous external abort"),
            known.Length == 0 ? "use the devices that the device tree names" : $"devices there are: {known}",
            "ESR_EL2.ISV was 1: the host could have emulated it");
    }

    public static Finding? SharedPageNotHosts(CaseFile file)
    {
        if (file is not { HasGuestFault: true, Fault: { } fault } || !fault.Record.Syndrome.IsAbort || !fault.Record.Syndrome.FSC.IsGranuleProtectionFault())
            return null;
        ulong pa = fault.Fault.Pa.Value;
        return new Finding(
            95, Of($"the page behind unprotected IPA 0x{fault.Fault.Ipa:X} is not Non-secure memory: a granule protection fault in the realm"),
            "the host must not delegate memory that it has mapped into the unprotected half of a realm",
            Of($"PA 0x{pa:X} has GPI {fault.Fault.Gpc.Gpi}"), file.Evidence.Changes.OfGranule(pa, file.Until) is { } change ? $"{change}" : "nothing is known of who changed it");
    }

    // IPA of an access that was answered with an external abort because its RIPAS is EMPTY; null for everything else.
    private static ulong? Empty(CaseFile file)
    {
        if (file is not { HasGuestFault: true, Fault: { Record: { IsInjected: true, FaultIpa: { } page } } fault }
            || !fault.Record.Syndrome.IsAbort || fault.Record.Syndrome.FSC != FaultStatusCode.SynchronousExternalAbort || file.SharedBit == 0 || (page & file.SharedBit) != 0)
            return null;
        if (fault.RttLeaf is { } leaf && leaf.Ripas is not (Ripas.Empty or null))
            return null;
        return page | ((fault.Record.FaultAddress ?? 0) & 0xFFF);
    }

    private static ulong? Unprotected(CaseFile file) =>
        file is { HasGuestFault: true, Fault.Record: { IsInjected: true, FaultIpa: { } page, Syndrome.FSC: FaultStatusCode.SynchronousExternalAbort } record }
        && (file.IsOrdinary || (page & file.SharedBit) != 0) ? page | ((record.FaultAddress ?? 0) & 0xFFF) : null;

    private static bool IsFetch(CaseFile file) => file is { HasGuestFault: true, Fault.Record.Syndrome.IsInstructionAbort: true };

    // The address that the guest meant: with the MMU off, and behind it, where that is known.
    private static ulong? AddressOf(FaultScene fault)
    {
        if (!fault.Record.Syndrome.IsDataAbort)
            return null;
        ulong offset = (fault.Record.FaultAddress ?? 0) & 0xFFF;
        if (fault.Record.FaultIpa is { } page and not 0)
            return page | offset;
        return (fault[SystemRegister.SCTLR_EL1] & SCTLR_ELx.M) == 0 ? fault.Record.FaultAddress : null;
    }

    private static string RipasOf(FaultScene fault) => fault.RttLeaf is { } leaf ? $"the realm's table says: {leaf}" : "RIPAS is EMPTY, by the RMM's answer";
}
