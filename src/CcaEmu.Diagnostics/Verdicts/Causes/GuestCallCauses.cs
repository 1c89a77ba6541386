using CcaEmu.Arm;
using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>Calls of a guest to RMM and host that are refused: RSI, PSCI, and SMCs that nobody knows.</summary>
/// <remarks>RMM specification (DEN0137), section "RSI commands"; PSCI (DEN0022), section "PSCI functions".</remarks>
internal static class GuestCallCauses
{
    public static Finding? CpuOnEntry(CaseFile file)
    {
        foreach (CallRecord call in file.Evidence.RealmCalls.Calls)
        {
            if ((PsciFunction)call.FunctionId is not (PsciFunction.CpuOn or PsciFunction.CpuOnSmc32) || call.Interface != CallInterface.Psci)
                continue;
            ulong entry = call.Arguments[2];
            int status = call.Outcome == CallOutcome.Returned ? (int)call.Results[0] : 0;
            FaultScene? first = file.Evidence.Scenes.Scenes.FirstOrDefault(scene => scene.PC == entry && scene.Record.Syndrome.IsInstructionAbort);
            bool isElsewhere = file.Map is { } map && !map.IsRam(entry);
            if (first is null && !(status == (int)PsciStatus.InvalidAddress && isElsewhere))
                continue;
            return new Finding(
                99, Of($"PSCI CPU_ON was given the entry 0x{entry:X}, which is not the IPA of code"),
                "pass the physical (IPA) address of the entry code: a CPU that starts has its MMU off",
                call.DescribeCall(), first is null ? call.DescribeResult() : $"the new CPU's first event: {first.Record.Cause}");
        }
        return null;
    }

    public static Finding? RsiError(CaseFile file)
    {
        if (file.HasGuestFault || file.Evidence.Failures.Calls.LastOrDefault(call => call.Call.Interface == CallInterface.Rsi) is not { } refused
            || refused.Call.Results[0] == ulong.MaxValue)
            return null;
        return RsiArguments.WhatIsWrong(file, refused.Call) is { } wrong
            ? new Finding(
                92, Of($"the RMM refused {refused.Call.Name} of the guest with {refused.Call.DescribeResult()}: {wrong.Why}"), wrong.Advice, $"{refused}")
            : new Finding(
                84, Of($"the RMM refused {refused.Call.Name} of the guest: {refused.Call.DescribeResult()}"),
                "look at the command's failure conditions in the RMM specification, and at what the guest did with the error", $"{refused}");
    }

    public static Finding? PsciRefused(CaseFile file)
    {
        bool isLook(CallRecord call) => (PsciFunction)call.FunctionId is PsciFunction.AffinityInfo or PsciFunction.AffinityInfoSmc32 or PsciFunction.Features;
        if (file.HasGuestFault || file.Evidence.Failures.Calls.LastOrDefault(refused => refused.Call.Interface == CallInterface.Psci && !isLook(refused.Call)) is not { Call: var call })
            return null;
        return new Finding(
            84, Of($"{call.DescribeCall()} of the guest was refused: {call.DescribeResult()}"),
            (PsciStatus)(int)call.Results[0] switch
            {
                PsciStatus.InvalidParameters => "no CPU has that MPIDR, or an argument is out of range: take the MPIDRs from the device tree, and give the realm as many CPUs as it expects (-smp)",
                PsciStatus.AlreadyOn or PsciStatus.OnPending => "the CPU is on already: turn each on once, and ask AFFINITY_INFO where that is not certain",
                PsciStatus.InvalidAddress => "pass the IPA of the entry code, in the protected half and in RAM",
                PsciStatus.NotSupported => "a realm has only the functions that PSCI_FEATURES names",
                _ => "the host denied it: look at how many CPUs the realm was made with, and at the host's answer to the PSCI exit",
            }, $"{call.DescribeCall()} → {call.DescribeResult()}");
    }

    public static Finding? ClaimedBeyondSlots(CaseFile file)
    {
        if (file.Map is not { } map)
            return null;
        foreach (CallRecord call in file.Evidence.RealmCalls.Calls.Where(call => call.Is(RsiCommand.IpaStateSet)))
        {
            ulong from = call.Arguments[1], top = call.Arguments[2], end = map.RamBase + map.RamBytes;
            bool isClaim = call.Arguments[3] == (ulong)Ripas.Ram && (from & file.SharedBit) == 0;
            bool isRefused = isClaim && (call.Outcome != CallOutcome.Returned || call.Results[1] < top);
            if (!isRefused || (top <= end && from >= map.RamBase) || file.RipasAtEnd(from) == Ripas.Destroyed)
                continue;
            return new Finding(
                93, Of($"the guest asked for memory at 0x{from:X}..0x{top:X}; the host backs only 0x{map.RamBase:X}..0x{end:X}"),
                "make the memory node of the device tree equal to the VMM's memory slots, or give the realm more memory (-m)",
                $"{call.DescribeCall()} → {call.DescribeResult()}");
        }
        return null;
    }

    public static Finding? UnknownSmc(CaseFile file)
    {
        if (file.HasGuestFault)
            return null;
        return file.Evidence.Failures.Calls.LastOrDefault(refused => IsRealms(refused.Call) && refused.Call.Results[0] == ulong.MaxValue) is { Call: var smc } ? new Finding(
            88, Of($"SMC 0x{smc.FunctionId:X8} of the guest{(SmcNames.TryFind(smc.FunctionId, out _) ? $" ({smc.Name})" : "")} was answered NOT_SUPPORTED"),
            "use the function identifiers of RSI (RMM specification) and PSCI; ask RSI_FEATURES, PSCI_FEATURES or SMCCC_ARCH_FEATURES before calling", $"{smc.DescribeCall()} → {smc.DescribeResult()}") : null;
    }

    internal static bool IsRealms(in CallRecord call) => call is { CallerState: SecurityState.Realm, CallerLevel: ExceptionLevel.EL1 };
}
