using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>What a host does wrong with the RMI: each refusal has one reason, and the call before it often the cause.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "RMI commands", failure conditions.</remarks>
internal static class HostCauses
{
    public static Finding? RmiVersion(CaseFile file)
    {
        if (file.Evidence.Failures.Of(RmiCommand.Version).FirstOrDefault() is not { } refused)
            return null;
        return (long)refused.Call.Results[0] < 0
            ? new Finding(97, "there is no RMM: RMI_VERSION was answered as an unknown function", "start an RMM at R-EL2, and look at how its boot ended", $"{refused}")
            : new Finding(
                97, Of($"host asked for RMI {InterfaceVersion.Decode(refused.Call.Arguments[1])}, RMM offers {InterfaceVersion.Decode(refused.Call.Results[1])}..{InterfaceVersion.Decode(refused.Call.Results[2])}"),
                "use a host and an RMM of the same revision of the RMM specification", $"{refused}", "no other RMI call was made with success");
    }

    public static Finding? RealmParameters(CaseFile file)
    {
        if (file.Evidence.Failures.Of(RmiCommand.RealmCreate).FirstOrDefault(refused => refused.Status == RmiStatus.ErrorInput) is not { } refused)
            return null;
        string field = WrongField(refused) ?? "the parameters are plausible by themselves: RD or a root granule is not DELEGATED, or RD lies among the root granules";
        return new Finding(
            95, $"RMI_REALM_CREATE was refused: {field}", "correct that field; the page must be zero where no field is, and RD and root granules must be DELEGATED before", $"{refused}");
    }

    public static Finding? RecMpidr(CaseFile file)
    {
        if (file.Evidence.Failures.Of(RmiCommand.RecCreate).FirstOrDefault(refused => refused.Status == RmiStatus.ErrorInput && refused.Parameters.Length > 0) is not { } refused)
            return null;
        var mpidr = new RecMpidr(refused.Parameter(RmiRecParamsLayout.Mpidr));
        ulong expected = (ulong)file.Evidence.Events.Calls.Count(call => call.Is(RmiCommand.RecCreate) && call.Outcome == CallOutcome.Returned && new RmiResult(call.Results[0]).IsSuccess);
        if (mpidr.IsValid && mpidr.Index == expected)
            return null;
        return new Finding(
            95, Of($"RMI_REC_CREATE was refused: REC number {expected} needs mpidr 0x{Arm.Rmi.RecMpidr.FromIndex(expected).Value:X}, got 0x{mpidr.Value:X}"),
            "create RECs in order of their index = aff0[3:0] + 16 * aff1 + 4096 * aff2; aff0[7:4] must be zero", $"{refused}");
    }

    public static Finding? StaleEmulMmio(CaseFile file)
    {
        if (RefusedEntry(file) is not { } refused)
            return null;
        var flags = (RmiRecEnterFlags)refused.Parameter(RmiRecRunLayout.EnterFlags);
        if ((flags & RmiRecEnterFlags.EmulMmio) == 0)
            return null;
        RecExitRecord? last = file.Exits.LastOrDefault(exit => exit.Rec == refused.Call.Arguments[1]);
        return new Finding(
            95, "RMI_REC_ENTER was refused with ERROR_REC: emul_mmio is set, and the last exit was no emulatable abort",
            "clear enter.flags after every exit, and set emul_mmio only where exit.esr.ISV = 1 at an unprotected IPA",
            $"enter.flags = {flags}", last?.Exit is { } exit ? $"last exit: {exit}" : "the REC has not exited before");
    }

    public static Finding? PsciNotCompleted(CaseFile file)
    {
        if (RefusedEntry(file) is not { } refused || file.Evidence.Exits.Last.FirstOrDefault(exit => exit.Rec == refused.Call.Arguments[1]) is not { Exit: { Reason: RmiRecExitReason.Psci } exit } last)
            return null;
        return new Finding(
            96, Of($"REC 0x{last.Rec:X} waits for RMI_PSCI_COMPLETE since it exited for {SmcNames.NameOf((uint)exit.Detail0)}, and was entered without it"),
            "call RMI_PSCI_COMPLETE(calling REC, target REC, status) before entering either of the two RECs again",
            $"{refused}", $"last exit of that REC: {exit}");
    }

    public static Finding? BadListRegister(CaseFile file)
    {
        if (RefusedEntry(file) is null || file.Evidence.RefusedListRegister is not { } value)
            return null;
        return new Finding(
            95, Of($"RMI_REC_ENTER was refused with ERROR_REC: a list register (0x{value:X}, INTID {ICH_LR_EL2.VINTID.Get(value)}) has HW set"),
            "realms need software-completed interrupts: leave ICH_LR<n>_EL2.HW at 0", "the realm could deactivate a physical interrupt by it");
    }

    public static Finding? OperationAbandoned(CaseFile file)
    {
        if (file.Evidence.Failures.Blocked is not { } blocked)
            return null;
        IReadOnlyDictionary<ulong, CallRecord> open = file.Evidence.Failures.OpenOperations;
        return open.Count > 0
            ? Unfinished(open.Keys.Max(), open[open.Keys.Max()], blocked)
            : new Finding(60, "a command was answered BLOCKED to the end: another operation on its object is unfinished", "continue or cancel what returned INCOMPLETE before", $"{blocked}");
    }

    private static Finding Unfinished(ulong handle, CallRecord begun, RefusedCall blocked) => new(
        94, Of($"operation 0x{handle:X} ({begun.Name}) is unfinished, so everything about its objects answers BLOCKED"),
        Of($"continue it with RMI_OP_CONTINUE(0x{handle:X}), or cancel it, before anything else about that object"), $"{begun.DescribeCall()} → {begun.DescribeResult()}", $"{blocked}");

    public static Finding? RealmStillLive(CaseFile file)
    {
        if (file.Evidence.Failures.Of(RmiCommand.RealmDestroy).FirstOrDefault(refused => refused.Status == RmiStatus.ErrorRealm) is not { } refused)
            return null;
        string alive = file.Evidence.AliveAtRefusal is { } list ? list : "what is alive was not looked at";
        return new Finding(
            95, Of($"RMI_REALM_DESTROY of 0x{refused.Call.Arguments[1]:X} was refused: the realm is not a zombie, or is still live"),
            "in this order: unmap everything, RMI_RTT_DESTROY, RMI_REC_DESTROY, RMI_REALM_TERMINATE, RMI_REALM_DESTROY", $"{refused}", alive);
    }

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
        string owner = file.Evidence.Changes.OfGranule(pa) is { } change ? $"last change: {change}" : "it was never delegated by a range command";
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
        if (Claim(file) is not null || file.HasRealmFault)
            return null;
        foreach (RecExitRecord exit in file.Exits.Reverse())
        {
            if (exit.Exit is not { Reason: RmiRecExitReason.Sync } || exit.FaultIpa == 0 || file.EntryAtEnd(exit.FaultIpa) is not { Ripas: Ripas.Destroyed } entry)
                continue;
            string when = file.Evidence.Changes.Removal(null, exit.FaultIpa) is { } removal ? $"{removal}" : "the call that did it is not known";
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
        string when = file.Evidence.Changes.Removal(null, stopped) is { } removal ? $"{removal}" : "the call that did it is not known";
        return new Finding(
            96, Of($"the guest's claim of RAM stops at IPA 0x{stopped:X}: the host destroyed that page"),
            "treat the realm as tampered with: cure the host step that unmapped a page after it was measured; a guest should give up where new_base does not move",
            when, $"{call.DescribeCall()} → {call.DescribeResult()}", "RIPAS DESTROYED; the claim does not allow a change from DESTROYED (flags bit 0)");
    }

    public static Finding? TouchesDelegated(CaseFile file)
    {
        if (ManagedHostsTouch(file) is { } touch)
            return touch;
        if (file.Fault is not { } fault || fault.IsRealms || !(fault.Record.Syndrome.FSC.IsGranuleProtectionFault() || fault.Record.Syndrome.EC == ExceptionClass.GranuleProtectionCheck))
            return null;
        ulong pa = fault.Fault.Pa.Value;
        string owner = file.Evidence.Changes.OfGranule(pa) is { } change ? $"{change}" : "who changed it is not known";
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
            file.Evidence.Changes.OfGranule(pa) is { } change ? $"{change}" : "who changed it is not known", file.What, "ruled out: a private address that the guest gave to a device");
    }

    public static Finding? MmioNeverCompleted(CaseFile file)
    {
        if (file.Exits.LastOrDefault() is not { Exit: { Reason: RmiRecExitReason.Sync, Detail0: var esr } } last || !new EsrValue(esr).ISV || (last.FaultIpa & file.SharedBit) == 0
            || file.Map?.IsRam(last.FaultIpa & ~file.SharedBit) == true)
            return null;
        int repeats = file.Exits.Reverse().TakeWhile(exit => exit.Repeats(last)).Count();
        bool never = file.Exits.Reverse().Take(repeats).Skip(0).All(exit => (exit.Flags & RmiRecEnterFlags.EmulMmio) == 0);
        return repeats < 4 || !never ? null : new Finding(
            95, Of($"the host saw the same access to IPA 0x{last.FaultIpa:X} {repeats} times and entered the REC without emul_mmio: its PC cannot move on"),
            "set enter.flags.emul_mmio after emulating an access; the value read goes into enter.gprs[0] whatever register the instruction names",
            $"{last.Exit}", last.GuestPc is { } pc ? $"PC {file.Place(pc)}" : "PC not known");
    }

    public static Finding? EntryNotPopulated(CaseFile file)
    {
        RecExitRecord? first = file.Exits.FirstOrDefault();
        bool isFetchExit = first is { Exit: { Reason: RmiRecExitReason.Sync, Detail0: var esr }, Instructions: 0 } && new EsrValue(esr).EC == ExceptionClass.InstructionAbortLower;
        bool isFirstFault = file is { HasRealmFault: true, Fault: { Record: { RetiredInstructions: 0, Syndrome.IsInstructionAbort: true } } };
        if (!isFetchExit && !isFirstFault)
            return null;
        ulong entry = isFirstFault ? file.Fault!.PC : first!.GuestPc ?? 0;
        return new Finding(
            96, Of($"the realm's first instruction, at 0x{entry:X}, never executed: no page was populated there"),
            "populate (RMI_RTT_DATA_MAP_INIT) the page of the entry point before activating; look whether populating stopped half-way, and at the load address",
            "no instruction was retired", file.EntryAtEnd(entry) is { } end ? $"{end}" : isFirstFault ? file.Fault!.Record.Cause : $"{first!.Exit}");
    }

    public static Finding? ConversionIgnored(CaseFile file)
    {
        if (file.LastExit is not { Exit: { Reason: RmiRecExitReason.RipasChange } } last)
            return null;
        int repeats = file.Exits.Reverse().TakeWhile(exit => exit.Exit is { Reason: RmiRecExitReason.RipasChange, Detail0: var from } && from == last.Exit.Value.Detail0).Count();
        return repeats < 3 || Claim(file) is not null ? null : new Finding(
            92, Of($"the guest asked {repeats} times for the same change of RIPAS at IPA 0x{last.Exit.Value.Detail0:X}, and the host never made it"),
            "the VMM must convert the memory (attributes, backing) and the host call RMI_RTT_SET_RIPAS before the REC is entered again", $"{last.Exit}");
    }

    public static Finding? Refused(CaseFile file)
    {
        if (file.Status != Summaries.RunStatus.HostError || file.Evidence.Failures.Calls.LastOrDefault(refused => refused.Call.Interface == CallInterface.Rmi && refused.Status != RmiStatus.ErrorGpt) is not { } refused
            || !file.What.Contains(refused.Call.Name, StringComparison.Ordinal))
            return null;
        return new Finding(
            82, Of($"the RMM refused {refused.Call.Name} of the host: {refused.Call.DescribeResult()}"),
            Of($"look at its arguments, and at the command's failure conditions in the RMM specification: `ccaemu explain rmi-status 0x{refused.Call.Results[0]:X}` says what the status means"),
            [$"{refused}", .. RmiMeaning(refused)]);
    }

    public static Finding? ManifestRefused(CaseFile file)
    {
        foreach (CallRecord call in file.Evidence.Boot)
        {
            if ((int)call.Arguments[1] < 0)
            {
                return new Finding(
                    99, Of($"the RMM stopped at boot: RMM_BOOT_COMPLETE said {(Arm.RmmEl3.RmmBootStatus)(int)call.Arguments[1]}"),
                    "monitor and RMM disagree about the boot manifest: update both; a manifest part whose words do not add up to 0 is damaged", call.DescribeCall());
            }
        }
        return null;
    }

    private static IEnumerable<string> RmiMeaning(RefusedCall refused) => Explanations.RmiStatusStory.Of(refused.Call.Results[0]).Skip(1);

    private static RefusedCall? RefusedEntry(CaseFile file) => file.Evidence.Failures.Of(RmiCommand.RecEnter).FirstOrDefault(refused => refused.Status == RmiStatus.ErrorRec);

    // A claim of RAM that stopped where the host had destroyed a page.
    private static CallRecord? Claim(CaseFile file)
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

    // Which field of the parameters cannot be right, by itself or beside the others.
    private static string? WrongField(RefusedCall refused)
    {
        ulong s2sz = refused.Parameter(RmiRealmParamsLayout.S2sz) & 0xFF, level = refused.Parameter(RmiRealmParamsLayout.RttLevelStart);
        ulong tables = refused.Parameter(RmiRealmParamsLayout.RttNumStart) & 0xFFFF_FFFF, root = refused.Parameter(RmiRealmParamsLayout.RttBase);
        ulong hash = refused.Parameter(RmiRealmParamsLayout.HashAlgo) & 0xFF;
        if (s2sz is < 32 or > 52)
            return Of($"s2sz = {s2sz}, which is no width of an IPA space that the RMM offers");
        if (hash > (ulong)RmiHashAlgorithm.Sha384)
            return Of($"hash_algo = {hash} is not one that the RMM offers");
        if ((refused.Parameter(RmiRealmParamsLayout.NumBps) & 0xFF) == 0 || (refused.Parameter(RmiRealmParamsLayout.NumWps) & 0xFF) == 0)
            return "num_bps and num_wps count from one less: 0 is not offered";
        if ((long)level is < 0 or > 2)
            return Of($"rtt_level_start = {(long)level} is no starting level");
        int extra = Math.Max(0, (int)s2sz - (48 - 9 * (int)level));
        if (tables != 1UL << extra)
            return Of($"rtt_num_start = {tables}, but s2sz {s2sz} from level {level} needs {1UL << extra}");
        if ((root & (tables * 0x1000 - 1)) != 0)
            return Of($"rtt_base = 0x{root:X} is not aligned to {tables} granules");
        return root - refused.Call.Arguments[1] == 0 ? "rd is one of the root granules" : null;
    }
}
