using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Diagnostics.Calls;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>What a VMM does wrong when it builds a Realm, and a hypervisor when it maps what a Realm shares.</summary>
internal static class VmmCauses
{
    private const int Repeats = 4;

    public static Finding? DeviceTreeMissing(CaseFile file)
    {
        if (file.Status is Summaries.RunStatus.Passed or Summaries.RunStatus.HostError || file.HasGuestFault || file.Evidence.Build is not { FirstArgument: { } tree, Pages.Count: > 0 } build)
            return null;
        if (tree != 0 && build.Pages.Any(page => tree - page.Ipa < 0x1000))
            return null;
        string populated = string.Join(", ", Ranges(build.Pages.Select(page => page.Ipa)).Take(4).Select(range => Of($"0x{range.From:X}..0x{range.To:X}")));
        return new Finding(
            tree == 0 ? 70 : 95, tree == 0
                ? "the guest was started without a device tree: X0 = 0"
                : Of($"X0 = 0x{tree:X} is to be the guest's device tree, and nothing was populated there"),
            "the VMM must populate the device tree, and pass its IPA in gprs[0] of the first REC; the guest's early code must not overwrite X0 before it has read it",
            Of($"populated: {populated}"), file.RipasAtEnd(tree) is { } ripas && tree != 0 ? Of($"RIPAS of that address is {ripas.ToString().ToUpperInvariant()}: it reads as zeros, or aborts") : "a kernel that finds no tree stops before its first line");
    }

    public static Finding? SharedReadRefused(CaseFile file)
    {
        if (file.LastExit is not { Exit: { Reason: RmiRecExitReason.Sync, Detail0: var syndrome } } last || file.Map is not { } map || file.SharedBit == 0)
            return null;
        var esr = new EsrValue(syndrome);
        bool isShared = (last.FaultIpa & file.SharedBit) != 0 && map.IsRam(last.FaultIpa & ~file.SharedBit);
        int repeats = file.Exits.Reverse().TakeWhile(exit => exit.Repeats(last)).Count();
        bool isMapped = file.EntryAtEnd(last.FaultIpa) is { State: RttEntryState.Data };
        bool gaveUp = file.Status == Summaries.RunStatus.HostError && file.CallsOf(CallInterface.Rmi).LastOrDefault().Is(RmiCommand.RecEnter);
        if (!isShared || isMapped || esr.EC != ExceptionClass.DataAbortLower || esr.WnR || (repeats < Repeats && !gaveUp))
            return null;
        return new Finding(
            94, Of($"the guest reads shared memory at IPA 0x{last.FaultIpa:X}, and the host does not map it"),
            "a read fault in the unprotected half must be mapped, read-only (S2AP) where the VMM's memory is read-only: only private memory has to be writable; on a later write unmap, map writable, or emulate",
            Of($"{last.Exit}, {repeats} times; WnR = 0"), "no RMI_RTT_UNPROT_MAP of that page has succeeded", "ruled out: a conversion that is outstanding: the exit is no RIPAS_CHANGE");
    }

    public static Finding? MeasurementDiffers(CaseFile file)
    {
        if (file.ExpectedRim is not { } expected || file.End?.Realms.LastOrDefault()?.Rim is not { } rim || rim.Equals(expected, StringComparison.OrdinalIgnoreCase))
            return null;
        IReadOnlyList<(ulong Ipa, bool IsMeasured)> pages = file.Evidence.Build.Pages;
        string steps = Of($"{pages.Count} pages were populated, {pages.Count(page => page.IsMeasured)} of them measured");
        string difference = Of($"the RIM is {rim}, expected was {expected}");
        for (int i = 0; i < pages.Count; i++)
        {
            if (!pages[i].IsMeasured)
                return Differs(95, Of($"step {i + 1} populates IPA 0x{pages[i].Ipa:X} without measuring it (flags bit 0 of RMI_RTT_DATA_MAP_INIT is 0)"), difference, steps);
            if (i > 0 && pages[i].Ipa < pages[i - 1].Ipa)
                return Differs(95, Of($"step {i + 1} measures IPA 0x{pages[i].Ipa:X} after 0x{pages[i - 1].Ipa:X}, where a verifier expects ascending order"), difference, steps);
        }
        return Differs(82, "its pages were measured in ascending order, so their contents, the entry point, gprs[0..7], or the realm's parameters are others", difference, steps);
    }

    private static Finding Differs(int certainty, string why, string difference, string steps) => new(
        certainty, $"the realm is not the one that was expected: {why}",
        "build it as its measurement was computed: same image, options and page size, ascending IPAs, each page measured; then compare with `ccaemu realm measure`",
        difference, steps, "ruled out: a damaged token: the measurement was read from the RMM itself");

    private static IEnumerable<(ulong From, ulong To)> Ranges(IEnumerable<ulong> pages)
    {
        (ulong From, ulong To)? open = null;
        foreach (ulong page in pages.Order())
        {
            if (open is { } range && range.To == page)
            {
                open = (range.From, page + 0x1000);
                continue;
            }
            if (open is { } done)
                yield return done;
            open = (page, page + 0x1000);
        }
        if (open is { } last)
            yield return last;
    }
}
