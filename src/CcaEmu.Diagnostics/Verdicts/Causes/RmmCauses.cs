using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>What an RMM does wrong, so that host and guest look guilty.</summary>
internal static class RmmCauses
{
    private const int Storm = 16;
    private const ulong FewInstructions = 16;

    public static Finding? OutputSize(CaseFile file)
    {
        if (file.Exits.LastOrDefault(exit => IsSize(exit)) is not { } exit || file.EntryAtEnd(exit.FaultIpa) is not { State: RttEntryState.Data } entry)
            return null;
        int bits = OutputBits(exit.Vtcr);
        return entry.Output >> bits == 0 ? null : new Finding(
            97, Of($"stage 2 maps IPA 0x{exit.FaultIpa & ~0xFFFUL:X} to PA 0x{entry.Output:X}, and VTCR_EL2.PS allows {bits} bits only: the access can never succeed"),
            "this is the RMM's configuration, not the guest and not the host: it must set VTCR_EL2.PS to what ID_AA64MMFR0_EL1.PARange offers",
            Of($"VTCR_EL2 = 0x{exit.Vtcr:X} while the guest ran; {exit.Exit}"), $"{entry}", "ruled out: a page that is missing or destroyed, which would be a translation fault");
    }

    public static Finding? MemoryUntracked(CaseFile file)
    {
        if (file.Status != Summaries.RunStatus.HostError || file.CallsOf(CallInterface.Rmi).LastOrDefault() is not { Outcome: CallOutcome.Returned } last
            || !last.Is(RmiCommand.GranuleTrackingGet) || !new RmiResult(last.Results[0]).IsSuccess)
            return null;
        var (category, state) = ((RmiMemoryCategory)last.Results[1], (RmiTrackingState)last.Results[2]);
        return category == RmiMemoryCategory.Conventional && state == RmiTrackingState.Fine ? null : new Finding(
            96, Of($"the RMM does not track RAM at 0x{last.Arguments[1]:X}..0x{last.Results[3]:X} granule by granule: category {category}, state {state}"),
            "give the RMM its list of DRAM banks (in the boot manifest), or keep that bank out of the host's memory; look also at the rounding of the bank to the RMM's tracking regions",
            $"{last.DescribeCall()} → {last.DescribeResult()}", "ruled out: an RMM that is missing or of another revision: RMI_VERSION succeeded");
    }

    public static Finding? MissingInvalidation(CaseFile file)
    {
        foreach (StaleTranslation stale in file.StaleTranslations)
        {
            if (!IsStage2(stale))
                continue;
            ulong ipa = stale.Fault.Ipa & ~0xFFFUL;
            string when = file.Evidence.Changes.OfIpa(null, ipa) is { } change ? $"last changed by {change}" : "no call of this run has changed that IPA";
            return new Finding(
                100, Of($"IPA 0x{ipa:X} was taken away, and then used through a TLB entry from before: the RMM has not invalidated stage 2"),
                "the RMM must execute TLBI IPAS2E1IS (the whole range for a block or a table, for each VMID of the realm), TLBI VMALLE1IS and DSB between changing the RTT entry and returning to the host",
                $"{stale}", when, "ruled out: the guest's own TLB maintenance: its stage 1 has not changed");
        }
        return null;
    }

    public static Finding? TimerUnmasked(CaseFile file)
    {
        RecExitRecord[] last = [.. file.Exits.Reverse().Take(Storm)];
        bool isStorm = last.Length == Storm && last.All(exit => exit.Exit is { Reason: RmiRecExitReason.Irq } && exit.Instructions <= FewInstructions);
        if (!isStorm || !last.All(exit => (exit.CntvCtl & 7) == 5 || (exit.CntpCtl & 7) == 5))
            return null;
        ulong instructions = last.Aggregate(0UL, (sum, exit) => sum + exit.Instructions);
        string timer = (last[0].CntvCtl & 7) == 5 ? "virtual" : "physical";
        return new Finding(
            92, Of($"the last {last.Length} exits were interrupts with {instructions} guest instructions between them: the {timer} timer is not masked on entry"),
            Of($"the RMM must set CNTHCTL_EL2.{(timer == "virtual" ? "CNTVMASK" : "CNTPMASK")} on entry while the last exit showed the timer asserted; an ISB belongs between restoring the timer and reading its ISTATUS"),
            Of($"exit.cntv_ctl = 0x{last[0].CntvCtl:X}, exit.cntp_ctl = 0x{last[0].CntpCtl:X} at each of them"), "ruled out: interrupts of the host's own devices, which come with other timer states");
    }

    private static bool IsStage2(in StaleTranslation stale) => stale is { State: SecurityState.Realm, Fault: { Stage: 2, IsFault: true } };

    private static bool IsSize(RecExitRecord exit) => exit is { Exit: { Reason: RmiRecExitReason.Sync, Detail0: var esr }, Vtcr: not 0 }
        && new EsrValue(esr).FSC is >= FaultStatusCode.AddressSizeLevel0 and <= FaultStatusCode.AddressSizeLevel3
        && new EsrValue(esr).EC is ExceptionClass.DataAbortLower or ExceptionClass.InstructionAbortLower;

    // VTCR_EL2.PS. Arm ARM, D24.2 "VTCR_EL2".
    private static int OutputBits(ulong vtcr) => (int)(vtcr >> 16 & 7) switch { 0 => 32, 1 => 36, 2 => 40, 3 => 42, 4 => 44, 5 => 48, 6 => 52, _ => 56 };
}
