using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>How a host delegates, maps and takes away memory wrongly.</summary>
/// <remarks>RMM specification (DEN0137), commands RMI_GRANULE_RANGE_* and RMI_RTT_*, failure conditions.</remarks>
internal static class HostMemoryCauses
{
    public static Finding? PartialDelegation(CaseFile file)
    {
        foreach (RefusedCall refused in file.Evidence.Failures.Of(RmiCommand.GranuleRangeUndelegate))
        {
            if (file.Evidence.Failures.Of(RmiCommand.GranuleRangeDelegate).LastOrDefault(call => call.Number < refused.Number) is not { } delegation)
                continue;
            return new Finding(
                90, Of($"granules from 0x{delegation.Call.Arguments[1]:X} could not be delegated, and the host then undelegated more than had been"),
                Of($"undelegate only up to where RMI_GRANULE_RANGE_DELEGATE had got (out_top), 0x{delegation.Call.Arguments[1]:X}"), $"{delegation}", $"{refused}");
        }
        return null;
    }

    public static Finding? DelegationFailureIgnored(CaseFile file)
    {
        RefusedCall[] again = [.. file.Evidence.Failures.Of(RmiCommand.GranuleRangeDelegate).GroupBy(refused => refused.Call.Arguments[1]).Where(group => group.Count() > 1).SelectMany(group => group)];
        if (again.Length < 2)
            return null;
        ulong pa = again[0].Call.Arguments[1];
        string owner = file.Evidence.Changes.OfGranule(pa, file.Until) is { } change ? $"last change: {change}" : "it was never delegated by a range command";
        return new Finding(
            92, Of($"delegating PA 0x{pa:X} failed {again.Length} times, and the REC was entered again each time"),
            "the granule belongs to something else already, or is not tracked: return an error to the VMM after one retry without progress", $"{again[^1]}", owner);
    }

    public static Finding? RttLevelLoop(CaseFile file)
    {
        if (WrongLevel(file) is { } wrong)
            return wrong;
        foreach (IGrouping<(uint, ulong, int), RefusedCall> group in file.Evidence.Failures.Calls
            .Where(refused => refused.Call.Interface == CallInterface.Rmi && refused.Status == RmiStatus.ErrorRtt)
            .GroupBy(refused => (refused.Call.FunctionId, Ipa(refused.Call), new RmiResult(refused.Call.Results[0]).Level)))
        {
            if (group.Count() < 2 || (group.Count() == 2 && file.Status == Summaries.RunStatus.Passed))
                continue;
            int level = group.Key.Item3;
            return new Finding(
                group.Count() > 2 ? 94 : 91, Of($"{group.First().Call.Name} for IPA 0x{group.Key.Item2:X} was refused {group.Count()} times with ERROR_RTT({level}), and nothing changed in between"),
                level == 3 ? "the entry at level 3 is not in the state that the command needs: read it with RMI_RTT_READ_ENTRY"
                    : Of($"the walk stopped at level {level}: create the table of level {level + 1} with RMI_RTT_CREATE and repeat the command"),
                $"{group.First()}");
        }
        return null;
    }

    // A walk stopped at one level, and the table made for it was of another than the next.
    private static Finding? WrongLevel(CaseFile file)
    {
        RefusedCall? stopped = null;
        foreach (RefusedCall refused in file.Evidence.Failures.Calls)
        {
            if (refused.Call.Interface != CallInterface.Rmi)
                continue;
            if (!refused.Call.Is(RmiCommand.RttCreate))
            {
                stopped = refused.Status == RmiStatus.ErrorRtt ? refused : stopped;
                continue;
            }
            int needed = stopped is null ? 0 : new RmiResult(stopped.Call.Results[0]).Level + 1;
            if (stopped is null || (long)refused.Call.Arguments[4] == needed)
                continue;
            return new Finding(
                95, Of($"{stopped.Call.Name} needs a table of level {needed} for IPA 0x{Ipa(stopped.Call):X}, and the host tried to make one of level {(long)refused.Call.Arguments[4]}"),
                Of($"the level in ERROR_RTT is where the walk stopped: create RTT level {needed} (RMI_RTT_CREATE), then repeat the command"), $"{stopped}", $"{refused}");
        }
        return null;
    }

    public static Finding? UnalignedBlock(CaseFile file)
    {
        if (file.Evidence.Failures.Of(RmiCommand.RttUnprotMap).FirstOrDefault(refused => refused.Status == RmiStatus.ErrorInput) is not { } refused)
            return null;
        ulong from = refused.Call.Arguments[2], top = refused.Call.Arguments[3];
        return new Finding(
            92, Of($"RMI_RTT_UNPROT_MAP of 0x{from:X}..0x{top:X} was refused with ERROR_INPUT"),
            "align base and top to the size that is mapped (down for base), or map pages; the output addresses must be aligned alike", $"{refused}",
            Of($"flags 0x{refused.Call.Arguments[4]:X}, output 0x{refused.Call.Arguments[5]:X}"));
    }

    public static Finding? DestroyedPage(CaseFile file)
    {
        if (Claim(file) is not null || file.HasGuestFault)
            return null;
        foreach (RecExitRecord exit in file.Exits.Reverse())
        {
            if (exit.Exit is not { Reason: RmiRecExitReason.Sync } || exit.FaultIpa == 0 || file.EntryAtEnd(exit.FaultIpa) is not { Ripas: Ripas.Destroyed } entry)
                continue;
            string when = file.Evidence.Changes.Removal(null, exit.FaultIpa, file.Until) is { } removal ? $"{removal}" : "the call that did it is not known";
            return new Finding(
                96, Of($"the host destroyed private page IPA 0x{exit.FaultIpa & ~0xFFFUL:X} of the running realm: {when}"),
                "do not reclaim private memory of a live realm: its contents are gone, and only the guest can take the page back, by RSI_IPA_STATE_SET(RAM, change-destroyed)",
                $"{entry}", Of($"{file.Exits.Count(other => other.Repeats(exit))} exits with the same PC and address"), "ruled out: a demand fault, which RMI_RTT_DATA_MAP ends");
        }
        return null;
    }

    public static Finding? DestroyedMeasuredPage(CaseFile file)
    {
        if (Claim(file) is not { } call)
            return null;
        ulong stopped = call.Outcome == CallOutcome.Returned ? call.Results[1] : call.Arguments[1];
        string when = file.Evidence.Changes.Removal(null, stopped, file.Until) is { } removal ? $"{removal}" : "the call that did it is not known";
        return new Finding(
            96, Of($"the guest's claim of RAM stops at IPA 0x{stopped:X}: the host destroyed that page"),
            "treat the realm as tampered with: cure the host step that unmapped a page after it was measured; a guest should give up where new_base does not move",
            when, $"{call.DescribeCall()} → {call.DescribeResult()}", "RIPAS DESTROYED; the claim does not allow a change from DESTROYED (flags bit 0)");
    }

    public static Finding? TouchesDelegated(CaseFile file)
    {
        if (ManagedHostsTouch(file) is { } touch)
            return touch;
        if (file.Fault is not { } fault || fault.IsGuests || !((fault.Record.Syndrome.IsAbort && fault.Record.Syndrome.FSC.IsGranuleProtectionFault()) || fault.Record.Syndrome.EC == ExceptionClass.GranuleProtectionCheck))
            return null;
        ulong pa = fault.Fault.Pa.Value;
        string owner = file.Evidence.Changes.OfGranule(pa, file.Until) is { } change ? $"{change}" : "who changed it is not known";
        return new Finding(
            97, Of($"the host accessed PA 0x{pa:X}, which it has given to the Realm world (GPI {fault.Fault.Gpc.Gpi})"),
            "a delegated granule may not be touched until it is undelegated: find who still maps it", owner, fault.Record.Cause, Of($"at PC 0x{fault.PC:X}"));
    }

    // A managed host takes no exception: the refusal of its load or store ends the run, and the reason of that names the address.
    private static Finding? ManagedHostsTouch(CaseFile file)
    {
        const string before = "host memory at PA 0x";
        int at = file.What.IndexOf(before, StringComparison.Ordinal);
        if (at < 0 || !file.What.Contains("Granule Protection Fault", StringComparison.Ordinal))
            return null;
        string digits = new([.. file.What[(at + before.Length)..].TakeWhile(char.IsAsciiHexDigit)]);
        ulong pa = ulong.Parse(digits, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture);
        return new Finding(
            97, Of($"the host accessed PA 0x{pa:X}, which it has given to the Realm world"),
            "a delegated granule may not be touched until it is undelegated: find who still maps it, or forgot RMI_GRANULE_RANGE_UNDELEGATE before freeing it",
            file.Evidence.Changes.OfGranule(pa, file.Until) is { } change ? $"{change}" : "who changed it is not known", file.What, "ruled out: a private address that the guest gave to a device");
    }

    // A claim of RAM that stopped where the host had destroyed a page.
    internal static CallRecord? Claim(CaseFile file)
    {
        CallRecord? found = null;
        foreach (CallRecord call in file.Evidence.RealmCalls.Calls)
        {
            bool isClaim = call.Is(RsiCommand.IpaStateSet) && call.Arguments[3] == (ulong)Ripas.Ram && (call.Arguments[4] & 1) == 0;
            ulong stopped = call.Outcome == CallOutcome.Returned ? call.Results[1] : call.Arguments[1];
            if (isClaim && stopped < call.Arguments[2] && file.RipasAtEnd(stopped) == Ripas.Destroyed)
                found = call;
        }
        return found;
    }

    private static ulong Ipa(in CallRecord call) =>
        (RmiCommand)call.FunctionId is RmiCommand.RttCreate or RmiCommand.RttDataMapInit or RmiCommand.RttSetRipas ? call.Arguments[3] : call.Arguments[2];
}
